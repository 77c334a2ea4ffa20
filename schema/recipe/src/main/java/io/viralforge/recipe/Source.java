package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The part of the clip to use. The clip is always input 0.
 *
 * @param from where to begin, whole milliseconds, not negative
 * @param to where to end, at least 100 ms after {@code from}; null: at the end of the clip
 */
public record Source(Duration from, @Nullable Duration to) {
    /** The shortest part that can be used. */
    public static final Duration SHORTEST = Duration.ofMillis(100);

    private static final Duration LONGEST = Duration.ofDays(1);
    // Below its limits: constants are set from top to bottom.
    /** The whole clip. */
    public static final Source WHOLE = new Source(Duration.ZERO, null);

    public Source {
        from = Checks.millis(from);
        var checks = new Checks().range("from", from, Duration.ZERO, LONGEST);
        if (to != null) {
            to = Checks.millis(to);
            checks.range("to", to, Duration.ZERO, LONGEST)
                    .that(
                            to.compareTo(LONGEST) > 0 || to.compareTo(from.plus(SHORTEST)) >= 0,
                            "to",
                            Code.OUT_OF_RANGE,
                            "Must be at least 0.1 s after from.");
        }
        checks.done();
    }
}
