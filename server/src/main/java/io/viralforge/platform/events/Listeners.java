package io.viralforge.platform.events;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.context.event.StartupEvent;
import io.viralforge.platform.error.MayBeAway;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events to the features that listen, each on a thread of its own, so that one that fails holds up no other. */
@Singleton
final class Listeners {
    private static final long LOOK_MILLIS = 2_000;

    /** What a listener outside of transactions is handed together. */
    private static final int PAGE = 200;

    /** A listener none of whose topics occur moves its position only so often. */
    private static final int IDLE_STEP = 500;

    /** With the loop's growing pauses, about three minutes. */
    static final int MOST_FAILURES = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private record Running(Loop loop, Wake wake) {}

    /** The last of the events at which a listener has failed, so often in a row. */
    private record Stuck(long seq, int failures) {}

    private final List<EventListener> listeners;
    private final EventStore store;
    private final Tail tail;
    private final Sql sql;
    private final MeterRegistry registry;
    private final Map<String, Stuck> stuck = new ConcurrentHashMap<>();
    private final List<Running> running = new ArrayList<>();

    Listeners(List<EventListener> listeners, EventStore store, Tail tail, Sql sql, MeterRegistry registry) {
        this.listeners = listeners;
        this.store = store;
        this.tail = tail;
        this.sql = sql;
        this.registry = registry;
    }

    List<String> names() {
        return listeners.stream().map(EventListener::name).toList();
    }

    @io.micronaut.runtime.event.annotation.EventListener
    void start(StartupEvent event) {
        sql.doEverywhere(tx -> names().forEach(name ->
                tx.update("INSERT INTO event_listener (name, seq) VALUES (?, 0) ON CONFLICT (name) DO NOTHING", name)));
        for (EventListener listener : listeners) {
            Wake wake = new Wake();
            wake.wake();
            tail.observe(seen -> {
                if (listener.topics().contains(seen.topic())) {
                    wake.wake();
                }
            });
            running.add(new Running(Loop.start("listener-" + listener.name(), () -> round(listener, wake)), wake));
        }
    }

    @io.micronaut.runtime.event.annotation.EventListener
    void stop(ShutdownEvent event) {
        running.forEach(one -> one.loop().stop(one.wake()));
    }

    private void round(EventListener listener, Wake wake) throws InterruptedException {
        wake.await(LOOK_MILLIS);
        while (handleNext(listener)) {
            // What there was is handled.
        }
    }

    /** False when there is none, or another replica is at it. */
    boolean handleNext(EventListener listener) {
        return switch (listener) {
            case EventListener.Within within -> handleWithin(within);
            case EventListener.Outside outside -> handleOutside(outside);
        };
    }

    private boolean handleWithin(EventListener.Within listener) {
        // Read before the transaction: events become visible in order, so none up to here can appear later.
        long known = tail.position();
        // Also before it: a transaction that is called off and run again fails once.
        Stuck before = stuck.get(listener.name());
        return sql.everywhere(tx -> {
            Long position = tx.row(
                    "SELECT seq FROM event_listener WHERE name = ? FOR UPDATE SKIP LOCKED",
                    row -> row.big("seq"),
                    listener.name());
            if (position == null) {
                return false;
            }
            List<Event> next = store.next(tx, position, listener.topics(), 1);
            next.forEach(event -> handle(listener, next, before, () -> listener.on(event, tx)));
            advance(tx, listener, position, next, known);
            return !next.isEmpty();
        });
    }

    private boolean handleOutside(EventListener.Outside listener) {
        long known = tail.position();
        Long position = sql.<@Nullable Long>everywhere(
                tx -> tx.row("SELECT seq FROM event_listener WHERE name = ?", row -> row.big("seq"), listener.name()));
        if (position == null) {
            return false;
        }
        Stuck before = stuck.get(listener.name());
        // Where it has failed at one of many, it finds out at which.
        int most = before != null && position < before.seq() ? 1 : PAGE;
        List<Event> next = sql.everywhere(tx -> store.next(tx, position, listener.topics(), most));
        if (!next.isEmpty()) {
            handle(listener, next, before, () -> listener.on(next));
        }
        sql.doEverywhere(tx -> advance(tx, listener, position, next, known));
        return !next.isEmpty();
    }

    /** An event at which a listener always fails is passed over at last: behind it wait those of all studios. */
    private void handle(EventListener listener, List<Event> events, @Nullable Stuck before, Runnable handling) {
        String name = listener.name();
        Event event = events.getLast();
        int failures = before == null || before.seq() != event.seq() ? 0 : before.failures();
        if (failures >= MOST_FAILURES) {
            LOG.error(
                    "{} passes over event {} (studio {}, {} {}): it failed {} times",
                    name,
                    event.seq(),
                    event.studio(),
                    event.topic(),
                    event.subject(),
                    failures);
            registry.counter("viralforge.events.passed", "listener", name).increment();
            return;
        }
        try {
            handling.run();
        } catch (RuntimeException failure) {
            if (!MayBeAway.isAway(failure)) {
                stuck.put(name, new Stuck(event.seq(), failures + 1));
            }
            throw failure;
        }
    }

    /** To the last that was handled, or past many that were of no concern; not back, if another replica was further. */
    private static void advance(Tx tx, EventListener listener, long position, List<Event> handled, long known) {
        if (!handled.isEmpty() || known - position > IDLE_STEP) {
            tx.update(
                    "UPDATE event_listener SET seq = ? WHERE name = ? AND seq = ?",
                    handled.isEmpty() ? known : handled.getLast().seq(),
                    listener.name(),
                    position);
        }
    }
}
