package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.NodeScript;
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

/** npm's graphql-ws client against two replicas. */
class GraphqlWsClientTest {
    private static final String EVENTS = "subscription($after: String) { testEvents(after: $after) { cursor n name } }";
    private static TestServer server;

    private NodeScript clients = NodeScript.start("clients.mjs");

    @BeforeAll
    static void start() {
        server = TestServer.start(2, Map.of("viralforge.test-schema", true));
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
    void queriesAndMutationsGoOverTheSocketToo() throws InterruptedException {
        open("a", server.newMember(Scope.CREATE), 0);
        subscribe("a", "q", "query($big: Long) { testEcho(big: $big) { big } }", Map.of("big", 7), null);
        assertThat(next("q").at("/result/data/testEcho/big").asLong()).isEqualTo(7);
        await("complete", "q");
        subscribe("a", "m", "mutation { testWrite(count: 2) }", Map.of(), null);
        assertThat(next("m").at("/result/data/testWrite").asInt()).isEqualTo(2);
        await("complete", "m");
    }

    @Test
    void aStreamIsDeliveredInOrderAndCompletes() throws InterruptedException {
        open("a", null, 0);
        subscribe("a", "s", "subscription { testCount(to: 50) }", Map.of(), null);
        for (int n = 1; n <= 50; n++) {
            assertThat(next("s").at("/result/data/testCount").asInt()).isEqualTo(n);
        }
        await("complete", "s");
    }

    @Test
    void whatIsWrongWithAnOperationComesAsItsErrorAndTheSocketGoesOn() throws InterruptedException {
        open("a", null, 0);
        subscribe("a", "syntax", "{", Map.of(), null);
        assertThat(code("syntax")).isEqualTo("BAD_REQUEST");
        subscribe("a", "invalid", "{ nothing }", Map.of(), null);
        assertThat(code("invalid")).isEqualTo("BAD_REQUEST");
        subscribe("a", "closed", EVENTS, Map.of(), null);
        assertThat(code("closed")).isEqualTo("UNAUTHENTICATED");
        subscribe("a", "late", "subscription { testCount(to: 5, failAt: 3) }", Map.of(), null);
        assertThat(next("late").at("/result/data/testCount").asInt()).isEqualTo(1);
        assertThat(code("late")).isEqualTo("CURSOR_EXPIRED");
        open("b", server.newMember(Scope.READ), 0);
        subscribe("b", "cursor", EVENTS, Map.of("after", "nonsense"), null);
        assertThat(code("cursor")).isEqualTo("BAD_REQUEST");
        subscribe("a", "fine", "{ __typename }", Map.of(), null);
        next("fine");
    }

    @Test
    void aStreamCutAgainAndAgainGoesOnAtTheOtherReplicaWithoutGapOrRepeat() throws InterruptedException {
        Actor.Member member = server.newMember(Scope.READ, Scope.CREATE);
        open("a", member, 20);
        subscribe("a", "e", EVENTS, Map.of(), "testEvents");
        clients.await(line -> line.get("event").asText().equals("connected"));
        // A first event, so that there is a cursor to resume after.
        server.data(member, "mutation { testWrite(count: 1) }");
        List<Integer> seen = new ArrayList<>(List.of(n(next("e"))));
        for (int cut = 0; cut < 6; cut++) {
            server.data(member, "mutation { testWrite(count: 40) }");
            seen.add(n(next("e")));
            clients.send(Map.of("command", "cut", "client", "a"));
            server.data(member, "mutation { testWrite(count: 40) }");
        }
        while (seen.size() < 1 + 6 * 80) {
            seen.add(n(next("e")));
        }
        List<Integer> expected = new ArrayList<>(List.of(0));
        for (int i = 0; i < 12; i++) {
            expected.addAll(IntStream.range(0, 40).boxed().toList());
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void aStreamOutlivesTheReplicaItCameFrom() throws InterruptedException {
        Actor.Member member = server.newMember(Scope.READ, Scope.CREATE);
        int replica = server.addReplica();
        clients.send(Map.of(
                "command",
                "open",
                "client",
                "a",
                "urls",
                List.of(socket(replica)),
                "token",
                TestServer.token(member),
                "retry",
                20));
        subscribe("a", "e", EVENTS, Map.of(), "testEvents");
        clients.await(line -> line.get("event").asText().equals("connected"));
        server.data(member, "mutation { testWrite(count: 1) }");
        assertThat(n(next("e"))).isZero();
        server.stopReplica(replica);
        JsonNode closed = clients.await(line -> line.get("event").asText().equals("closed"));
        assertThat(closed.get("code").asInt()).isEqualTo(1001);
    }

    @Test
    void ticksReachEveryReplicaAndTheNewestWins() throws InterruptedException {
        Actor.Member member = server.newMember(Scope.READ, Scope.CREATE);
        for (int replica = 0; replica < 2; replica++) {
            clients.send(Map.of(
                    "command",
                    "open",
                    "client",
                    "c" + replica,
                    "urls",
                    List.of(socket(replica)),
                    "token",
                    TestServer.token(member)));
            subscribe("c" + replica, "t" + replica, "subscription { testTicks }", Map.of(), null);
            subscribe("c" + replica, "now" + replica, "{ __typename }", Map.of(), null);
            await("complete", "now" + replica);
        }
        int sent = 0;
        JsonNode here = null;
        JsonNode there = null;
        // Lossy: ticks sent before a subscription stands, or before Redis has it, are not seen.
        while (here == null || there == null) {
            server.data(member, "mutation($n: Int!) { testTick(n: $n) }", Map.of("n", ++sent));
            here = here == null ? clients.poll(line -> isNext(line, "t0")) : here;
            there = there == null ? clients.poll(line -> isNext(line, "t1")) : there;
        }
        assertThat(here.at("/result/data/testTicks").asInt()).isPositive();
        assertThat(there.at("/result/data/testTicks").asInt()).isPositive();
    }

    private static boolean isNext(JsonNode line, String id) {
        return line.get("event").asText().equals("next")
                && line.path("id").asText().equals(id);
    }

    private void open(String client, Actor.@Nullable Member member, int retry) {
        Map<String, Object> command = new HashMap<>(
                Map.of("command", "open", "client", client, "urls", List.of(socket(0), socket(1)), "retry", retry));
        if (member != null) {
            command.put("token", TestServer.token(member));
        }
        clients.send(command);
    }

    private static String socket(int replica) {
        return "ws://" + server.uri(replica).getAuthority();
    }

    private void subscribe(String client, String id, String query, Map<String, ?> variables, @Nullable String resume) {
        Map<String, Object> command = new HashMap<>(
                Map.of("command", "subscribe", "client", client, "id", id, "query", query, "variables", variables));
        if (resume != null) {
            command.put("resume", resume);
        }
        clients.send(command);
    }

    private JsonNode next(String id) throws InterruptedException {
        JsonNode line = clients.await(candidate -> candidate.path("id").asText().equals(id));
        assertThat(line.get("event").asText()).as(line.toString()).isEqualTo("next");
        return line;
    }

    private String code(String id) throws InterruptedException {
        return await("error", id).at("/errors/0/extensions/code").asText();
    }

    private JsonNode await(String event, String id) throws InterruptedException {
        return clients.await(line -> line.get("event").asText().equals(event)
                && line.path("id").asText().equals(id));
    }

    private static int n(JsonNode next) {
        JsonNode event = next.at("/result/data/testEvents");
        assertThat(event.get("name").asText()).isEqualTo("same!");
        return event.get("n").asInt();
    }
}
