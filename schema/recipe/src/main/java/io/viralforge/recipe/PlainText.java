package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.text.BreakIterator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Spreads words without times over a stretch of time: cut into cues that can be read at a glance, at sentence ends and
 * commas where there are any, each shown for as long as its share of the letters.
 */
final class PlainText {
    /** About two lines of a vertical picture. */
    private static final int READABLE_LENGTH = 32;
    /** Shorter than this, a cue flickers. */
    private static final long READABLE_MILLIS = 600;
    /** What the voice rests at the end of a sentence and of a part of one, in letters. */
    private static final int SENTENCE_REST = 6;

    private static final int PART_REST = 3;

    private PlainText() {}

    static List<Cue> spread(String text, Duration from, Duration to) {
        long millis = to.minus(from).toMillis();
        if (millis < 1) {
            throw new IllegalArgumentException("no time between " + from + " and " + to);
        }
        int most = Math.clamp(millis / READABLE_MILLIS, 1, Cue.MOST);
        int length = Math.max(READABLE_LENGTH, 2 * text.length() / most);
        List<String> parts = parts(text, Math.min(length, Cue.LONGEST_TEXT));
        if (parts.size() > Math.min(Cue.MOST, millis)) {
            throw new InvalidRecipeException(List.of(new Problem(
                    List.of(), Code.OUT_OF_RANGE, "Too much text for the %.1f s there are.".formatted(millis / 1e3))));
        }
        return timed(parts, from, millis);
    }

    private static List<Cue> timed(List<String> parts, Duration from, long millis) {
        long total = parts.stream().mapToLong(PlainText::weight).sum();
        // Each cue has one millisecond for certain; the rest goes by weight.
        long free = millis - parts.size();
        var cues = new ArrayList<Cue>(parts.size());
        long before = 0;
        for (int i = 0; i < parts.size(); i++) {
            long start = i + free * before / total;
            before += weight(parts.get(i));
            long end = i + 1 + free * before / total;
            cues.add(new Cue(from.plusMillis(start), from.plusMillis(end), parts.get(i)));
        }
        return List.copyOf(cues);
    }

    private static List<String> parts(String text, int length) {
        var parts = new ArrayList<String>();
        text.lines().forEach(line -> cut(line, length, parts));
        return parts;
    }

    /** Cuts where a line may be broken (which for scripts without spaces is between most signs). */
    private static void cut(String line, int length, List<String> parts) {
        var breaks = BreakIterator.getLineInstance(Locale.ROOT);
        breaks.setText(line);
        int start = 0;
        int last = 0;
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            boolean isFull = end - start > length && last > start;
            boolean isRest = last - start >= length / 3 && rest(line.substring(Math.max(start, last - 4), last)) > 0;
            if (isFull || isRest) {
                add(line.substring(start, last), parts);
                start = last;
            }
            last = end;
        }
        add(line.substring(start), parts);
    }

    private static void add(String words, List<String> parts) {
        int start = 0;
        while (start < words.length()) {
            // A word without end is cut anywhere but inside a character.
            int end = Math.min(words.length(), start + Cue.LONGEST_TEXT);
            if (end < words.length() && Character.isLowSurrogate(words.charAt(end))) {
                end--;
            }
            String clean = Words.clean(words.substring(start, end));
            if (!clean.isEmpty()) {
                parts.add(clean);
            }
            start = end;
        }
    }

    static long weight(String words) {
        return (long) words.length() + rest(words);
    }

    private static int rest(String words) {
        String bare = words.stripTrailing();
        char last = bare.isEmpty() ? ' ' : bare.charAt(bare.length() - 1);
        return switch (last) {
            case '.', '!', '?', '…', '。', '！', '？' -> SENTENCE_REST;
            case ',', ';', ':', '–', '—', '、', '，' -> PART_REST;
            default -> 0;
        };
    }
}
