package io.viralforge.platform.events;

import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.viralforge.platform.redis.RedisLink;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Numbers what the outbox holds, whichever replica wrote it, and wakes the readers. Replicas take turns by the lock on
 * event_head.
 */
@Singleton
final class Relay {
    private static final int BATCH = 500;
    private static final long LOOK_MILLIS = 1_000;

    private final EventStore store;
    private final RelayWake wake;
    private final Tail tail;
    private final RedisLink redis;
    private @Nullable Loop loop;

    Relay(EventStore store, RelayWake wake, Tail tail, RedisLink redis) {
        this.store = store;
        this.wake = wake;
        this.tail = tail;
        this.redis = redis;
    }

    @EventListener
    void start(StartupEvent event) {
        loop = Loop.start("event-relay", this::round);
    }

    @EventListener
    void stop(ShutdownEvent event) {
        if (loop != null) {
            loop.stop(wake);
        }
    }

    private void round() throws InterruptedException {
        wake.await(LOOK_MILLIS);
        Long last;
        while ((last = store.number(BATCH)) != null) {
            tail.wake();
            redis.publish(Tail.CHANNEL, last.toString());
        }
    }
}
