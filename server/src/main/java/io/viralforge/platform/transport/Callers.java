package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Value;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Network;
import io.viralforge.platform.graphql.Seats;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * How many sockets each caller has open on this replica, from their opening until their connection is gone. Workers are
 * not counted once they have said that they are: hundreds may share a token.
 */
@Singleton
final class Callers {
    /** Of those at one address who have not said anything yet: a house full of phones comes back at once. */
    private static final int MOST_NEWCOMERS = 100;

    private final Seats newcomers = new Seats(MOST_NEWCOMERS, "sockets");
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

    /** Counts one more who has yet to say who they are; to be run once when that is over. Null: there are enough. */
    @Nullable
    Runnable open(String address) {
        return take(newcomers, Network.of(address));
    }

    /** Counts one more; to be run once when it is gone. Null: there are enough. */
    @Nullable
    Runnable enter(Actor actor, String address) {
        if (actor instanceof Actor.WorkerNode) {
            return () -> {};
        }
        return take(actor instanceof Actor.Anonymous ? strangers : known, actor.account(address));
    }

    private static @Nullable Runnable take(Seats seats, String account) {
        if (!seats.take(account)) {
            seats.leave(account);
            return null;
        }
        return () -> seats.leave(account);
    }
}
