package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads WebVTT and SubRip, which share one shape: blocks separated by blank lines, in each a line with two times, then
 * the words. As forgiving as players are about names, settings and the decimal mark, strict about times.
 */
final class TimedText {
    private static final String ARROW = "-->";

    private final List<String> lines;
    private final CaptionFormat format;
    private final List<Cue> cues = new ArrayList<>();
    private int next;

    TimedText(String document, CaptionFormat format) {
        this.lines = lines(document);
        this.format = format;
    }

    /** A byte order mark is no part of the text. */
    static List<String> lines(String document) {
        return (document.startsWith("\uFEFF") ? document.substring(1) : document)
                .lines()
                .toList();
    }

    List<Cue> cues() {
        if (format == CaptionFormat.VTT) {
            readHeader();
        }
        while (next < lines.size()) {
            readBlock();
        }
        if (cues.isEmpty() && lines.stream().anyMatch(line -> !line.isBlank()) && format == CaptionFormat.SRT) {
            throw problem(1, Code.INVALID, "There is no caption in it.");
        }
        return List.copyOf(cues);
    }

    private void readHeader() {
        String first = lines.isEmpty() ? "" : lines.getFirst();
        if (!first.equals("WEBVTT") && !first.startsWith("WEBVTT ") && !first.startsWith("WEBVTT\t")) {
            throw problem(1, Code.INVALID, "A WebVTT document begins with WEBVTT.");
        }
        // What follows in the same block are headers, unless someone forgot the blank line.
        next = 1;
        while (next < lines.size()
                && !lines.get(next).isBlank()
                && !lines.get(next).contains(ARROW)) {
            next++;
        }
    }

    private void readBlock() {
        if (lines.get(next).isBlank()) {
            next++;
            return;
        }
        int start = next;
        while (next < lines.size()
                && !lines.get(next).isBlank()
                && !lines.get(next).contains(ARROW)) {
            next++;
        }
        if (next < lines.size() && lines.get(next).contains(ARROW)) {
            if (next - start > 1) {
                throw problem(next + 1, Code.INVALID, "A line with times comes first in its block, or after one name.");
            }
            readCue();
        } else if (format == CaptionFormat.SRT && !isNumber(lines.get(start))) {
            // In WebVTT that would be a note, a style or a region.
            throw problem(
                    start + 1, Code.INVALID, "Expected a line with times, such as 00:00:01,000 --> 00:00:02,500.");
        }
    }

    private void readCue() {
        int number = next + 1;
        String timing = lines.get(next++);
        int arrow = timing.indexOf(ARROW);
        Duration from = time(timing.substring(0, arrow).strip(), number);
        Duration to = time(firstWord(timing.substring(arrow + ARROW.length()).strip()), number);
        var text = new StringBuilder();
        while (next < lines.size() && !lines.get(next).isBlank()) {
            if (lines.get(next).contains(ARROW)) {
                throw problem(next + 1, Code.INVALID, "A blank line is missing before these times.");
            }
            text.append(lines.get(next++)).append('\n');
        }
        add(cues, number, () -> Markup.strip(text, format).cue(from, to));
    }

    /** Adds a cue that is read from a line, if it has words. */
    static void add(List<Cue> cues, int line, Supplier<@Nullable Cue> read) {
        Cue cue;
        try {
            cue = read.get();
        } catch (InvalidRecipeException e) {
            Problem first = e.problems().getFirst();
            throw problem(line, first.code(), first.message());
        }
        if (cue != null && cues.size() == Cue.MOST) {
            throw problem(line, Code.OUT_OF_RANGE, "More than %,d cues.".formatted(Cue.MOST));
        } else if (cue != null) {
            cues.add(cue);
        }
    }

    /** {@code [H…H:]MM:SS.mmm}, where SubRip writes a comma. */
    static Duration time(String text, int line) {
        Duration time = timeOrNull(text);
        if (time == null) {
            throw problem(line, Code.INVALID, "Not a time: \"%s\".".formatted(shortened(text)));
        }
        return time;
    }

    static @Nullable Duration timeOrNull(String text) {
        long total = 0;
        long field = 0;
        int digits = 0;
        int colons = 0;
        int at = 0;
        for (; at < text.length() && text.charAt(at) != '.' && text.charAt(at) != ','; at++) {
            char c = text.charAt(at);
            if (c == ':' && digits > 0 && colons < 2) {
                total = (total + field) * 60;
                field = 0;
                digits = 0;
                colons++;
            } else if (isDigit(c) && digits < 4) {
                field = field * 10 + (c - '0');
                digits++;
            } else {
                return null;
            }
        }
        int fraction = text.length() - at - 1;
        if (colons == 0 || digits != 2 || field > 59 || fraction < 1 || fraction > 3) {
            return null;
        }
        long millis = 0;
        for (int i = at + 1; i <= at + 3; i++) {
            char c = i < text.length() ? text.charAt(i) : '0';
            if (!isDigit(c)) {
                return null;
            }
            millis = millis * 10 + (c - '0');
        }
        return Duration.ofSeconds(total + field).plusMillis(millis);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNumber(String line) {
        return line.strip().chars().allMatch(c -> isDigit((char) c));
    }

    private static String firstWord(String text) {
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    static InvalidRecipeException problem(int line, Code code, String message) {
        return new InvalidRecipeException(List.of(new Problem(List.of(), code, "Line " + line + ": " + message)));
    }
}
