package io.viralforge.recipe;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a value.
 *
 * @param path where it is, outermost first, such as {@code ["canvas", "width"]}
 * @param code for programs
 * @param message for people: one sentence
 */
public record Problem(List<String> path, Code code, String message) {
    /** Named like the API's user errors. */
    public enum Code {
        /** A value is missing. */
        REQUIRED,
        /** A value is malformed. */
        INVALID,
        /** A number, length or time is outside its range. */
        OUT_OF_RANGE
    }

    public Problem {
        path = List.copyOf(path);
    }

    Problem within(List<String> outer) {
        var whole = new ArrayList<>(outer);
        whole.addAll(path);
        return new Problem(whole, code, message);
    }

    @Override
    public String toString() {
        return String.join(".", path) + ": " + message;
    }
}
