package io.viralforge.recipe;

import java.time.Duration;

/**
 * Words over the last seconds that say what to do next, on a dimmed picture.
 *
 * @param text 1 to 120 characters
 * @param duration 0.5 to 10 s
 */
public record EndCard(String text, Duration duration) {
    /** How long it stays unless told. */
    public static final Duration DEFAULT_DURATION = Duration.ofSeconds(3);

    public EndCard {
        text = Words.clean(text);
        duration = Checks.millis(duration);
        new Checks()
                .length("text", text, 1, 120)
                .range("duration", duration, Duration.ofMillis(500), Duration.ofSeconds(10))
                .done();
    }
}
