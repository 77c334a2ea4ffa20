package io.viralforge.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one sending of an operation ended. */
sealed interface Attempt<D> {
    /** With an answer that has data. */
    record Answered<D>(Reply<D> reply) implements Attempt<D> {}

    /** The token was refused before anything was done. */
    record TokenRefused<D>(@Nullable String token, UnauthenticatedException why) implements Attempt<D> {}

    /**
     * It may go better a little later.
     *
     * @param mayHaveRun whether it may have been carried out all the same
     * @param delay how long the server asked to wait; null: it did not say
     */
    record Later<D>(
            GraphqlException why,
            boolean mayHaveRun,
            @Nullable Duration delay) implements Attempt<D> {}

    /** Trying again is no use. */
    record Refused<D>(GraphqlException why) implements Attempt<D> {}
}
