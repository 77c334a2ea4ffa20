package io.viralforge.cli;

import io.viralforge.client.EventStream;
import io.viralforge.client.GraphqlClient;
import io.viralforge.types.Operation;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows a thing by its durable events until it has ended. Each time the server is reached it is also looked up, so that
 * an end from before the subscription is not missed.
 */
final class Follower<E, T> {
    /** Asks for the thing as it is now. */
    @FunctionalInterface
    interface Look<T> {
        @Nullable
        T now() throws InterruptedException;
    }

    private final EventStream<E> events;
    private final Function<E, @Nullable T> thing;
    private final Look<T> look;
    private final Predicate<T> isEnded;
    private @Nullable T ended;

    private Follower(
            GraphqlClient client,
            Operation<E> subscription,
            Function<E, @Nullable T> thing,
            Look<T> look,
            Predicate<T> isEnded) {
        this.thing = thing;
        this.look = look;
        this.isEnded = isEnded;
        this.events = client.subscribe(subscription, this::lookUp);
    }

    /** The thing as it was at its end. */
    static <E, T> T toEnd(
            GraphqlClient client,
            Operation<E> subscription,
            Function<E, @Nullable T> thing,
            Look<T> look,
            Predicate<T> isEnded)
            throws InterruptedException {
        return new Follower<>(client, subscription, thing, look, isEnded).follow();
    }

    private T follow() throws InterruptedException {
        try (EventStream<E> stream = events) {
            while (ended == null) {
                @Nullable E event = stream.next();
                if (event == null) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    break;
                }
                see(thing.apply(event));
            }
        }
        if (ended == null) {
            throw new Failure(Exit.FAILED, "The server ended the subscription before there was a result.");
        }
        return ended;
    }

    private void lookUp() {
        try {
            see(look.now());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (ended != null || Thread.currentThread().isInterrupted()) {
            events.close();
        }
    }

    private void see(@Nullable T now) {
        if (now != null && isEnded.test(now)) {
            ended = now;
        }
    }
}
