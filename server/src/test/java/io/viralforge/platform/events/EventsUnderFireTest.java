package io.viralforge.platform.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.viralforge.local.Endpoints;
import io.viralforge.local.LocalServices;
import io.viralforge.local.Service;
import io.viralforge.local.StartListener;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.sql.Sql;
import io.viralforge.testing.RawSocket;
import io.viralforge.testing.TestServer;
import io.viralforge.testing.Tunnel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand cuts of a durable subscription, at random moments and onto random replicas, while events are written through
 * both and Redis is emptied, rolled back and stopped. What every reader has heard in the end is the log, once.
 */
class EventsUnderFireTest {
    private static final int READERS = 8;
    private static final int ROUNDS = 25;
    private static final int EVENTS_A_ROUND = 80;
    /** Of every reader in every round, at the least. */
    private static final int CUTS_A_ROUND = 5;

    private final long seed = Long.getLong("fire.seed", System.nanoTime());

    @TempDir
    Path folder;

    @Test
    void aThousandCutsLoseAndRepeatNothing() throws Exception {
        System.out.println("fire.seed=" + seed);
        try (LocalServices first = redis("first");
                LocalServices second = redis("second")) {
            Endpoints.Redis redis = first.endpoints().redis();
            Endpoints.Redis behind = second.endpoints().redis();
            try (Tunnel tunnel = new Tunnel(redis.port());
                    RedisClient client = RedisClient.create();
                    StatefulRedisConnection<String, String> toFirst = client.connect(uri(redis));
                    StatefulRedisConnection<String, String> toSecond = client.connect(uri(behind))) {
                tunnel.mend();
                String address = "redis://:" + redis.password() + "@127.0.0.1:" + tunnel.port();
                try (TestServer server =
                        TestServer.start(2, Map.of("viralforge.test-schema", true, "redis.uri", address))) {
                    Map<Integer, Step> steps = Map.of(
                            4, () -> toFirst.sync().flushall(),
                            // The other one follows, stops listening, and what happens from here on it never hears of.
                            7, () -> fallBehind(toSecond.sync(), redis),
                            11, () -> tunnel.turn(behind.port()),
                            12, tunnel::mend,
                            16, tunnel::cut,
                            20, tunnel::mend,
                            22, () -> toSecond.sync().flushall());
                    run(server, steps);
                }
            }
        }
    }

    /** What happens to Redis before a round begins. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void run(TestServer server, Map<Integer, Step> steps) throws Exception {
        Actor.Member member = server.newMember(Scope.READ);
        Phaser rounds = new Phaser(READERS + 1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reader>> readers = IntStream.range(0, READERS)
                    .mapToObj(number ->
                            threads.submit(() -> new Reader(server, member, new Random(seed + number), rounds).read()))
                    .toList();
            for (int round = 0; round < ROUNDS; round++) {
                Step step = steps.get(round);
                if (step != null) {
                    step.run();
                }
                for (int n = 0; n < EVENTS_A_ROUND; n++) {
                    write(server, n % 2, member, n);
                }
                rounds.arriveAndAwaitAdvance();
            }
            List<String> log = server.sql()
                    .inStudio(
                            member.studio(),
                            tx -> tx.rows(
                                    "SELECT seq FROM event WHERE studio_id = ? AND topic = 'JOB' ORDER BY seq",
                                    row -> "e" + Long.toString(row.big("seq"), 36),
                                    member.studio()));
            assertThat(log).hasSize(ROUNDS * EVENTS_A_ROUND);
            int cuts = 0;
            for (Future<Reader> each : readers) {
                Reader reader = each.get();
                assertThat(reader.heard).isEqualTo(log);
                cuts += reader.cuts;
            }
            assertThat(cuts).isGreaterThanOrEqualTo(1_000);
        }
    }

    private static void write(TestServer server, int replica, Actor.Member member, int n) {
        server.bean(replica, Sql.class)
                .doInStudio(
                        member.studio(),
                        tx -> server.bean(replica, Outbox.class)
                                .write(tx, member.studio(), Topic.JOB, member.studio(), Map.of("n", n)));
    }

    /** Reads a round's events in several sittings, each on a socket of its own that is cut without a word. */
    private static final class Reader {
        private final TestServer server;
        private final Actor.Member member;
        private final Random random;
        private final Phaser rounds;
        final List<String> heard = new ArrayList<>();
        private final Set<String> known = new HashSet<>();
        int cuts;

        Reader(TestServer server, Actor.Member member, Random random, Phaser rounds) {
            this.server = server;
            this.member = member;
            this.random = random;
            this.rounds = rounds;
        }

        Reader read() throws InterruptedException {
            for (int round = 1; round <= ROUNDS; round++) {
                int end = round * EVENTS_A_ROUND;
                for (int sitting = 1; sitting <= CUTS_A_ROUND || heard.size() < end; sitting++) {
                    int share = 2 * EVENTS_A_ROUND / CUTS_A_ROUND;
                    listen(Math.min(
                            sitting < CUTS_A_ROUND ? random.nextInt(share) : EVENTS_A_ROUND, end - heard.size()));
                }
                rounds.arriveAndAwaitAdvance();
            }
            return this;
        }

        private void listen(int count) throws InterruptedException {
            try (RawSocket socket = RawSocket.open(server.uri(random.nextInt(2)), Map.of())) {
                socket.send("{\"type\": \"connection_init\", \"payload\": {\"Authorization\": \"Bearer "
                        + TestServer.token(member) + "\"}}");
                assertThat(socket.next().get("type").asText()).isEqualTo("connection_ack");
                String after = heard.isEmpty() ? "e0" : heard.getLast();
                socket.send("{\"type\": \"subscribe\", \"id\": \"1\", \"payload\": {\"query\":"
                        + " \"subscription { testEvents(after: \\\"" + after + "\\\") { cursor } }\"}}");
                for (int n = 0; n < count; n++) {
                    JsonNode message = socket.next();
                    String cursor =
                            message.at("/payload/data/testEvents/cursor").asText();
                    assertThat(known.add(cursor)).as(message.toString()).isTrue();
                    heard.add(cursor);
                }
            }
            cuts++;
        }
    }

    private LocalServices redis(String name) {
        return LocalServices.start(folder.resolve(name), EnumSet.of(Service.REDIS), StartListener.SILENT);
    }

    private static RedisURI uri(Endpoints.Redis redis) {
        return RedisURI.create(redis.uri());
    }

    private static void fallBehind(RedisCommands<String, String> replica, Endpoints.Redis source) {
        replica.configSet("masterauth", source.password());
        replica.replicaof("127.0.0.1", source.port());
        while (!replica.info("replication").contains("master_link_status:up")) {
            Thread.onSpinWait(); // Each look is a round trip; it follows within milliseconds.
        }
        replica.replicaofNoOne();
    }
}
