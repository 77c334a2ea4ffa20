package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A part of a clip, or a still for a while.
 *
 * @param input the number of the input that holds it
 * @param from where to begin, whole milliseconds of the input, not negative
 * @param to where to end, at least 100 ms after {@code from}; null: at the end of the clip, which only a shot that is
 *     alone may do
 * @param speed 0.25 to 4: at 2 it takes half as long
 * @param into how the shot before becomes this one; null: by a cut
 */
public record Shot(
        int input,
        Duration from,
        @Nullable Duration to,
        double speed,
        @Nullable Transition into) {
    /** The shortest part that can be used. */
    public static final Duration SHORTEST = Duration.ofMillis(100);

    /** The most that a recipe has. */
    public static final int MOST = 60;

    private static final Duration LONGEST = Duration.ofDays(1);
    // Below its limits: constants are set from top to bottom.
    /** The whole of the first input. */
    public static final Shot WHOLE = new Shot(0, Duration.ZERO, null, 1, null);

    public Shot {
        from = Checks.millis(from);
        speed = Checks.sixDecimals(speed);
        var checks = new Checks().range("from", from, Duration.ZERO, LONGEST).range("speed", speed, 0.25, 4);
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

    /** How long it is shown; null: until the clip ends. */
    public @Nullable Duration length() {
        return to == null ? null : shown(to.minus(from));
    }

    /** How long so much of the input is shown. */
    Duration shown(Duration part) {
        return speed == 1 ? part : Duration.ofMillis(Math.round(part.toMillis() / speed));
    }
}
