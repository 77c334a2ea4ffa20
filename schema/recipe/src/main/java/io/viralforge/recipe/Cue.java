package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.time.Duration;
import java.util.List;

/**
 * Words from one time to another, counted in the result.
 *
 * @param from whole milliseconds, not negative
 * @param to after from
 * @param text 1 to 500 characters; line breaks as {@code \n}, no other control characters
 * @param starts when each of its words begins: as many as there are {@link #words()}, from {@code from} to {@code to},
 *     none before the one before it; empty: nobody knows
 */
public record Cue(Duration from, Duration to, String text, List<Duration> starts) {
    /** The longest text, in characters. */
    public static final int LONGEST_TEXT = 500;
    /** The most cues that a recipe holds. */
    public static final int MOST = 2_000;

    private static final Duration LATEST = Duration.ofDays(1);

    public Cue {
        from = Checks.millis(from);
        to = Checks.millis(to);
        text = Words.clean(text);
        starts = starts.stream().map(Checks::millis).toList();
        int words = starts.isEmpty() ? 0 : Words.of(text).size();
        new Checks()
                .range("from", from, Duration.ZERO, LATEST)
                .that(to.compareTo(from) > 0, "to", Code.OUT_OF_RANGE, "Must be after from.")
                .that(to.compareTo(LATEST) <= 0, "to", Code.OUT_OF_RANGE, "Must be at most " + LATEST + ".")
                .length("text", text, 1, LONGEST_TEXT)
                .that(
                        starts.size() == words,
                        "wordStarts",
                        Code.INVALID,
                        "Must be as many as the words, which are %d.".formatted(words))
                .that(
                        areInOrder(from, starts, to),
                        "wordStarts",
                        Code.OUT_OF_RANGE,
                        "Must be in order, and from the cue's from to its to.")
                .done();
    }

    /** Words of which nobody knows when each begins. */
    public Cue(Duration from, Duration to, String text) {
        this(from, to, text, List.of());
    }

    private static boolean areInOrder(Duration from, List<Duration> starts, Duration to) {
        Duration before = from;
        for (Duration start : starts) {
            if (start.compareTo(before) < 0) {
                return false;
            }
            before = start;
        }
        return starts.isEmpty() || before.compareTo(to) <= 0;
    }

    /** What stands between blanks and line breaks. */
    public List<String> words() {
        return Words.of(text);
    }

    /** When each of {@link #words()} begins: as told, or else spread by how long they take to say. */
    public List<Duration> wordStarts() {
        return starts.isEmpty() ? Words.spread(words(), from, to) : starts;
    }
}
