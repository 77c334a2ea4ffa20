package io.viralforge.platform.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import io.viralforge.testing.TestServer;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
                throw new IllegalStateException("on purpose");
            }
            handled.add(n);
        }
    }

    @Test
    void anEventThatFailsEachTimeIsPassedOverAndTold() throws InterruptedException {
        try (TestServer server = TestServer.start(1, Map.of("viralforge.test-listeners", true))) {
            UUID studio = UUID.randomUUID();
            Taken<Event> written = Taken.from(server.bean(EventLog.class).follow(studio, Topic.JOB, null, null))
                    .all();
            write(server, 0, studio, -1);
            write(server, 0, studio, 8);
            written.next(2);
            Refusing refusing = server.bean(Refusing.class);
            for (int round = 0; round < 1_000 && refusing.handled.isEmpty(); round++) {
                // The listener's own loop pauses longer after each failure.
                try {
                    server.bean(Listeners.class).handleNext(refusing);
                } catch (IllegalStateException expected) {
                    assertThat(expected).hasMessage("on purpose");
                }
            }
            assertThat(refusing.handled).containsExactly(8);
            assertThat(refusing.failures).hasValue(Listeners.MOST_FAILURES);
            assertThat(server.bean(MeterRegistry.class)
                            .counter("viralforge.events.passed", "listener", "test.refusing")
                            .count())
                    .isEqualTo(1);
            written.cancel();
        }
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
