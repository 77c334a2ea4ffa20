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

    private static final int MOST_CORRECTIONS = 3;
    /** More would raise hiss and hum. */
    private static final double MOST_GAIN = 30;

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
        if (gain > MOST_GAIN) {
            warn.accept(String.format(
                    Locale.ROOT,
                    "Its sound is very quiet (%.1f LUFS); it is raised by %.0f dB, not to %.1f LUFS.",
                    before.loudness(),
                    MOST_GAIN,
                    target));
            return new Sound.Taken(MOST_GAIN, before.peak() + MOST_GAIN > Sound.CEILING);
        }
        return before.peak() + gain <= Sound.CEILING ? new Sound.Taken(gain, false) : limited(target, gain);
    }

    private Sound limited(double target, double first) throws IOException, InterruptedException {
        double gain = first;
        for (int i = 0; i < MOST_CORRECTIONS; i++) {
            if (!(measuring.of(new Sound.Taken(gain, true)) instanceof Reading.Measured after)) {
                break;
            }
            double missing = target - after.loudness();
            if (Math.abs(missing) <= CLOSE_ENOUGH) {
                break;
            }
            gain = Math.min(MOST_GAIN, gain + missing);
        }
        return new Sound.Taken(gain, true);
    }
}
