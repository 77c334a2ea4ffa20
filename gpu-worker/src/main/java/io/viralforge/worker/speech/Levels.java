package io.viralforge.worker.speech;

import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How loud a sound is, hundredth of a second by hundredth. */
final class Levels {
    static final int A_SECOND = 100;

    private static final int SAMPLES = Speech.SAMPLE_RATE / A_SECOND;

    /** A pause is looked for over so many hundredths: shorter ones stand before many consonants. */
    private static final int PAUSE = 20;

    /** A window ends at its quietest place between these, in hundredths: the model was made for some seconds at once. */
    private static final int SHORTEST = 8 * A_SECOND;

    private static final int LONGEST = 16 * A_SECOND;

    /** Mean square of a sound that nobody hears, at -60 dB. */
    private static final double SILENCE = 1e-6;

    /** Below the loud parts by 25 dB, as a factor of mean squares: the rests between words. */
    private static final double REST = 3e-3;

    private static final double LOUD = 0.95;

    /** A sound lasts at least so many hundredths; what is shorter is a click. */
    private static final int SOUND = 3;

    /** Sums of mean squares up to each hundredth. */
    private final double[] sums;

    Levels(ShortBuffer samples) {
        sums = new double[samples.remaining() / SAMPLES + 1];
        for (int i = 1; i < sums.length; i++) {
            double sum = 0;
            int first = samples.position() + (i - 1) * SAMPLES;
            for (int j = first; j < first + SAMPLES; j++) {
                double sample = samples.get(j) / 32768.0;
                sum += sample * sample;
            }
            sums[i] = sums[i - 1] + sum / SAMPLES;
        }
    }

    /** A part of the sound, in hundredths of a second. */
    record Window(int from, int to) {
        int firstSample() {
            return from * SAMPLES;
        }

        int samples() {
            return (to - from) * SAMPLES;
        }

        double seconds() {
            return (double) from / A_SECOND;
        }
    }

    /** The sound in parts that are cut where it is quiet; those with nothing to hear are left out. */
    List<Window> windows() {
        var windows = new ArrayList<Window>();
        int end = sums.length - 1;
        int to;
        for (int from = 0; from < end; from = to) {
            to = end - from <= LONGEST ? end : quietest(from + SHORTEST, from + LONGEST);
            if (mean(from, to) > SILENCE) {
                windows.add(new Window(from, to));
            }
        }
        return windows;
    }

    private int quietest(int from, int to) {
        int best = from;
        for (int at = from; at < to; at++) {
            if (around(at) < around(best)) {
                best = at;
            }
        }
        return best;
    }

    private double around(int at) {
        return mean(at - PAUSE / 2, Math.min(at + PAUSE / 2, sums.length - 1));
    }

    private double mean(int from, int to) {
        return (sums[to] - sums[from]) / (to - from);
    }

    /**
     * The words of a window, none of which begins in a rest before it: the model tells where it listened, and to a word
     * after a rest it begins to listen early.
     */
    List<Word> placed(Window window, List<Word> words) {
        double[] each = new double[window.to() - window.from()];
        Arrays.setAll(each, i -> mean(window.from() + i, window.from() + i + 1));
        double[] sorted = each.clone();
        Arrays.sort(sorted);
        double rest = sorted[(int) (LOUD * (sorted.length - 1))] * REST;
        var placed = new ArrayList<Word>();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            double next = i + 1 < words.size() ? words.get(i + 1).from() : (double) each.length / A_SECOND;
            int at = (int) (word.from() * A_SECOND);
            int sound = at;
            while (sound + SOUND < next * A_SECOND && !isSound(each, sound, rest)) {
                sound++;
            }
            placed.add(sound > at && sound + SOUND < next * A_SECOND ? word.from((double) sound / A_SECOND) : word);
        }
        return placed;
    }

    private static boolean isSound(double[] each, int from, double rest) {
        return Arrays.stream(each, from, from + SOUND).allMatch(level -> level > rest);
    }
}
