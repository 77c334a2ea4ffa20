package io.viralforge.recipe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A silent piece of a clip, or a still, over the picture for a while: all over it, as a cutaway, or in a corner.
 *
 * @param input the number of the input that holds it
 * @param from where in the input it begins
 * @param at when it comes, counted in the result
 * @param duration how long it stays, 0.2 to 60 s; less when the clip ends before
 * @param corner where; null: all over the picture
 * @param size in a corner, its width in thousandths of the canvas's width, 100 to 700
 */
public record Insert(
        int input,
        Duration from,
        Duration at,
        Duration duration,
        @Nullable Corner corner,
        double size) {
    /** The most that a recipe has. */
    public static final int MOST = 20;

    /** How long it stays unless told. */
    public static final Duration DEFAULT_DURATION = Duration.ofSeconds(2);
    /** How wide it is in a corner unless told. */
    public static final double DEFAULT_SIZE = 360;

    private static final Duration LATEST = Duration.ofDays(1);

    public Insert {
        from = Checks.millis(from);
        at = Checks.millis(at);
        duration = Checks.millis(duration);
        size = Checks.sixDecimals(size);
        new Checks()
                .range("from", from, Duration.ZERO, LATEST)
                .range("at", at, Duration.ZERO, LATEST)
                .range("duration", duration, Duration.ofMillis(200), Duration.ofSeconds(60))
                .range("size", size, 100, 700)
                .done();
    }

    /** The part of its input that is seen. */
    public Shot shot() {
        return new Shot(input, from, from.plus(duration), 1, null);
    }
}
