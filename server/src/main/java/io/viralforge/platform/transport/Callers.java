package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Value;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Seats;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** How many sockets each caller has open on this replica. Workers are not counted: hundreds may share a token. */
@Singleton
final class Callers {
    private final Seats known;
    private final Seats strangers;

    /**
     * @param most of one person
     * @param mostOfStrangers of those at one address who have not said who they are
     */
    Callers(
            @Value("${viralforge.socket.most-per-actor}") int most,
            @Value("${viralforge.socket.most-of-strangers}") int mostOfStrangers) {
        this.known = new Seats(most, "sockets");
        this.strangers = new Seats(mostOfStrangers, "sockets");
    }

    /** Counts one more; to be run once when it is gone. Null: there are enough. */
    @Nullable
    Runnable enter(Actor actor, String address) {
        if (actor instanceof Actor.WorkerNode) {
            return () -> {};
        }
        Seats seats = actor instanceof Actor.Anonymous ? strangers : known;
        String account = actor.account(address);
        if (!seats.take(account)) {
            seats.leave(account);
            return null;
        }
        return () -> seats.leave(account);
    }
}
