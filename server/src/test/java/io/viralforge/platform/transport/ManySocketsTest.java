package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.ReplicaProcess;
import io.viralforge.testing.SocketCrowd;
import io.viralforge.testing.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A replica in a process of its own, with as many sockets as it takes. */
class ManySocketsTest {
    /** What thousands of sockets leave behind in a server that had none before: buffers that are kept for the next. */
    private static final long LEFT_OVER = 24 << 20;

    @Test
    void aThousandSocketsAreServedAndNoMore() throws Exception {
        fill(1_000);
    }

    @Test
    @Tag("full")
    void tenThousandSocketsAreServedAndNoMore() throws Exception {
        fill(10_000);
    }

    private static void fill(int most) throws Exception {
        try (TestServer server = TestServer.start(1, Map.of("viralforge.test-schema", true));
                ReplicaProcess replica = server.newProcess(Map.of(
                        "viralforge.socket.most",
                        most,
                        "viralforge.socket.most-per-actor",
                        most + 1,
                        "viralforge.subscriptions.most-per-actor",
                        most,
                        "viralforge.connections",
                        5 * most))) {
            Actor.Member member = server.newMember(Scope.READ, Scope.CREATE);
            String token = TestServer.token(member);
            String now = server.data(member, "{ events { cursor } }")
                    .at("/events/cursor")
                    .asText();
            ReplicaProcess.Memory before = replica.memory();
            try (SocketCrowd crowd = new SocketCrowd(
                    replica.uri(),
                    token,
                    "subscription($after: String) { testEvents(after: $after) { cursor n } }",
                    Map.of("after", now))) {
                crowd.open(most);
                assertThat(replica.metric("viralforge_sockets")).isEqualTo(most);
                server.data(member, "mutation { testWrite }");
                crowd.awaitEvents(most);

                crowd.open(1);
                assertThat(crowd.closeCode()).isEqualTo(SocketClose.FULL.code());
                assertThat(GraphqlResponse.of(replica.uri(), token, "{ service { version } }", Map.of())
                                .data()
                                .at("/service/version")
                                .asText())
                        .isNotEmpty();
                server.data(member, "mutation { testWrite }");
                crowd.awaitEvents(most);
                assertThat(crowd.closed()).isZero();
            }
            for (double open = most; open > 0; ) {
                open = replica.metric("viralforge_sockets");
            }
            assertThat(replica.memory().heap() - before.heap()).isLessThan(LEFT_OVER);
        }
    }
}
