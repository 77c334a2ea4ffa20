package io.viralforge.testing;

import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.ReplicaProcess.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/**
 * What memory a replica, in a process of its own, takes for a socket that has asked for a durable subscription and is
 * idle. What the system itself keeps of a connection is not counted. Takes the commit and the file for the result.
 */
final class SocketBench {
    private static final int WARM = 500;
    private static final int SOME = 2_000;
    private static final int MANY = 10_000;

    private SocketBench() {}

    public static void main(String[] args) throws Exception {
        Files.writeString(Path.of(args[1]), measured(args[0]));
        System.exit(0);
    }

    private static String measured(String commit) throws Exception {
        BenchMachine machine = new BenchMachine();
        try (TestServer server = TestServer.start();
                ReplicaProcess replica = server.newProcess(Map.of(
                        "viralforge.socket.most", MANY,
                        "viralforge.socket.most-per-actor", MANY,
                        "viralforge.subscriptions.most-per-actor", MANY,
                        "viralforge.connections", 5 * MANY))) {
            Actor.Member member = server.newMember(Scope.READ);
            try (SocketCrowd first = crowd(server, replica, member)) {
                first.open(WARM);
            }
            awaitNone(replica);
            Memory before = replica.memory();
            Memory some;
            Memory many;
            try (SocketCrowd crowd = crowd(server, replica, member)) {
                crowd.open(SOME);
                some = replica.memory();
                crowd.open(MANY - SOME);
                many = replica.memory();
                if (replica.metric("viralforge_sockets") != MANY) {
                    throw new IllegalStateException("some were closed");
                }
            }
            awaitNone(replica);
            Memory after = replica.memory();
            String result = String.format(
                    Locale.ROOT,
                    """
                    {
                      "benchmark": "memory of idle sockets with a durable subscription each, in a replica of its own process",
                      "date": "%s",
                      "commit": "%s",
                      "machine": %s,
                      "bytesPerSocket": {
                        "of%d": {"heap": %d, "outside": %d, "both": %d},
                        "of%d": {"heap": %d, "outside": %d, "both": %d},
                        "goal": 16384},
                      "replica": {"heapBefore": %d, "heapAfterwards": %d, "outsideBefore": %d, "outsideAfterwards": %d}
                    }
                    """,
                    InstantSource.system().instant(),
                    commit,
                    machine.json(),
                    SOME,
                    (some.heap() - before.heap()) / SOME,
                    (some.outside() - before.outside()) / SOME,
                    (some.both() - before.both()) / SOME,
                    MANY,
                    (many.heap() - before.heap()) / MANY,
                    (many.outside() - before.outside()) / MANY,
                    (many.both() - before.both()) / MANY,
                    before.heap(),
                    after.heap(),
                    before.outside(),
                    after.outside());
            System.out.print(result);
            return result;
        }
    }

    private static SocketCrowd crowd(TestServer server, ReplicaProcess replica, Actor.Member member) {
        String now = server.data(member, "{ events { cursor } }")
                .at("/events/cursor")
                .asText();
        return new SocketCrowd(
                replica.uri(),
                TestServer.token(member),
                "subscription($after: String) { jobEvents(after: $after) { cursor state job { id } } }",
                Map.of("after", now));
    }

    private static void awaitNone(ReplicaProcess replica) throws IOException, InterruptedException {
        while (replica.metric("viralforge_sockets") > 0) {
            Thread.onSpinWait();
        }
    }
}
