package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.time.Duration;
import java.util.List;

/**
 * Pattern interrupts, by a schedule that looks like chance and is the same for the same seed.
 *
 * @param kinds 1 to 5, taken in turns that the seed shuffles; one that stands twice comes twice as often
 * @param every how often, on average, 1 to 60 s
 * @param seed any number
 */
public record Interrupts(List<InterruptKind> kinds, Duration every, int seed) {
    /** The most in one result. */
    public static final int MOST = 60;

    /** How often unless told. */
    public static final Duration DEFAULT_EVERY = Duration.ofSeconds(4);

    public Interrupts {
        kinds = List.copyOf(kinds);
        every = Checks.millis(every);
        new Checks()
                .that(!kinds.isEmpty() && kinds.size() <= 5, "kinds", Code.OUT_OF_RANGE, "Must be 1 to 5 kinds.")
                .range("every", every, Duration.ofSeconds(1), Duration.ofSeconds(60))
                .done();
    }
}
