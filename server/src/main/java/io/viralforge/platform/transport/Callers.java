package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Value;
import io.viralforge.platform.graphql.Actor;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How many sockets each caller has open on this replica. Workers are not counted: hundreds may share a token. */
@Singleton
final class Callers {
    private final Map<String, Integer> open = new ConcurrentHashMap<>();
    private final int most;
    private final int mostOfStrangers;

    /**
     * @param most of one person
     * @param mostOfStrangers of those at one address who have not said who they are
     */
    Callers(
            @Value("${viralforge.socket.most-per-actor}") int most,
            @Value("${viralforge.socket.most-of-strangers}") int mostOfStrangers) {
        this.most = most;
        this.mostOfStrangers = mostOfStrangers;
    }

    /** Counts one more; to be run once when it is gone. Null: there are enough. */
    @Nullable
    Runnable enter(Actor actor, String address) {
        if (actor instanceof Actor.WorkerNode) {
            return () -> {};
        }
        String account = actor.account(address);
        if (open.merge(account, 1, Integer::sum) > (actor instanceof Actor.Anonymous ? mostOfStrangers : most)) {
            leave(account);
            return null;
        }
        return () -> leave(account);
    }

    private void leave(String account) {
        open.computeIfPresent(account, (name, sockets) -> sockets == 1 ? null : sockets - 1);
    }
}
