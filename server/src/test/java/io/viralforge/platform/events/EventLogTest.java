package io.viralforge.platform.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.sql.Sql;
import io.viralforge.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static TestServer server;

    private final UUID studio = UUID.randomUUID();

    @BeforeAll
    static void start() {
        server = TestServer.start(2, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void eventsWrittenByManyAtOnceReachBothReplicasInTheSameOrderOnce() throws InterruptedException {
        Taken<Event> here =
                Taken.from(log(0).follow(studio, Topic.JOB, null, null)).all();
        Taken<Event> there =
                Taken.from(log(1).follow(studio, Topic.JOB, null, null)).all();
        writeAtOnce(400);
        List<Event> seen = here.next(400);
        assertThat(there.next(400)).isEqualTo(seen);
        assertThat(seen).extracting(Event::seq).isSorted().doesNotHaveDuplicates();
        assertThat(numbers(seen)).containsExactlyInAnyOrderElementsOf(upTo(400));
        here.cancel();
        there.cancel();
    }

    @Test
    void aFollowerThatComesBackOnTheOtherReplicaMissesAndRepeatsNothing() throws InterruptedException {
        String cursor = cursorNow();
        Thread writer = Thread.ofVirtual().start(() -> writeAtOnce(300));
        List<Event> seen = new ArrayList<>();
        for (int cut = 0; seen.size() < 300; cut++) {
            Taken<Event> taken = Taken.from(log(cut % 2).follow(studio, Topic.JOB, null, cursor))
                    .all();
            List<Event> part = taken.next(Math.min(17, 300 - seen.size()));
            taken.cancel();
            cursor = part.getLast().cursor();
            seen.addAll(part);
        }
        writer.join();
        assertThat(seen).extracting(Event::seq).isSorted().doesNotHaveDuplicates();
        assertThat(numbers(seen)).containsExactlyInAnyOrderElementsOf(upTo(300));
    }

    @Test
    void aSlowFollowerIsSwitchedToReadingPostgresAndGetsEverything() throws InterruptedException {
        Taken<Event> slow =
                Taken.from(log(0).follow(studio, Topic.JOB, null, null)).request(1);
        writeAtOnce(1_000);
        Taken<Event> quick =
                Taken.from(log(0).follow(studio, Topic.JOB, null, null)).all();
        write(0, Topic.JOB, studio, -1);
        while (quick.next().payload().get("n").asLong() != -1) {
            // It came late and may still see some of the others.
        }
        assertThat(slow.next(1)).hasSize(1);
        assertThat(slow.waiting()).isZero();
        slow.all();
        assertThat(numbers(slow.next(1_000)))
                .doesNotHaveDuplicates()
                .contains(-1L)
                .hasSize(1_000);
        slow.cancel();
        quick.cancel();
    }

    @Test
    void aFollowerThatIsCutBeforeItsFirstEventGoesOnFromWhereItBegan() throws InterruptedException {
        String begin = cursorNow();
        Taken.from(log(0).follow(studio, Topic.JOB, null, begin)).all().cancel();
        write(1, Topic.JOB, studio, 1);
        Taken<Event> live =
                Taken.from(log(0).follow(studio, Topic.JOB, null, begin)).all();
        assertThat(numbers(live.next(1))).containsExactly(1L);
        live.cancel();
        Taken<Event> there =
                Taken.from(log(1).follow(studio, Topic.JOB, null, cursorNow())).all();
        write(0, Topic.JOB, studio, 2);
        assertThat(numbers(there.next(1))).containsExactly(2L);
        there.cancel();
    }

    @Test
    void onlyTheStudiosOwnEventsOfTheTopicAndSubjectsAreSeen() throws InterruptedException {
        UUID wanted = UUID.randomUUID();
        String cursor = cursorNow();
        Taken<Event> live = Taken.from(log(0).follow(studio, Topic.JOB, Set.of(wanted), null))
                .all();
        write(0, Topic.JOB, UUID.randomUUID(), 1, wanted);
        write(0, Topic.ASSET, studio, 2, wanted);
        write(0, Topic.JOB, studio, 3, UUID.randomUUID());
        write(0, Topic.JOB, studio, 4, wanted);
        assertThat(numbers(live.next(1))).containsExactly(4L);
        Taken<Event> late = Taken.from(log(0).follow(studio, Topic.JOB, Set.of(wanted), cursor))
                .all();
        assertThat(numbers(late.next(1))).containsExactly(4L);
        Taken<Event> none =
                Taken.from(log(0).follow(studio, Topic.JOB, Set.of(), cursor)).all();
        write(0, Topic.JOB, studio, 5, wanted);
        assertThat(numbers(late.next(1))).containsExactly(5L);
        assertThat(none.waiting()).isZero();
        List.of(live, late, none).forEach(Taken::cancel);
    }

    @Test
    void whatADeadReplicaLeftInTheOutboxIsNumberedByAnother() throws InterruptedException {
        Taken<Event> taken =
                Taken.from(log(1).follow(studio, Topic.JOB, null, null)).all();
        server.sql()
                .doInStudio(
                        studio,
                        tx -> tx.update(
                                "INSERT INTO outbox (studio_id, topic, subject, payload) VALUES (?, 'JOB', ?, '{\"n\": 7}')",
                                studio,
                                UUID.randomUUID()));
        assertThat(numbers(taken.next(1))).containsExactly(7L);
        taken.cancel();
    }

    @Test
    void whatIsNotACursorIsRefused() {
        for (String cursor : List.of("", "7", "e", "e-1", "ezzzzzzzzzzzzzzzzzzzzz", "ezzzzzzzz", "x1")) {
            assertThat(refusal(cursor)).as(cursor).isEqualTo(ErrorCode.BAD_REQUEST);
        }
    }

    @Test
    void aCursorOlderThanTheLogIsExpired() throws InterruptedException {
        try (TestServer own = TestServer.start()) {
            EventStore store = own.bean(EventStore.class);
            Outbox outbox = own.bean(Outbox.class);
            EventLog log = own.bean(EventLog.class);
            Taken<Event> taken =
                    Taken.from(log.follow(studio, Topic.JOB, null, null)).all();
            Taken<Event> slow = Taken.from(log.follow(studio, Topic.JOB, null, "e0"));
            own.sql()
                    .doInStudio(
                            studio,
                            tx -> IntStream.range(0, 300)
                                    .forEach(n ->
                                            outbox.write(tx, studio, Topic.JOB, UUID.randomUUID(), Map.of("n", n))));
            List<Event> events = taken.next(300);
            taken.cancel();
            Instant far = events.getLast().at().plus(Duration.ofDays(8));
            own.sql().doEverywhere(tx -> tx.update("UPDATE event_listener SET seq = 100"));
            List<String> listeners = own.bean(Listeners.class).names();
            assertThat(store.purge(far, Instant.EPOCH, listeners, 70)).isGreaterThanOrEqualTo(1);
            assertThat(store.head()).as("a listener is not there yet").isEqualTo(new EventStore.Head(300, 100));
            store.purge(far, far, listeners, 70);
            assertThat(store.head()).as("it was waited for long enough").isEqualTo(new EventStore.Head(300, 300));
            assertThat(catchThrowableOfType(CodedException.class, () -> log.follow(studio, Topic.JOB, null, "e1"))
                            .code())
                    .isEqualTo(ErrorCode.CURSOR_EXPIRED);
            assertThat(((CodedException) slow.all().failure()).code()).isEqualTo(ErrorCode.CURSOR_EXPIRED);
            Taken<Event> newest = Taken.from(
                            log.follow(studio, Topic.JOB, null, events.getLast().cursor()))
                    .all();
            own.sql().doInStudio(studio, tx -> outbox.write(tx, studio, Topic.JOB, studio, Map.of("n", 9)));
            assertThat(numbers(newest.next(1))).containsExactly(9L);
            newest.cancel();
        }
    }

    private ErrorCode refusal(String cursor) {
        return catchThrowableOfType(CodedException.class, () -> log(0).follow(studio, Topic.JOB, null, cursor))
                .code();
    }

    private static EventLog log(int replica) {
        return server.bean(replica, EventLog.class);
    }

    private String cursorNow() {
        return log(0).read(studio, Set.of(), null, 1, Duration.ZERO).cursor();
    }

    /** Numbers 0 to count - 1, from four threads on both replicas. */
    private void writeAtOnce(int count) {
        try (ExecutorService writers = Executors.newFixedThreadPool(4)) {
            for (int n = 0; n < count; n++) {
                int number = n;
                writers.execute(() -> write(number % 2, Topic.JOB, studio, number));
            }
        }
    }

    private static void write(int replica, Topic topic, UUID studio, long number) {
        write(replica, topic, studio, number, UUID.randomUUID());
    }

    private static void write(int replica, Topic topic, UUID studio, long number, UUID subject) {
        server.bean(replica, Sql.class)
                .doInStudio(
                        studio,
                        tx -> server.bean(replica, Outbox.class)
                                .write(tx, studio, topic, subject, Map.of("n", number)));
    }

    private static List<Long> numbers(List<Event> events) {
        return events.stream().map(event -> event.payload().get("n").asLong()).toList();
    }

    private static List<Long> upTo(int count) {
        return LongStream.range(0, count).boxed().toList();
    }
}
