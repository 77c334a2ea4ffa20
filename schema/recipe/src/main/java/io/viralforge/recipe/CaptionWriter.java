package io.viralforge.recipe;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Writes cues as documents that players and networks read. What has no sign in a format is written as it can be. */
public final class CaptionWriter {
    private CaptionWriter() {}

    /** WebVTT, with the times of words where they are known and the format allows them. */
    public static String vtt(List<Cue> cues) {
        return "WEBVTT\n"
                + cues.stream()
                        .map(cue -> "\n" + time(cue.from(), '.') + " --> " + time(cue.to(), '.') + "\n" + words(cue))
                        .collect(Collectors.joining());
    }

    /** SubRip, which has no times of words, and no sign for an arrow. */
    public static String srt(List<Cue> cues) {
        var document = new StringBuilder();
        int number = 0;
        for (Cue cue : cues) {
            document.append(number == 0 ? "" : "\n").append(++number).append('\n');
            document.append(time(cue.from(), ',')).append(" --> ").append(time(cue.to(), ','));
            document.append('\n').append(withoutEmptyLines(cue.text().replace("-->", "->")));
        }
        return document.toString();
    }

    /** A time is written where it is after the one before and before the cue's end: WebVTT, 6.3. */
    private static String words(Cue cue) {
        var text = new StringBuilder();
        Duration last = cue.from();
        int at = 0;
        List<String> words = cue.words();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int begin = cue.text().indexOf(word, at);
            text.append(cue.text(), at, begin);
            Duration start = cue.starts().isEmpty() ? last : cue.starts().get(i);
            if (start.compareTo(last) > 0 && start.compareTo(cue.to()) < 0) {
                text.append('<').append(time(start, '.')).append('>');
                last = start;
            }
            text.append(escaped(word));
            at = begin + word.length();
        }
        return withoutEmptyLines(text.toString());
    }

    private static String escaped(String word) {
        return word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** An empty line would end the cue. */
    private static String withoutEmptyLines(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static String time(Duration time, char mark) {
        return "%02d:%02d:%02d%c%03d"
                .formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart(), mark, time.toMillisPart());
    }
}
