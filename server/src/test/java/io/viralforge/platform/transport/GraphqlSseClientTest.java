package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.NodeScript;
import io.viralforge.testing.TestFeature;
import io.viralforge.testing.TestServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** npm's graphql-sse client, in its distinct connections mode, against two replicas. */
class GraphqlSseClientTest {
    private static final String EVENTS = "subscription($after: String) { testEvents(after: $after) { cursor n name } }";
    private static TestServer server;

    private final NodeScript clients = NodeScript.start("streams.mjs");

    @BeforeAll
    static void start() {
        // Streams are so short that they end in the midst of a test.
        server = TestServer.start(
                2,
                Map.of(
                        "viralforge.test-schema", true,
                        "viralforge.stream.shortest", "1500ms",
                        "viralforge.stream.longest", "2s"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void ready() throws InterruptedException {
        clients.await(line -> line.get("event").asText().equals("ready"));
    }

    @AfterEach
    void close() {
        clients.close();
    }

    @Test
    void queriesAndMutationsGoOverStreamsToo() throws InterruptedException {
        open(server.newMember(Scope.CREATE));
        subscribe("q", "query($big: Long) { testEcho(big: $big) { big } }", Map.of("big", 7), null);
        assertThat(next("q").at("/result/data/testEcho/big").asLong()).isEqualTo(7);
        await("complete", "q");
        subscribe("m", "mutation { testWrite(count: 2) }", Map.of(), null);
        assertThat(next("m").at("/result/data/testWrite").asInt()).isEqualTo(2);
        await("complete", "m");
    }

    @Test
    void aStreamIsDeliveredInOrderAndCompletes() throws InterruptedException {
        open(null);
        subscribe("s", "subscription { testCount(to: 50) }", Map.of(), null);
        for (int n = 1; n <= 50; n++) {
            assertThat(next("s").at("/result/data/testCount").asInt()).isEqualTo(n);
        }
        await("complete", "s");
    }

    @Test
    void whatIsWrongWithAnOperationComesAsItsResult() throws InterruptedException {
        open(null);
        for (String query : List.of("{", "{ nothing }", EVENTS)) {
            subscribe(query, query, Map.of(), null);
            assertThat(next(query).at("/result/errors/0/extensions/code").asText())
                    .isIn("BAD_REQUEST", "UNAUTHENTICATED");
            await("complete", query);
        }
    }

    @Test
    void aClientThatStopsEndsTheSource() throws InterruptedException {
        open(null);
        subscribe("c", "subscription { testCount(to: 100000000) }", Map.of(), null);
        next("c");
        clients.send(Map.of("command", "stop", "client", "a", "id", "c"));
        server.bean(TestFeature.class).awaitCounting(0);
    }

    @Test
    void aSubscriptionGoesOnFromStreamToStreamAndReplicaToReplicaWithoutGapOrRepeat() throws InterruptedException {
        Actor.Member member = server.newMember(Scope.READ, Scope.CREATE);
        open(member);
        // From the log's beginning: a client that is cut before its first event has nothing else to resume after.
        subscribe("e", EVENTS, Map.of("after", "e0"), "testEvents");
        List<Integer> seen = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int ends = 0; ends < 4; ends++) {
            server.data(member, "mutation { testWrite(count: 30) }");
            expected.addAll(IntStream.range(0, 30).boxed().toList());
            await("complete", "e");
        }
        while (seen.size() < expected.size()) {
            seen.add(next("e").at("/result/data/testEvents/n").asInt());
        }
        assertThat(seen).isEqualTo(expected);
    }

    private void open(Actor.@Nullable Member member) {
        Map<String, Object> command = new HashMap<>(Map.of(
                "command",
                "open",
                "client",
                "a",
                "urls",
                List.of(server.uri(0).toString(), server.uri(1).toString())));
        if (member != null) {
            command.put("token", TestServer.token(member));
        }
        clients.send(command);
    }

    private void subscribe(String id, String query, Map<String, ?> variables, @Nullable String resume) {
        Map<String, Object> command = new HashMap<>(
                Map.of("command", "subscribe", "client", "a", "id", id, "query", query, "variables", variables));
        if (resume != null) {
            command.put("resume", resume);
        }
        clients.send(command);
    }

    private JsonNode next(String id) throws InterruptedException {
        return await("next", id);
    }

    private JsonNode await(String event, String id) throws InterruptedException {
        return clients.await(line -> line.get("event").asText().equals(event)
                && line.path("id").asText().equals(id));
    }
}
