package io.viralforge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.viralforge.client.SmallDisk;
import io.viralforge.jobs.JobFixture;
import io.viralforge.local.Endpoints;
import io.viralforge.local.TestServices;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.RawSocket;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each store is there, and is read, but takes nothing more: what writes says so, nothing is lost, and all heals by itself
 * once there is room again.
 */
class StoresAreFullTest {
    private static final byte[] VIDEO = new byte[1 << 20];

    /** Of the server: when so many have failed that had ended, the next ones are new. */
    private static final int CONNECTIONS = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration IN_TIME = Duration.ofSeconds(5);

    private static TestServer server;
    private JobFixture fixture;
    private Actor.Member member;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void aStudio() {
        fixture = new JobFixture(server);
        member = fixture.member;
    }

    @Test
    void aPostgresThatIsOnlyReadIsReadAndWhoWritesIsTold() throws Exception {
        try (RawSocket socket = RawSocket.open(server.uri(), Map.of())) {
            socket.send("{\"type\": \"connection_init\", \"payload\": {\"Authorization\": \"Bearer "
                    + TestServer.token(member) + "\"}}");
            socket.next();
            socket.send("{\"type\": \"subscribe\", \"id\": \"1\", \"payload\": {\"query\":"
                    + " \"subscription { jobEvents(after: \\\"e0\\\") { state } }\"}}");
            String clip = fixture.clip("OWNED");
            JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
            readOnly(true);
            try {
                await(() ->
                        server.ask(member, "{ jobs { nodes { id } } }").codes().isEmpty());
                for (int i = 0; i < 2 * CONNECTIONS; i++) {
                    assertThat(submit(clip).codes()).containsExactly("UNAVAILABLE");
                }
                assertThat(server.ask(
                                        worker.actor,
                                        "mutation { workerLease(input: {workerId: \"x\", max: 1, kinds: [RENDER]}) {"
                                                + " leases { jobId } } }")
                                .codes())
                        .containsExactly("UNAVAILABLE");
            } finally {
                readOnly(false);
            }
            await(() -> submit(clip).codes().isEmpty());
            assertThat(socket.next().at("/payload/data/jobEvents/state").asText())
                    .isEqualTo("QUEUED");
        }
    }

    @Test
    void aJobThatFindsNoRoomOnPostgressDiskIsTakenOnceThereIsSome() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(4)) {
            disk.giveTo(Files.getOwner(Path.of(admin("SHOW data_directory"))));
            admin("CREATE TABLESPACE small LOCATION '" + disk.folder() + "'");
            try {
                admin("ALTER TABLE job SET TABLESPACE small");
                disk.fill();
                String clip = fixture.clip("OWNED");
                await(() -> submit(clip).codes().equals(List.of("UNAVAILABLE")));
                assertThat(server.ask(member, "{ jobs { nodes { id } } }").codes())
                        .isEmpty();
                disk.empty();
                assertThat(submit(clip).codes()).isEmpty();
            } finally {
                admin("ALTER TABLE job SET TABLESPACE pg_default");
                admin("DROP TABLESPACE small");
            }
        }
    }

    @Test
    void aResultThatFindsNoRoomIsTakenOnceThereIsSome() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(4);
                TestServer small = TestServer.start(
                        1, Map.of("viralforge.objects-dir", disk.folder().toString()))) {
            JobFixture there = new JobFixture(small);
            there.submitted();
            JobFixture.RemoteWorker worker = there.new RemoteWorker("a");
            JsonNode lease = worker.lease(1).getFirst();
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(VIDEO));
            URI part = missingPart(small, worker, lease, sha256);
            disk.fill();
            assertThat(put(part)).isEqualTo(507);
            assertThat(missingPart(small, worker, lease, sha256).getPath()).isEqualTo(part.getPath());
            disk.empty();
            assertThat(put(part)).isEqualTo(200);
        }
    }

    @Test
    void aRedisWithoutMemoryHoldsNobodyUp() {
        redis(redis -> redis.configSet("maxmemory", "1"));
        try {
            assertInTime(fixture::submitted);
        } finally {
            redis(redis -> redis.configSet("maxmemory", "0"));
        }
        assertInTime(fixture::submitted);
    }

    @Test
    void aRedisThatIsOnlyReadHoldsNobodyUp() {
        redis(redis -> redis.replicaof("127.0.0.1", 1));
        try {
            assertInTime(fixture::submitted);
        } finally {
            redis(RedisCommands::replicaofNoOne);
        }
        assertInTime(fixture::submitted);
    }

    private static URI missingPart(TestServer server, JobFixture.RemoteWorker worker, JsonNode lease, String sha256) {
        return server.uri()
                .resolve(worker.startOutput(lease, "VIDEO", VIDEO.length, sha256)
                        .at("/upload/missingParts/0/url")
                        .asText());
    }

    private static int put(URI part) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(part)
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(VIDEO))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** A render unlike any before; the answer. */
    private GraphqlResponse submit(String clip) {
        return server.ask(
                member,
                """
                mutation ($clip: ID!, $text: String!, $key: String!) {
                  jobSubmit(input: {recipe: {source: {assetId: $clip}, titleCard: {text: $text}}}, idempotencyKey: $key) {
                    job { id } userErrors { code } } }""",
                Map.of(
                        "clip",
                        clip,
                        "text",
                        UUID.randomUUID().toString(),
                        "key",
                        UUID.randomUUID().toString()));
    }

    /** For connections from now on; those that there are end. */
    private static void readOnly(boolean isReadOnly) throws SQLException {
        admin("ALTER DATABASE " + server.database().database() + " SET default_transaction_read_only = " + isReadOnly);
        admin("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }

    /** The first value of the answer, empty when there is none. */
    private static String admin(String sql) throws SQLException {
        Endpoints.Postgres database = server.database();
        try (Connection connection = DriverManager.getConnection(
                        database.jdbcUrl(),
                        database.admin().user(),
                        database.admin().password());
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static void redis(Consumer<RedisCommands<String, String>> command) {
        try (RedisClient client = RedisClient.create(TestServices.redis().uri().toString());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            command.accept(connection.sync());
        }
    }

    private static void await(BooleanSupplier there) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!there.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it comes to that").isLessThan(end);
        }
    }

    private static void assertInTime(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(IN_TIME);
    }
}
