package io.viralforge.platform.error;

import java.util.List;
import java.util.function.Function;

/** What came of something that can fail in expected ways. */
public sealed interface Outcome<T> {
    /** It was done. */
    record Done<T>(T value) implements Outcome<T> {}

    /** It was not, and nothing has changed. */
    record Refused<T>(List<UserError> errors) implements Outcome<T> {
        public Refused {
            if (errors.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a reason");
            }
            errors = List.copyOf(errors);
        }
    }

    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Outcome<T> refused(UserErrorCode code, String message, String... path) {
        return new Refused<>(List.of(new UserError(code, message, path)));
    }

    static <T> Outcome<T> refused(List<UserError> errors) {
        return new Refused<>(errors);
    }

    /** The outcome with its value replaced; a refusal stays as it is. */
    default <R> Outcome<R> map(Function<? super T, ? extends R> next) {
        return switch (this) {
            case Done<T>(T value) -> new Done<>(next.apply(value));
            case Refused<T>(List<UserError> errors) -> new Refused<>(errors);
        };
    }

    /** The outcome of the next step; a refusal stays as it is. */
    default <R> Outcome<R> then(Function<? super T, Outcome<R>> next) {
        return switch (this) {
            case Done<T>(T value) -> next.apply(value);
            case Refused<T>(List<UserError> errors) -> new Refused<>(errors);
        };
    }
}
