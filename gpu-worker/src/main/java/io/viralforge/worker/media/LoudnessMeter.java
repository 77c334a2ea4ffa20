package io.viralforge.worker.media;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the filter ebur128 says at its end: integrated loudness and true peak (EBU R 128, ITU-R BS.1770). */
final class LoudnessMeter {
    /** What came of measuring. */
    sealed interface Reading {
        /**
         * A measurement.
         *
         * @param loudness integrated, in LUFS
         * @param peak true peak in dBTP
         */
        record Measured(double loudness, double peak) implements Reading {}

        /** Too short (below 0.4 s) or too quiet. */
        record TooLittle() implements Reading {}

        /** No sound came out. */
        record Undecodable() implements Reading {}
    }

    /** What the filter says when no block passed its gate: silence, or less than 0.4 s. */
    private static final double NOTHING = -69.9;

    private static final Pattern LOUDNESS = Pattern.compile("\\bI:\\s+(-?[0-9.]+|-?inf|nan) LUFS");
    private static final Pattern PEAK = Pattern.compile("\\bPeak:\\s+(-?[0-9.]+|-?inf|nan) dBFS");

    private double loudness = Double.NEGATIVE_INFINITY;
    private double peak = Double.NEGATIVE_INFINITY;

    /** One line of the log. */
    void line(String line) {
        loudness = read(LOUDNESS.matcher(line), loudness);
        peak = read(PEAK.matcher(line), peak);
    }

    private static double read(Matcher matcher, double before) {
        if (!matcher.find()) {
            return before;
        }
        try {
            return Double.parseDouble(matcher.group(1));
        } catch (NumberFormatException infinite) {
            return Double.NEGATIVE_INFINITY;
        }
    }

    /** What it said, once it has ended. */
    Reading reading() {
        return loudness > NOTHING ? new Reading.Measured(loudness, Math.max(peak, loudness)) : new Reading.TooLittle();
    }

    /** The filter, at the end of a chain. It prints every tenth of a second only at a level that is not asked for. */
    static String filter() {
        return "ebur128=peak=true:framelog=verbose";
    }
}
