package io.viralforge.platform.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.sql.Sql;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The query {@code events}, for clients that can hold no stream. */
class LongPollTest {
    private static final String EVENTS = """
            query ($after: String, $topics: [EventTopic!], $first: Int, $wait: Duration) {
              events(after: $after, topics: $topics, first: $first, wait: $wait) {
                cursor nodes { __typename cursor at ... on JobEvent { attempt } ... on AssetEvent { asset { id } } } } }""";
    private static TestServer server;

    private final Actor.Member member = newMember();

    @BeforeAll
    static void start() {
        // Fewer connections than there are clients waiting below.
        server = TestServer.start(2, Map.of("datasources.default.maximum-pool-size", 6));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void withoutACursorThereIsNothingButThatOfNow() {
        write(0, Topic.JOB, 1);
        page(1, Map.of("after", "e0", "wait", "PT20S"));
        JsonNode now = page(0, Map.of("wait", "PT20S"));
        assertThat(now.get("nodes")).isEmpty();
        write(1, Topic.JOB, 2);
        JsonNode next = page(1, Map.of("after", cursor(now), "wait", "PT20S"));
        assertThat(attempts(next)).containsExactly(2);
        assertThat(cursor(next)).isEqualTo(next.at("/nodes/0/cursor").asText());
    }

    @Test
    void manyWaitAtOnceWithoutHoldingAConnection() throws Exception {
        String now = cursor(page(0, Map.of()));
        try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<JsonNode>> polls = new ArrayList<>();
            for (int n = 0; n < 40; n++) {
                int replica = n % 2;
                polls.add(CompletableFuture.supplyAsync(
                        () -> page(replica, Map.of("after", now, "wait", "PT25S")), waiting));
            }
            // Would come too late if those who wait held what it needs.
            write(0, Topic.ASSET, 0);
            for (CompletableFuture<JsonNode> poll : polls) {
                assertThat(poll.get().at("/nodes/0/__typename").asText()).isEqualTo("AssetEvent");
            }
        }
    }

    @Test
    void whoGoesOnFromPageToPageAndReplicaToReplicaMissesAndRepeatsNothing() throws InterruptedException {
        String cursor = cursor(page(0, Map.of()));
        Thread writer = Thread.ofVirtual()
                .start(() ->
                        IntStream.range(0, 150).forEach(n -> write(n % 2, n % 3 == 0 ? Topic.ASSET : Topic.JOB, n)));
        List<String> seen = new ArrayList<>();
        for (int poll = 0; seen.size() < 150; poll++) {
            JsonNode page = page(poll % 2, Map.of("after", cursor, "first", 7, "wait", "PT20S"));
            page.get("nodes").forEach(node -> seen.add(node.get("cursor").asText()));
            cursor = cursor(page);
        }
        writer.join();
        assertThat(seen).doesNotHaveDuplicates().hasSize(150);
        assertThat(page(0, Map.of("after", cursor)).get("nodes")).isEmpty();
    }

    @Test
    void onlyTheTopicsAskedForAndTheStudiosOwnAreSeenAndTheCursorPassesTheOthers() {
        String start = cursor(page(0, Map.of()));
        write(0, Topic.JOB, 7);
        Actor.Member stranger = newMember();
        assertThat(page(0, stranger, Map.of("after", start)).get("nodes")).isEmpty();
        String job = page(0, Map.of("after", start, "wait", "PT20S"))
                .at("/nodes/0/cursor")
                .asText();
        JsonNode none;
        do {
            none = page(0, Map.of("after", start, "topics", List.of("ASSET")));
            assertThat(none.get("nodes")).isEmpty();
        } while (cursor(none).equals(start));
        assertThat(cursor(none)).isEqualTo(job);
        JsonNode nothing = page(0, Map.of("after", start, "topics", List.of(), "wait", "PT20S"));
        assertThat(nothing.get("nodes")).isEmpty();
        assertThat(cursor(nothing)).isEqualTo(start);
    }

    @Test
    void anOperationWaitsOnlyOnceAndWhatIsWrongIsTold() {
        assertThat(refused(Map.of("after", "nonsense"))).containsExactly("BAD_REQUEST");
        assertThat(refused(Map.of("first", 101))).containsExactly("BAD_REQUEST");
        assertThat(refused(Map.of("wait", "PT26S"))).containsExactly("BAD_REQUEST");
        assertThat(server.ask(null, EVENTS).codes()).containsExactly("UNAUTHENTICATED");
        String now = cursor(page(0, Map.of()));
        JsonNode late = page(0, Map.of("after", now, "wait", "PT0.3S"));
        assertThat(late.get("nodes")).isEmpty();
    }

    @Test
    void oneCallerWaitsOnlySoOftenAtATime() throws Exception {
        try (TestServer strict = TestServer.start(1, Map.of("viralforge.stream.most-per-actor", 2));
                ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            Actor.Member one = strict.newMember(Scope.READ);
            String now = strict.data(one, EVENTS).at("/events/cursor").asText();
            Map<String, String> wait = Map.of("after", now, "wait", "PT25S");
            var polls = new ExecutorCompletionService<GraphqlResponse>(waiting);
            for (int n = 0; n < 3; n++) {
                polls.submit(() -> strict.ask(one, EVENTS, wait));
            }
            assertThat(polls.take().get().codes()).containsExactly("THROTTLED");
            strict.sql()
                    .doInStudio(
                            one.studio(),
                            tx -> strict.bean(Outbox.class)
                                    .write(tx, one.studio(), Topic.JOB, UUID.randomUUID(), Map.of("attempt", 1)));
            for (int n = 0; n < 2; n++) {
                assertThat(attempts(polls.take().get().data().get("events"))).containsExactly(1);
            }
            assertThat(attempts(strict.data(one, EVENTS, wait).get("events"))).containsExactly(1);
            String large = EVENTS.replace("events(", "a".repeat(10_000) + ": events(");
            assertThat(strict.ask(one, large, Map.of("wait", "PT25S")).codes())
                    .as("whoever waits with so much takes the room of several")
                    .containsExactly("THROTTLED");
        }
    }

    private static Actor.Member newMember() {
        return server.newMember(Scope.READ);
    }

    private List<String> refused(Map<String, ?> variables) {
        return server.ask(member, EVENTS, variables).codes();
    }

    private JsonNode page(int replica, Map<String, ?> variables) {
        return page(replica, member, variables);
    }

    private static JsonNode page(int replica, Actor.Member who, Map<String, ?> variables) {
        return GraphqlResponse.of(server.uri(replica), TestServer.token(who), EVENTS, variables)
                .data()
                .get("events");
    }

    private static String cursor(JsonNode page) {
        return page.get("cursor").asText();
    }

    private static List<Integer> attempts(JsonNode page) {
        List<Integer> attempts = new ArrayList<>();
        page.get("nodes").forEach(node -> attempts.add(node.get("attempt").asInt()));
        return attempts;
    }

    private void write(int replica, Topic topic, int attempt) {
        server.bean(replica, Sql.class)
                .doInStudio(
                        member.studio(),
                        tx -> server.bean(replica, Outbox.class)
                                .write(tx, member.studio(), topic, UUID.randomUUID(), Map.of("attempt", attempt)));
    }
}
