package io.viralforge.recipe;

import java.time.Duration;

/**
 * Music below all of the result, begun again whenever it ends.
 *
 * @param input the number of the input that holds it
 * @param from where in the input it begins
 * @param gain in decibels, -60 to 12
 * @param isDucked whether it steps back while somebody speaks: the voice, or without one the original
 * @param fade how long it takes to come and to go, at most 10 s and half of the result
 */
public record Music(int input, Duration from, double gain, boolean isDucked, Duration fade) {
    /** How loud it is unless told. */
    public static final double DEFAULT_GAIN = -18;
    /** How long it takes to come and to go unless told. */
    public static final Duration DEFAULT_FADE = Duration.ofSeconds(1);

    public Music {
        from = Checks.millis(from);
        gain = Checks.sixDecimals(gain);
        fade = Checks.millis(fade);
        new Checks()
                .range("from", from, Duration.ZERO, Duration.ofDays(1))
                .range("gain", gain, Checks.LEAST_GAIN, Checks.MOST_GAIN)
                .range("fade", fade, Duration.ZERO, Duration.ofSeconds(10))
                .done();
    }
}
