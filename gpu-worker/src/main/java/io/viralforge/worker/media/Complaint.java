package io.viralforge.worker.media;

import java.util.List;

/** What FFmpeg complained of, made fit to be shown: no paths, no addresses, no length. */
final class Complaint {
    private static final int LONGEST = 300;

    private Complaint() {}

    /** The first error of those that were kept, which is mostly the cause of the others. */
    static String first(Child.Result result) {
        List<String> errors = result.complaints().stream()
                .filter(line -> line.contains("[error]") || line.contains("[fatal]"))
                .toList();
        return errors.isEmpty() ? "no reason given." : shown(errors.getFirst());
    }

    static boolean isDiskFull(Child.Result result) {
        return result.complaints().stream().anyMatch(line -> line.contains("No space left on device"));
    }

    static String shown(String line) {
        String text = line.replaceAll("\\[[^\\]]*\\]\\s*", "")
                .replaceAll("(file:)?(/[^\\s:'\"]+)+", "a file")
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return cut.endsWith(".") ? cut : cut + ".";
    }
}
