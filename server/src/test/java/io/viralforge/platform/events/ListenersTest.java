package io.viralforge.platform.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ShutdownEvent;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.SqlFailure;
import io.viralforge.platform.sql.Tx;
import io.viralforge.testing.TestServer;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListenersTest {
    /** Writes an event of its own for each it handles: that shows what its transactions did. */
    @Singleton
    @Requires(property = "viralforge.test-listeners")
    static final class Echo implements EventListener.Within {
        private final Outbox outbox;

        Echo(Outbox outbox) {
            this.outbox = outbox;
        }

        @Override
        public String name() {
            return "test.echo";
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.JOB);
        }

        @Override
        public void on(Event event, Tx tx) {
            int n = event.payload().path("n").asInt();
            if (n >= 0) {
                outbox.write(tx, event.studio(), Topic.ASSET, event.subject(), Map.of("n", n));
            }
        }
    }

    /** Fails three times at each event. */
    @Singleton
    @Requires(property = "viralforge.test-listeners")
    static final class Stumbling implements EventListener.Within {
        final AtomicInteger tries = new AtomicInteger();
        final LinkedBlockingQueue<Integer> handled = new LinkedBlockingQueue<>();

        @Override
        public String name() {
            return "test.stumbling";
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.ASSET);
        }

        @Override
        public void on(Event event, Tx tx) {
            tx.update("UPDATE event_listener SET seq = seq WHERE name = 'test.stumbling'");
            if (tries.incrementAndGet() <= 3) {
                throw new IllegalStateException("on purpose");
            }
            handled.add(event.payload().path("n").asInt());
        }
    }

    /** Cannot handle negative numbers. */
    @Singleton
    @Requires(property = "viralforge.test-listeners")
    static final class Refusing implements EventListener.Within {
        final AtomicInteger failures = new AtomicInteger();
        final LinkedBlockingQueue<Integer> handled = new LinkedBlockingQueue<>();

        @Override
        public String name() {
            return "test.refusing";
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.JOB);
        }

        @Override
        public void on(Event event, Tx tx) {
            int n = event.payload().path("n").asInt();
            if (n < 0) {
                failures.incrementAndGet();
                if (n == DEADLOCK) {
                    tx.update("DO $$ BEGIN RAISE EXCEPTION 'on purpose' USING ERRCODE = 'deadlock_detected'; END $$");
                }
                throw new IllegalStateException("on purpose");
            }
            handled.add(n);
        }
    }

    /** Cannot handle negative numbers either, and takes many at a time. */
    @Singleton
    @Requires(property = "viralforge.test-listeners")
    static final class Paging implements EventListener.Outside {
        final AtomicInteger failures = new AtomicInteger();
        final List<List<Integer>> handled = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "test.paging";
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.JOB);
        }

        @Override
        public void on(List<Event> events) {
            List<Integer> page = numbers(events);
            if (page.stream().anyMatch(n -> n < 0)) {
                failures.incrementAndGet();
                throw new IllegalStateException("on purpose");
            }
            handled.add(page);
        }
    }

    private static final int DEADLOCK = -2;

    @Test
    void anEventThatFailsEachTimeIsPassedOverAndTold() throws InterruptedException {
        try (TestServer server = TestServer.start(1, Map.of("viralforge.test-listeners", true))) {
            Listeners listeners = server.bean(Listeners.class);
            // Their own loops pause longer after each failure.
            listeners.stop(new ShutdownEvent(server.bean(BeanContext.class)));
            UUID studio = UUID.randomUUID();
            Taken<Event> written = Taken.from(server.bean(EventLog.class).follow(studio, Topic.JOB, null, null))
                    .all();
            for (int n : List.of(0, 1, -1, DEADLOCK, 8, 9)) {
                write(server, 0, studio, n);
            }
            written.next(6);

            Refusing refusing = server.bean(Refusing.class);
            handle(listeners, refusing, () -> refusing.handled.contains(9));
            assertThat(refusing.handled).containsExactly(0, 1, 8, 9);
            assertThat(refusing.failures)
                    .as("a transaction that is run again five times has failed once")
                    .hasValue(Listeners.MOST_FAILURES + 5 * Listeners.MOST_FAILURES);
            assertThat(passed(server, "test.refusing")).isEqualTo(2);

            Paging paging = server.bean(Paging.class);
            handle(listeners, paging, () -> paging.handled.contains(List.of(8, 9)));
            assertThat(paging.handled).containsExactly(List.of(0), List.of(1), List.of(8, 9));
            assertThat(passed(server, "test.paging")).isEqualTo(2);
            written.cancel();
        }
    }

    private static void handle(Listeners listeners, EventListener listener, BooleanSupplier isDone) {
        for (int round = 0; round < 100 && !isDone.getAsBoolean(); round++) {
            try {
                listeners.handleNext(listener);
            } catch (IllegalStateException | SqlFailure expected) {
                assertThat(expected).hasMessageContaining("on purpose");
            }
        }
    }

    private static double passed(TestServer server, String listener) {
        return server.bean(MeterRegistry.class)
                .counter("viralforge.events.passed", "listener", listener)
                .count();
    }

    @Test
    void whereThereIsNoCassandraNothingWaitsForIt() {
        assertThat(TestServer.shared().bean(Listeners.class).names()).doesNotContain("analytics.usage");
    }

    @Test
    void whatIsAwayIsLookedForOften() {
        assertThat(IntStream.of(0, 1, 2, 3, 100).mapToLong(failures -> Loop.pauseMillis(failures, true)))
                .containsExactly(500L, 1_000L, 2_000L, 2_000L, 2_000L);
        assertThat(IntStream.of(0, 1, 6, 100).mapToLong(failures -> Loop.pauseMillis(failures, false)))
                .containsExactly(500L, 1_000L, 30_000L, 30_000L);
    }

    @Test
    void eachEventIsHandledOnceByOneOfTheReplicasAndFailuresHoldUpNobodyElse() throws InterruptedException {
        try (TestServer server = TestServer.start(2, Map.of("viralforge.test-listeners", true))) {
            UUID studio = UUID.randomUUID();
            Taken<Event> echoes = Taken.from(server.bean(1, EventLog.class).follow(studio, Topic.ASSET, null, null))
                    .all();
            for (int n = 0; n < 60; n++) {
                write(server, n % 2, studio, n);
            }
            assertThat(numbers(echoes.next(60)))
                    .containsExactlyElementsOf(IntStream.range(0, 60).boxed().toList());
            assertThat(handled(server))
                    .containsExactlyElementsOf(IntStream.range(0, 60).boxed().toList());
            assertThat(echoes.waiting()).isZero();
            echoes.cancel();
        }
    }

    private static void write(TestServer server, int replica, UUID studio, int n) {
        server.bean(replica, Sql.class)
                .doInStudio(
                        studio,
                        tx -> server.bean(replica, Outbox.class).write(tx, studio, Topic.JOB, studio, Map.of("n", n)));
    }

    private static List<Integer> numbers(List<Event> events) {
        return events.stream().map(event -> event.payload().get("n").asInt()).toList();
    }

    /** What the stumbling one handled on both replicas, in order: they take turns, so each queue is a part of it. */
    private static List<Integer> handled(TestServer server) throws InterruptedException {
        List<Integer> handled = new ArrayList<>();
        LinkedBlockingQueue<Integer> first = server.bean(0, Stumbling.class).handled;
        LinkedBlockingQueue<Integer> second = server.bean(1, Stumbling.class).handled;
        while (handled.size() < 60) {
            Integer next = first.poll(20, TimeUnit.MILLISECONDS);
            if (next == null) {
                next = second.poll(20, TimeUnit.MILLISECONDS);
            }
            if (next != null) {
                handled.add(next);
            }
            assertThat(server.bean(0, Stumbling.class).tries.get()).isLessThan(1_000);
        }
        return handled.stream().sorted().toList();
    }
}
