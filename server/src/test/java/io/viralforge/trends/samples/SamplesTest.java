package io.viralforge.trends.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.viralforge.local.TestServices;
import io.viralforge.platform.cql.Cassandra;
import io.viralforge.platform.cql.Connected;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.TestServer;
import io.viralforge.testing.Tunnel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Instant ONE = NOON.plus(Duration.ofHours(1));

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Tunnel tunnel;
    private static TestServer server;
    private static Samples samples;
    private static Waiting waiting;

    /** Nobody else's, as is the network. */
    private final UUID item = UUID.randomUUID();

    private final String network = "net-" + item;

    @BeforeAll
    static void start() throws IOException {
        tunnel = new Tunnel(TestServices.cassandra().contactPoint().getPort());
        tunnel.mend();
        server = TestServer.start(1, TestServer.cassandra("samples_test", tunnel.port()));
        Connected.await(server.bean(Cassandra.class));
        samples = server.bean(Samples.class);
        waiting = server.bean(Waiting.class);
    }

    @AfterAll
    static void stop() {
        server.close();
        tunnel.close();
    }

    @Test
    void whatIsKeptTwiceIsThereOnceAndToTheMinute() {
        Sample sample = new Sample(NOON.plusSeconds(12), 100L, 10L, 1L, 3, Set.of("DE", "FR"));
        samples.keep(network, List.of(new Seen(item, sample)));
        samples.keep(network, List.of(new Seen(item, sample)));
        Sample kept = new Sample(NOON, 100L, 10L, 1L, 3, Set.of("DE", "FR"));
        assertThat(samples.series(item, NOON, 10)).containsExactly(kept);
        assertThat(replayed(NOON, ONE)).containsExactly(List.of(new Seen(item, kept)));
    }

    @Test
    void ofOneMinuteTheLatestLookCountsInWhateverOrderTheyComeAndPlacesAddUp() {
        samples.keep(network, List.of(seen(NOON.plusSeconds(30), 130L, "DE")));
        samples.keep(network, List.of(seen(NOON.plusSeconds(10), 110L, "FR")));
        assertThat(samples.series(item, NOON, 10))
                .containsExactly(new Sample(NOON, 130L, null, null, null, Set.of("DE", "FR")));
    }

    @Test
    void whatIsUnknownErasesNothing() {
        samples.keep(network, List.of(new Seen(item, new Sample(NOON, 100L, 10L, null, 3, Set.of("DE")))));
        samples.keep(network, List.of(new Seen(item, new Sample(NOON.plusSeconds(1), null, null, 7L, null, Set.of()))));
        Sample kept = new Sample(NOON, 100L, 10L, 7L, 3, Set.of("DE"));
        assertThat(samples.series(item, NOON, 10)).containsExactly(kept);
        assertThat(replayed(NOON, ONE)).containsExactly(List.of(new Seen(item, kept)));
    }

    @Test
    void placesOfOneCallAreOneSample() {
        samples.keep(
                network,
                List.of(
                        new Seen(item, new Sample(NOON.plusSeconds(20), 100L, null, 5L, 3, Set.of("DE"))),
                        new Seen(item, new Sample(NOON.plusSeconds(40), 90L, 8L, null, 17, Set.of("FR")))));
        assertThat(samples.series(item, NOON, 10))
                .containsExactly(new Sample(NOON, 100L, 8L, 5L, 3, Set.of("DE", "FR")));
    }

    @Test
    void aSeriesIsTheNewestFromAMomentOnInTheirOrder() {
        UUID other = UUID.randomUUID();
        samples.keep(network, List.of(seen(NOON, 1L), seen(ONE, 2L), seen(ONE.plusSeconds(60), 3L)));
        samples.keep(network, List.of(new Seen(other, seen(ONE, 9L).sample())));
        assertThat(interest(samples.series(item, NOON, 2))).containsExactly(2L, 3L);
        assertThat(interest(samples.series(item, ONE, 9))).containsExactly(2L, 3L);
        UUID unseen = UUID.randomUUID();
        Map<UUID, List<Sample>> all = samples.series(List.of(item, other, unseen, item), NOON, 1);
        assertThat(all).containsOnlyKeys(item, other, unseen);
        assertThat(interest(all.getOrDefault(item, List.of()))).containsExactly(3L);
        assertThat(interest(all.getOrDefault(other, List.of()))).containsExactly(9L);
        assertThat(all.get(unseen)).isEmpty();
    }

    @Test
    void aReplayTellsHourByHourWhatItWasAskedFor() {
        Instant three = NOON.plus(Duration.ofHours(3));
        List<Instant> times =
                List.of(NOON, NOON.plusSeconds(60), NOON.plusSeconds(3540), ONE, three, three.plusSeconds(60));
        samples.keep(network, times.reversed().stream().map(at -> seen(at, 1L)).toList());
        samples.keep("another", List.of(seen(NOON, 1L)));
        List<List<Instant>> told = replayed(NOON.plusSeconds(60), three.plusSeconds(60)).stream()
                .map(hour -> hour.stream().map(seen -> seen.sample().at()).toList())
                .toList();
        assertThat(told).containsExactly(List.of(times.get(1), times.get(2)), List.of(ONE), List.of(three));
    }

    /** More than a page of the driver's and than may be under way. */
    @Test
    void anHourMayBeLarge() {
        List<Seen> all = IntStream.range(0, 6_000)
                .mapToObj(n -> new Seen(
                        new UUID(item.getMostSignificantBits(), n),
                        seen(NOON, (long) n).sample()))
                .toList();
        samples.keep(network, all);
        List<List<Seen>> hours = replayed(NOON, ONE);
        assertThat(hours).hasSize(1);
        assertThat(hours.getFirst()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void whileCassandraIsAwaySamplesWaitAndThenAreAllThere() throws IOException {
        Seen first = new Seen(item, new Sample(NOON, 100L, null, 1L, null, Set.of()));
        Seen second = new Seen(item, new Sample(ONE, 200L, 20L, null, 3, Set.of("DE", "FR")));
        tunnel.cut();
        try {
            samples.keep(network, List.of(first));
            samples.keep(network, List.of(first, second));
            assertThatThrownBy(() -> samples.series(item, NOON, 10)).satisfies(SamplesTest::isUnavailable);
            assertThatThrownBy(() -> samples.series(List.of(item), NOON, 10)).satisfies(SamplesTest::isUnavailable);
            assertThatThrownBy(() -> replayed(NOON, ONE)).satisfies(SamplesTest::isUnavailable);
            assertThatThrownBy(waiting::move).satisfies(SamplesTest::isUnavailable);
            assertThat(waitingOf(network)).isEqualTo(3);
        } finally {
            tunnel.mend();
            awaitCassandra();
        }
        move();
        assertThat(waitingOf(network)).isZero();
        assertThat(samples.series(item, NOON, 10)).containsExactly(first.sample(), second.sample());
        assertThat(replayed(NOON, ONE.plusSeconds(60))).containsExactly(List.of(first), List.of(second));
    }

    @Test
    void noMoreThanSoManyWait() {
        TestServer without = TestServer.shared();
        Waiting narrow = without.bean(Waiting.class);
        int there = waitingOf(without, "%");
        narrow.add(network, List.of(seen(NOON, 1L), seen(ONE, 2L)), there + 3);
        narrow.add(network, List.of(seen(NOON, 3L), seen(ONE, 4L)), there + 3);
        assertThat(waitingOf(without, network)).isEqualTo(3);
    }

    @Test
    void whatStudiosBringHasARoomOfItsOwnAndWhoFillsItIsToldSo() throws IOException {
        Actor.Member member = server.newMember(Scope.READ, Scope.CREATE);
        tunnel.cut();
        try {
            bringAlmostAll(server, member.studio());
            assertThat(samples.bring(member.studio(), network, List.of(seen(NOON, 1L), seen(ONE, 2L))))
                    .isFalse();
            assertThat(waitingOf(network)).as("all or none").isZero();
            assertThat(samples.bring(member.studio(), network, List.of(seen(NOON, 1L))))
                    .isTrue();
            assertThat(imported(member)).containsExactly("QUEUE_FULL");
            assertThat(samples.bring(UUID.randomUUID(), network, List.of(seen(NOON, 1L))))
                    .as("another studio")
                    .isTrue();
            samples.keep(network, List.of(seen(NOON, 1L)));
            assertThat(waitingOf(network)).isEqualTo(3);
        } finally {
            server.sql().doEverywhere(tx -> tx.update("DELETE FROM sample_waiting"));
            tunnel.mend();
            awaitCassandra();
        }
    }

    @Test
    void whereThereIsNoCassandraToWaitForNobodyIsToldToComeBack() {
        TestServer without = TestServer.shared();
        UUID studio = UUID.randomUUID();
        bringAlmostAll(without, studio);
        try {
            assertThat(without.bean(Samples.class).bring(studio, network, List.of(seen(NOON, 1L), seen(ONE, 2L))))
                    .isTrue();
            assertThat(waitingOf(without, network)).isZero();
        } finally {
            without.sql().doEverywhere(tx -> tx.update("DELETE FROM sample_waiting WHERE studio_id = ?", studio));
        }
    }

    /** One less than may wait of what a studio brings. */
    private static void bringAlmostAll(TestServer server, UUID studio) {
        server.sql().doEverywhere(tx -> tx.update("""
                INSERT INTO sample_waiting (network, item_id, at, places, studio_id)
                SELECT 'import:much', gen_random_uuid(), now(), '{}', ? FROM generate_series(1, 19999)""", studio));
    }

    private static List<String> imported(Actor.Member member) {
        JsonNode niche = server.data(
                        member,
                        "mutation { nicheCreate(idempotencyKey: \"k\", input: {name: \"N\", keywords: [\"AI\"], sources: [\"feeds\"], isFollowed: false}) { niche { id } } }")
                .at("/nicheCreate/niche/id");
        JsonNode answer = server.data(
                member,
                """
                mutation ($niche: ID!, $at: DateTime!) { trendImport(nicheId: $niche, input: {network: "linkedin", rows: [
                  {id: "1", title: "One", seenAt: $at}]}) { imported { items } userErrors { code } } }""",
                Map.of(
                        "niche",
                        niche.asText(),
                        "at",
                        server.bean(InstantSource.class)
                                .instant()
                                .minusSeconds(60)
                                .toString()));
        return answer.at("/trendImport/userErrors").findValuesAsText("code");
    }

    /** What one of the replicas does now and then. */
    private static void move() {
        RecurringTask<?> task = server.beans(RecurringTask.class).stream()
                .filter(one -> one.getName().equals("samples-waiting"))
                .findFirst()
                .orElseThrow();
        run(task);
    }

    private static <T> void run(RecurringTask<T> task) {
        task.execute(task.instance(RecurringTask.INSTANCE), null);
    }

    private static void awaitCassandra() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!server.bean(Cassandra.class).isUp()) {
            assertThat(System.nanoTime()).as("it heals").isLessThan(end);
        }
    }

    private Seen seen(Instant at, long interest, String... places) {
        return new Seen(item, new Sample(at, interest, null, null, null, Set.of(places)));
    }

    private List<List<Seen>> replayed(Instant from, Instant until) {
        List<List<Seen>> hours = new ArrayList<>();
        samples.replay(network, from, until, hours::add);
        return hours;
    }

    private static List<Long> interest(List<Sample> series) {
        return series.stream().map(Sample::interest).toList();
    }

    private static int waitingOf(String network) {
        return waitingOf(server, network);
    }

    private static int waitingOf(TestServer server, String network) {
        return server.sql()
                .everywhere(tx -> tx.one(
                        "SELECT count(*)::int AS n FROM sample_waiting WHERE network LIKE ?",
                        row -> row.number("n"),
                        network));
    }

    private static void isUnavailable(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        CodedException.class, coded -> assertThat(coded.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
}
