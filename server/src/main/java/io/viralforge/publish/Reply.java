package io.viralforge.publish;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What came of asking a network for something. */
public sealed interface Reply<T> {
    /** It did it. */
    record Done<T>(T value) implements Reply<T> {}

    /** It will not, now or later, and has done nothing. */
    record Refused<T>(Trouble trouble) implements Reply<T> {}

    /**
     * It did not say, or says: later. What it did is not known.
     *
     * @param rest how long it wants to be left alone; null: it does not say
     */
    record Later<T>(Trouble trouble, @Nullable Duration rest) implements Reply<T> {}

    /** It does not take the token. */
    record Unauthorized<T>() implements Reply<T> {}

    /** The reply to the next question, if this was done. */
    default <R> Reply<R> then(Function<? super T, Reply<R>> next) {
        return this instanceof Done<T>(T value) ? next.apply(value) : carried();
    }

    /** The same of something else; only what was not done is carried over. */
    @SuppressWarnings("unchecked") // what is not Done holds no value
    default <R> Reply<R> carried() {
        if (this instanceof Done) {
            throw new IllegalStateException("it was done");
        }
        return (Reply<R>) this;
    }
}
