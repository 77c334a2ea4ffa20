package io.viralforge.platform.error;

import java.util.List;

/**
 * An expected failure.
 *
 * @param code for programs
 * @param message for people, one sentence
 * @param path where in the arguments, outermost first; empty when about no single one
 */
public record UserError(UserErrorCode code, String message, List<String> path) {
    public UserError {
        path = List.copyOf(path);
    }

    public UserError(UserErrorCode code, String message, String... path) {
        this(code, message, List.of(path));
    }
}
