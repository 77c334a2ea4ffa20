package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the parts of one record, so that a person sees all of it at once. */
final class Checks {
    /** Of any sound, in decibels: below this nothing is heard. */
    static final double LEAST_GAIN = -60;

    static final double MOST_GAIN = 12;

    private final List<Problem> problems = new ArrayList<>();

    Checks range(String field, double value, double from, double to) {
        // Written so that NaN fails too.
        if (!(value >= from && value <= to)) {
            add(field, Code.OUT_OF_RANGE, "Must be %s to %s.".formatted(plain(from), plain(to)));
        }
        return this;
    }

    Checks even(String field, int value) {
        if (value % 2 != 0) {
            add(field, Code.INVALID, "Must be even.");
        }
        return this;
    }

    Checks length(String field, String text, int from, int to) {
        int length = text.codePointCount(0, text.length());
        if (length < from || length > to) {
            add(field, Code.OUT_OF_RANGE, "Must have %d to %d characters.".formatted(from, to));
        }
        return this;
    }

    Checks range(String field, Duration value, Duration from, Duration to) {
        if (value.compareTo(from) < 0 || value.compareTo(to) > 0) {
            add(field, Code.OUT_OF_RANGE, "Must be %s to %s.".formatted(from, to));
        }
        return this;
    }

    Checks that(boolean isTrue, String field, Code code, String message) {
        if (!isTrue) {
            add(field, code, message);
        }
        return this;
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    void done() {
        if (!problems.isEmpty()) {
            throw new InvalidRecipeException(problems);
        }
    }

    /**
     * A number in the one form that recipes keep: at most six decimals, no negative zero. What differs by less than
     * that is the same picture, and must be the same recipe.
     */
    static double sixDecimals(double value) {
        if (!Double.isFinite(value) || Math.abs(value) > 1e6) {
            return value;
        }
        return Math.round(value * 1e6) / 1e6 + 0.0;
    }

    /** Whole milliseconds, the precision of recipes. */
    static Duration millis(Duration value) {
        try {
            return Duration.ofMillis(value.toMillis());
        } catch (ArithmeticException tooLong) {
            return value;
        }
    }

    private void add(String field, Code code, String message) {
        problems.add(new Problem(field.isEmpty() ? List.of() : List.of(field.split("\\.")), code, message));
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
