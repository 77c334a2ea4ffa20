package io.viralforge.worker.media;

import io.viralforge.recipe.Loudness;
import io.viralforge.worker.media.LoudnessMeter.Reading;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Finds out what is to be done to the sound for it to have the loudness asked for. One run over the sound alone measures
 * it; where the gain it needs would push peaks over the ceiling, they are held down by a limiter, and since that makes it
 * quieter again, another run or two correct the gain. Dynamics are otherwise left alone.
 */
final class SoundPlanner {
    /** Closer than this nobody hears; meters differ by more. */
    private static final double CLOSE_ENOUGH = 0.2;

    private static final int MOST_RUNS = 6;
    /** Decibels of loudness that a decibel of gain is thought to bring under a limiter, at first and at least. */
    private static final double FIRST_SLOPE = 0.8;

    private static final double LEAST_SLOPE = 0.1;
    /** Above this, hiss and hum are heard. */
    private static final double LARGE_GAIN = 30;

    private static final double MOST_GAIN = 60;
    /** Farther away than this is told. */
    private static final double FAR = 0.5;

    /** Runs one measurement. */
    interface Measuring {
        Reading of(Sound sound) throws IOException, InterruptedException;
    }

    private final Measuring measuring;
    private final Consumer<String> warn;

    SoundPlanner(Measuring measuring, Consumer<String> warn) {
        this.measuring = measuring;
        this.warn = warn;
    }

    Sound plan(Loudness wanted) throws IOException, InterruptedException {
        return switch (measuring.of(Sound.Taken.UNCHANGED)) {
            case Reading.Undecodable() -> {
                warn.accept("Its sound cannot be decoded; the result is silent.");
                yield new Sound.Silent();
            }
            case Reading.TooLittle() -> {
                if (wanted.isNormalized()) {
                    warn.accept("Its sound is too short or too quiet to measure; its level is left as it is.");
                }
                yield Sound.Taken.UNCHANGED;
            }
            case Reading.Measured before ->
                wanted.isNormalized() ? levelled(before, wanted.target()) : Sound.Taken.UNCHANGED;
        };
    }

    private Sound levelled(Reading.Measured before, double target) throws IOException, InterruptedException {
        double gain = target - before.loudness();
        if (gain > LARGE_GAIN) {
            warn.accept(String.format(
                    Locale.ROOT,
                    "Its sound is very quiet (%.1f LUFS) and is raised by %.0f dB; noise may be heard.",
                    before.loudness(),
                    gain));
        }
        return before.peak() + gain <= Sound.CEILING ? new Sound.Taken(gain, false) : limited(target, gain);
    }

    private Sound limited(double target, double first) throws IOException, InterruptedException {
        double gain = Math.min(MOST_GAIN, first);
        double last = 0;
        double missing = 0;
        for (int i = 0; i < MOST_RUNS; i++) {
            if (!(measuring.of(new Sound.Taken(gain, true)) instanceof Reading.Measured after)) {
                break;
            }
            double before = missing;
            missing = target - after.loudness();
            if (Math.abs(missing) <= CLOSE_ENOUGH || i + 1 == MOST_RUNS) {
                break;
            }
            double step = gain - last;
            // The secant: the more is held down, the less a decibel brings.
            double slope = i == 0 ? FIRST_SLOPE : Math.clamp((before - missing) / step, LEAST_SLOPE, 1);
            last = gain;
            gain = Math.min(MOST_GAIN, gain + missing / slope);
        }
        if (Math.abs(missing) > FAR) {
            warn.accept(String.format(
                    Locale.ROOT,
                    "Its peaks leave no room to reach %.1f LUFS; it is %.1f LUFS.",
                    target,
                    target - missing));
        }
        return new Sound.Taken(gain, true);
    }
}
