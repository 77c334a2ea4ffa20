package io.viralforge.worker.media;

import io.viralforge.recipe.CaptionAnimation;
import io.viralforge.worker.media.Speech.Word;
import java.text.BreakIterator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of which words during which frames. Cues that overlap are shown together, the earlier one above, and
 * stand still meanwhile: nobody follows two voices.
 */
final class CaptionTimeline {
    /** More at once would cover the picture. */
    private static final int MOST_AT_ONCE = 3;
    /** The largest that a word that comes in becomes. */
    static final double LARGEST_WORD = 1.1;
    /** How large it is, and from when on, in milliseconds. */
    private static final double[] BOUNCE = {0.72, LARGEST_WORD, 1};

    private static final int[] BOUNCE_MILLIS = {0, 40, 120};
    /** Letters come no faster than a hand types, and no more often than the eye tells apart. */
    private static final int LETTER_MILLIS = 70;

    private static final int TYPED_MILLIS = 120;

    /**
     * What is seen of some words.
     *
     * @param text all of them, because they keep their places while others come and go; empty: nothing is seen
     * @param visible how much of the text is seen, from its beginning, in UTF-16 units
     * @param from where the word that is spoken begins in the text
     * @param to where it has ended; as {@code from}: none is told apart
     * @param size of the word that is spoken, as a share of its own
     */
    record Moment(String text, int visible, int from, int to, double size) {
        static final Moment NOTHING = still("");

        static Moment still(String text) {
            return new Moment(text, text.length(), 0, 0, 1);
        }
    }

    /**
     * A stretch of frames.
     *
     * @param from first frame
     * @param to frame after the last
     */
    record Stretch(long from, long to, Moment moment) {}

    /** @param steps what is seen from which frame on, none before {@code from} */
    private record Placed(long from, long to, NavigableMap<Long, Moment> steps) {
        Moment at(long frame) {
            return steps.floorEntry(frame).getValue();
        }
    }

    private final CaptionAnimation animation;
    private final @Nullable Integer wordsAtOnce;
    private final int frameRate;

    /** @param wordsAtOnce null: all of a cue */
    CaptionTimeline(CaptionAnimation animation, @Nullable Integer wordsAtOnce, int frameRate) {
        this.animation = animation;
        this.wordsAtOnce = wordsAtOnce;
        this.frameRate = frameRate;
    }

    static long frame(Duration time, int frameRate) {
        return Math.round(time.toMillis() / 1e3 * frameRate);
    }

    /**
     * The whole result, from frame 0 to its end, without gap or overlap.
     *
     * @param quietUntil frames before this one show nothing
     */
    List<Stretch> of(List<Speech> speeches, long frames, long quietUntil) {
        List<Placed> placed = speeches.stream()
                .filter(speech -> !speech.words().isEmpty())
                .map(speech -> placed(speech, frames, quietUntil))
                .filter(p -> p.to() > p.from())
                .sorted(Comparator.comparingLong(Placed::from))
                .toList();
        var edges = new TreeSet<Long>(List.of(0L, frames));
        for (Placed p : placed) {
            edges.addAll(List.of(p.from(), p.to()));
            edges.addAll(p.steps().subMap(p.from(), p.to()).keySet());
        }
        var stretches = new ArrayList<Stretch>();
        var shown = new ArrayList<Placed>();
        int next = 0;
        long from = 0;
        for (long to : edges.tailSet(0L, false)) {
            long now = from;
            shown.removeIf(p -> p.to() <= now);
            for (; next < placed.size() && placed.get(next).from() <= now; next++) {
                shown.add(placed.get(next));
            }
            add(stretches, new Stretch(from, to, together(shown, now)));
            from = to;
        }
        return List.copyOf(stretches);
    }

    private static Moment together(List<Placed> shown, long frame) {
        return switch (shown.size()) {
            case 0 -> Moment.NOTHING;
            case 1 -> shown.getFirst().at(frame);
            default ->
                Moment.still(shown.stream()
                        .limit(MOST_AT_ONCE)
                        .map(p -> p.at(frame).text())
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("\n")));
        };
    }

    private static void add(List<Stretch> stretches, Stretch next) {
        boolean goesOn = !stretches.isEmpty() && stretches.getLast().moment().equals(next.moment());
        if (goesOn) {
            stretches.set(stretches.size() - 1, new Stretch(stretches.getLast().from(), next.to(), next.moment()));
        } else {
            stretches.add(next);
        }
    }

    private Placed placed(Speech speech, long frames, long quietUntil) {
        long from = frame(speech.from());
        // However short, a cue is on at least one frame.
        long to = Math.max(from + 1, frame(speech.to()));
        var steps = new TreeMap<Long, Moment>();
        (wordsAtOnce == null ? List.of(speech) : speech.pages(wordsAtOnce)).forEach(page -> steps(page, steps));
        return new Placed(Math.clamp(from, quietUntil, frames), Math.clamp(to, quietUntil, frames), steps);
    }

    private long frame(Duration time) {
        return frame(time, frameRate);
    }

    private void steps(Speech page, NavigableMap<Long, Moment> steps) {
        String text = page.text();
        switch (animation) {
            case CLEAN -> put(steps, page.from(), Moment.still(text));
            case KARAOKE, BOXED -> {
                put(steps, page.from(), Moment.still(text));
                for (Word word : page.words()) {
                    put(steps, word.start(), new Moment(text, text.length(), word.begin(), word.end(), 1));
                }
            }
            case POP -> {
                put(steps, page.from(), Moment.NOTHING);
                for (Word word : page.words()) {
                    for (int i = 0; i < BOUNCE.length; i++) {
                        Duration at = word.start().plusMillis(BOUNCE_MILLIS[i]);
                        put(steps, at, new Moment(text, word.end(), word.begin(), word.end(), BOUNCE[i]));
                    }
                }
            }
            case TYPEWRITER -> {
                put(steps, page.from(), Moment.NOTHING);
                for (int i = 0; i < page.words().size(); i++) {
                    Duration until = i + 1 < page.words().size()
                            ? page.words().get(i + 1).start()
                            : page.to();
                    type(text, page.words().get(i), until, steps);
                }
            }
        }
    }

    /** What comes later replaces what had been planned for then. */
    private void put(NavigableMap<Long, Moment> steps, Duration time, Moment moment) {
        long frame = frame(time);
        steps.tailMap(frame, true).clear();
        steps.put(frame, moment);
    }

    private void type(String text, Word word, Duration until, NavigableMap<Long, Moment> steps) {
        int[] ends = letters(text, word);
        long millis = Math.min(until.minus(word.start()).toMillis(), (long) ends.length * LETTER_MILLIS);
        int strokes = Math.clamp(millis / TYPED_MILLIS, 1, ends.length);
        for (int i = 0; i < strokes; i++) {
            int visible = ends[(i + 1) * ends.length / strokes - 1];
            put(steps, word.start().plusMillis(millis * i / strokes), new Moment(text, visible, 0, 0, 1));
        }
    }

    /** Where what is seen as letters ends. */
    private static int[] letters(String text, Word word) {
        var clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(text.substring(word.begin(), word.end()));
        var ends = new ArrayList<Integer>();
        for (int end = clusters.next(); end != BreakIterator.DONE; end = clusters.next()) {
            ends.add(word.begin() + end);
        }
        return ends.stream().mapToInt(Integer::intValue).toArray();
    }
}
