package io.viralforge.recipe;

import java.time.Duration;

/**
 * How one shot becomes the next. Both are seen meanwhile, so that the result is shorter by it.
 *
 * @param duration 0.1 to 2 s, and no longer than half of either shot
 */
public record Transition(TransitionKind kind, Duration duration) {
    /** How long it takes unless told. */
    public static final Duration DEFAULT_DURATION = Duration.ofMillis(400);

    public Transition {
        duration = Checks.millis(duration);
        new Checks()
                .range("duration", duration, Duration.ofMillis(100), Duration.ofSeconds(2))
                .done();
    }
}
