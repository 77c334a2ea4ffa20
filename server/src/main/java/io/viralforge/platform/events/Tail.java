package io.viralforge.platform.events;

import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.viralforge.platform.redis.RedisLink;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log's end, once for all of this replica. It is woken by this replica's relay, by the others' through Redis,
 * and looks every second besides, so that without Redis events come a second late and none is lost.
 */
@Singleton
final class Tail {
    static final String CHANNEL = "events";
    private static final int BATCH = 500;
    private static final long LOOK_MILLIS = 1_000;

    /** A studio's topic. */
    record Key(UUID studio, Topic topic) {}

    private final EventStore store;
    private final RedisLink redis;
    private final Wake wake = new Wake();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Lane> lanes = new HashMap<>();
    private final List<Consumer<Event>> observers = new CopyOnWriteArrayList<>();
    private @Nullable Loop loop;

    /** All events up to this one have been handed on. */
    private long position;

    Tail(EventStore store, RedisLink redis) {
        this.store = store;
        this.redis = redis;
        this.position = store.head().last();
    }

    @EventListener
    void start(StartupEvent event) {
        redis.subscribe(CHANNEL, seq -> wake());
        loop = Loop.start("event-tail", this::round);
    }

    @EventListener
    void stop(ShutdownEvent event) {
        if (loop != null) {
            loop.stop(wake);
        }
    }

    void wake() {
        wake.wake();
    }

    /** Calls back for each event read from now on, on the tail's thread. */
    void observe(Consumer<Event> observer) {
        observers.add(observer);
    }

    long position() {
        lock.lock();
        try {
            return position;
        } finally {
            lock.unlock();
        }
    }

    ReentrantLock lock() {
        return lock;
    }

    /** The lane of a key, kept for as long as anybody follows it. */
    Lane join(Key key) {
        lock.lock();
        try {
            Lane lane = lanes.computeIfAbsent(key, fresh -> new Lane(lock, position));
            lane.followers++;
            return lane;
        } finally {
            lock.unlock();
        }
    }

    void leave(Key key) {
        lock.lock();
        try {
            Lane lane = lanes.get(key);
            if (lane != null && --lane.followers == 0) {
                lanes.remove(key);
            }
        } finally {
            lock.unlock();
        }
    }

    private void round() throws InterruptedException {
        wake.await(LOOK_MILLIS);
        List<Event> events;
        do {
            events = store.after(position(), BATCH);
            handOn(events);
        } while (events.size() == BATCH);
    }

    private void handOn(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            for (Event event : events) {
                Lane lane = lanes.get(new Key(event.studio(), event.topic()));
                if (lane != null) {
                    lane.add(event);
                }
            }
            position = events.getLast().seq();
        } finally {
            lock.unlock();
        }
        for (Event event : events) {
            observers.forEach(observer -> observer.accept(event));
        }
    }
}
