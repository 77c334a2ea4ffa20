package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.time.Duration;

/**
 * Words from one time to another, counted in the result.
 *
 * @param from whole milliseconds, not negative
 * @param to after from
 * @param text 1 to 500 characters; line breaks as {@code \n}, no other control characters
 */
public record Cue(Duration from, Duration to, String text) {
    /** The longest text, in characters. */
    public static final int LONGEST_TEXT = 500;
    /** The most cues that a recipe holds. */
    public static final int MOST = 2_000;

    private static final Duration LATEST = Duration.ofDays(1);

    public Cue {
        from = Checks.millis(from);
        to = Checks.millis(to);
        text = Words.clean(text);
        new Checks()
                .range("from", from, Duration.ZERO, LATEST)
                .that(to.compareTo(from) > 0, "to", Code.OUT_OF_RANGE, "Must be after from.")
                .that(to.compareTo(LATEST) <= 0, "to", Code.OUT_OF_RANGE, "Must be at most " + LATEST + ".")
                .length("text", text, 1, LONGEST_TEXT)
                .done();
    }
}
