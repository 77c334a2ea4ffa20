package io.viralforge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.client.ClientSettings;
import io.viralforge.client.EventStream;
import io.viralforge.client.GraphqlClient;
import io.viralforge.client.TokenSource;
import io.viralforge.jobs.JobFixture;
import io.viralforge.local.Endpoints;
import io.viralforge.local.TestServices;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.RawSocket;
import io.viralforge.testing.TestServer;
import io.viralforge.testing.Tunnel;
import io.viralforge.types.worker.WorkerSignals;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each store goes away, cut off at once or standing there without a word, and comes back: what does without it goes on,
 * what needs it says so in time, and all heals by itself.
 */
class StoresGoAwayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What asks Redis waits 300 ms for it, a few times; on a busy machine. */
    private static final Duration WITHOUT_REDIS = Duration.ofSeconds(5);

    /** The driver's own patience, 3 and 5 s here, and a connection to be had. */
    private static final Duration IN_TIME = Duration.ofSeconds(12);

    private static final String USAGE = """
            query ($from: DateTime!, $to: DateTime!) {
              usage(range: {from: $from, to: $to}, grain: HOUR) { jobs cpuSeconds } }""";

    private static Tunnel postgres;
    private static Tunnel redis;
    private static Tunnel cassandra;
    private static TestServer server;

    private JobFixture fixture;
    private Actor.Member member;

    @BeforeAll
    static void start() throws IOException {
        postgres = new Tunnel(TestServices.freshDatabase().port());
        postgres.mend();
        Endpoints.Redis redisServer = TestServices.redis();
        Endpoints.Cassandra cassandraServer = TestServices.cassandra();
        redis = new Tunnel(redisServer.port());
        cassandra = new Tunnel(cassandraServer.contactPoint().getPort());
        redis.mend();
        cassandra.mend();
        Map<String, Object> settings = new HashMap<>();
        settings.put("redis.uri", "redis://:" + redisServer.password() + "@127.0.0.1:" + redis.port());
        settings.put("viralforge.cassandra.contact-points", "127.0.0.1:" + cassandra.port());
        settings.put("viralforge.cassandra.keyspace", "stores_go_away");
        settings.put("datasources.default.data-source-properties.socketTimeout", "3");
        server = TestServer.startThrough(postgres.port(), settings);
    }

    @AfterAll
    static void stop() {
        server.close();
        postgres.close();
        redis.close();
        cassandra.close();
    }

    @BeforeEach
    void aStudio() {
        fixture = new JobFixture(server);
        member = fixture.member;
    }

    @Test
    void withoutCassandraSeriesAreNullAndWhatHappenedMeanwhileIsThereAfterwards() throws Exception {
        await(() -> usage().codes().isEmpty());
        cassandra.cut();
        endAJob();
        await(() -> usage().codes().equals(List.of("UNAVAILABLE")));
        assertThat(usage().body().at("/data/usage").isNull()).isTrue();
        assertThat(server.data(member, "{ jobs { nodes { state } } }")
                        .at("/jobs/nodes/0/state")
                        .asText())
                .isEqualTo("FAILED");
        assertThat(health().get("cassandra").asText()).isEqualTo("down");
        assertThat(health().get("status").asText()).isEqualTo("degraded");
        cassandra.mend();
        await(() -> jobsEnded() == 1);
    }

    @Test
    void aCassandraThatSaysNothingHoldsNobodyUp() throws Exception {
        await(() -> usage().codes().isEmpty());
        cassandra.hold();
        try {
            assertInTime(() -> assertThat(usage().codes()).containsExactly("UNAVAILABLE"));
            assertInTime(() -> server.data(member, "{ jobs { nodes { id } } }"));
        } finally {
            cassandra.release();
        }
        await(() -> usage().codes().isEmpty());
    }

    @Test
    void aRedisThatSaysNothingHoldsNobodyUp() throws Exception {
        redis.hold();
        try {
            assertWithin(WITHOUT_REDIS, fixture::submitted);
            assertWithin(
                    WITHOUT_REDIS,
                    () -> assertThat(health().get("redis").asText()).isEqualTo("down"));
        } finally {
            redis.release();
        }
        await(() -> health().get("redis").asText().equals("up"));
    }

    @Test
    void withoutPostgresNothingWorksAndEverybodyIsToldSo() throws Exception {
        try (RawSocket socket = RawSocket.open(server.uri(), Map.of())) {
            socket.send("{\"type\": \"connection_init\", \"payload\": {\"Authorization\": \"Bearer "
                    + TestServer.token(member) + "\"}}");
            socket.next();
            socket.send("{\"type\": \"subscribe\", \"id\": \"1\", \"payload\": {\"query\":"
                    + " \"subscription { jobEvents(after: \\\"e0\\\") { state } }\"}}");
            fixture.submitted();
            assertThat(socket.next().at("/payload/data/jobEvents/state").asText())
                    .isEqualTo("QUEUED");

            postgres.cut();
            assertInTime(() -> assertThat(jobs().codes()).containsExactly("UNAVAILABLE"));
            assertThat(readiness().status()).isEqualTo(503);
            assertThat(readiness().body().get("postgres").asText()).isEqualTo("down");
            postgres.mend();
            await(() -> jobs().codes().isEmpty());

            fixture.submitted();
            assertThat(socket.next().at("/payload/data/jobEvents/state").asText())
                    .as("who was listening hears what comes, and nothing again")
                    .isEqualTo("QUEUED");
        }
    }

    @Test
    void aSocketThatComesWhilePostgresIsAwayIsToldToComeBackAndWorkersDo() throws Exception {
        String token = server.data(
                        server.newMember(Scope.OPERATOR),
                        "mutation { workerTokenCreate(input: {name: \"Ears\"}) { token } }")
                .at("/workerTokenCreate/token")
                .asText();
        AtomicBoolean isHeard = new AtomicBoolean();
        ClientSettings patient = ClientSettings.usual().withPatience(Duration.ZERO, PATIENCE);
        try (GraphqlClient client =
                        new GraphqlClient(server.uri().resolve("/graphql"), TokenSource.of(token), patient);
                EventStream<WorkerSignals.Data> signals =
                        client.subscribe(new WorkerSignals(), () -> isHeard.set(true))) {
            postgres.cut();
            try (RawSocket socket = RawSocket.open(server.uri(), Map.of())) {
                socket.send(
                        "{\"type\": \"connection_init\", \"payload\": {\"Authorization\": \"Bearer " + token + "\"}}");
                assertThat(socket.closeCode()).isEqualTo(1013);
            }
            assertThat(signals.next(Duration.ofMillis(1))).isNull();
            assertThat(isHeard).isFalse();
            postgres.mend();
            while (!isHeard.get()) {
                signals.next(Duration.ofMillis(1));
            }
        }
    }

    @Test
    void aPostgresThatSaysNothingHoldsNobodyUpForLong() throws Exception {
        postgres.hold();
        try {
            assertInTime(() -> assertThat(jobs().codes()).containsExactly("UNAVAILABLE"));
            assertInTime(() -> assertThat(readiness().status()).isEqualTo(503));
        } finally {
            postgres.release();
        }
        await(() -> jobs().codes().isEmpty());
        assertThat(readiness().status()).isEqualTo(200);
    }

    private void endAJob() {
        String job = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        JsonNode lease = worker.lease(16).stream()
                .filter(each -> each.get("jobId").asText().equals(job))
                .findFirst()
                .orElseThrow();
        worker.fail(lease, false);
    }

    private GraphqlResponse jobs() {
        return server.ask(member, "{ jobs { nodes { id } } }");
    }

    private GraphqlResponse usage() {
        Instant now = Instant.now();
        return server.ask(
                member,
                USAGE,
                Map.of(
                        "from",
                        now.minusSeconds(3600).toString(),
                        "to",
                        now.plusSeconds(3600).toString()));
    }

    private double jobsEnded() {
        double ended = 0;
        for (JsonNode count : usage().body().at("/data/usage/jobs")) {
            ended += count.asDouble();
        }
        return ended;
    }

    private static JsonNode health() {
        return readiness().body();
    }

    private static GraphqlResponse readiness() {
        return GraphqlResponse.of(
                HttpRequest.newBuilder(server.uri().resolve("/health/ready")).build());
    }

    private static void await(BooleanSupplier there) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!there.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it heals").isLessThan(end);
        }
    }

    private static void assertInTime(Runnable work) {
        assertWithin(IN_TIME, work);
    }

    private static void assertWithin(Duration limit, Runnable work) {
        long begin = System.nanoTime();
        work.run();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(limit);
    }
}
