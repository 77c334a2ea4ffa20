package io.viralforge.recipe;

import java.time.Duration;

/**
 * A voice laid over the result.
 *
 * @param input the number of the input that holds it
 * @param at when it begins, counted in the result; what is over at the result's end is cut off
 * @param gain in decibels, -60 to 12
 */
public record Voice(int input, Duration at, double gain) {
    public Voice {
        at = Checks.millis(at);
        gain = Checks.sixDecimals(gain);
        new Checks()
                .range("at", at, Duration.ZERO, Duration.ofDays(1))
                .range("gain", gain, Checks.LEAST_GAIN, Checks.MOST_GAIN)
                .done();
    }
}
