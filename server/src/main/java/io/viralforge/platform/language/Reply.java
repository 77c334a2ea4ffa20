package io.viralforge.platform.language;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of asking a model. */
public sealed interface Reply<T> {
    /** What it took. */
    Tokens tokens();

    /**
     * It answered.
     *
     * @param model with its provider, such as {@code groq/llama-3.3-70b-versatile}
     * @param writtenAt by the model; before now where the same was asked before
     */
    record Written<T>(T value, String model, Instant writtenAt, Tokens tokens) implements Reply<T> {}

    /**
     * It did not, or not so that it is of use.
     *
     * @param code MODEL_UNAVAILABLE, MODEL_RATE_LIMITED, MODEL_REFUSED, MODEL_TOO_LONG, MODEL_OUT_OF_SHAPE, BUDGET_SPENT or
     *     CONFLICT: the same, or enough, is being asked just now
     * @param message for people; nothing of it is the provider's
     * @param retryAt when it may be worth asking again; null: nobody knows
     */
    record Failed<T>(
            UserErrorCode code, String message, @Nullable Instant retryAt, Tokens tokens) implements Reply<T> {
        static <T> Failed<T> of(UserErrorCode code, String message) {
            return new Failed<>(code, message, null, Tokens.NONE);
        }

        /** As what another question came to. */
        <R> Failed<R> as() {
            return new Failed<>(code, message, retryAt, tokens);
        }
    }

    /** As a mutation tells it. */
    default Outcome<Written<T>> outcome() {
        return switch (this) {
            case Written<T> written -> Outcome.done(written);
            case Failed<T> failed -> Outcome.refused(failed.code, failed.message);
        };
    }
}
