package io.viralforge.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import graphql.introspection.IntrospectionQuery;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.TestFeature;
import io.viralforge.testing.TestServer;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

class EngineTest {
    private static final String TICKS = "subscription { testTicks }";
    private static final String COUNT = "subscription { testCount(to: 1) }";

    private final TestServer server = TestServer.shared();

    @Test
    void scalarsComeBackAsTheyWentIn() {
        JsonNode echo = server.data(
                null,
                """
                query($at: DateTime, $length: Duration, $big: Long, $url: URL) {
                  testEcho(at: $at, length: $length, big: $big, url: $url) { at length big url }
                  literal: testEcho(at: "2026-01-02T03:04:05+02:00", length: "PT0S", big: -1, url: "http://a/b") { at length big url }
                }""",
                Map.of(
                        "at", "2026-11-20T04:30:00.123456Z",
                        "length", "P1DT2H3.5S",
                        "big", Long.MAX_VALUE,
                        "url", "https://example.org/a?b=c#d"));
        assertThat(echo.get("testEcho").toString())
                .isEqualTo("{\"at\":\"2026-11-20T04:30:00.123Z\",\"length\":\"PT26H3.5S\","
                        + "\"big\":9223372036854775807,\"url\":\"https://example.org/a?b=c#d\"}");
        assertThat(echo.get("literal").toString())
                .isEqualTo(
                        "{\"at\":\"2026-01-02T01:04:05.000Z\",\"length\":\"PT0S\",\"big\":-1,\"url\":\"http://a/b\"}");
    }

    @Test
    void scalarsOfAnotherKindAreRefusedWithAWord() {
        Map<String, List<?>> wrong = Map.of(
                "at: DateTime", List.of("yesterday", 7, "2026-11-20", "2026-13-01T00:00:00Z"),
                "length: Duration", List.of("1m", 60, "-PT1S", "P1M", ""),
                "big: Long", List.of("7", 7.5, true, "9223372036854775808"),
                "url: URL", List.of("example.org", "/a", "mailto:a@b", "http://a b", 7));
        wrong.forEach((argument, values) -> values.forEach(value -> {
            String name = argument.substring(0, argument.indexOf(':'));
            GraphqlResponse response = server.ask(
                    null,
                    "query($v: %s) { testEcho(%s: $v) { text } }"
                            .formatted(argument.substring(argument.indexOf(' ') + 1), name),
                    Map.of("v", value));
            assertThat(response.status()).as(argument + " " + value).isEqualTo(400);
            assertThat(response.codes()).containsExactly("BAD_REQUEST");
            assertThat(response.body().toString()).contains("Expected");
        }));
        assertThat(server.ask(null, "{ testEcho(big: 9223372036854775808) { text } }")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aClosedFieldTellsWhetherSigningInWouldHelp() {
        assertThat(server.ask(null, "{ testSecret }").codes()).containsExactly("UNAUTHENTICATED");
        assertThat(server.ask(server.newMember(Scope.READ), "{ testSecret }").codes())
                .containsExactly("FORBIDDEN");
        assertThat(server.ask(server.newWorker(), "{ testSecret }").codes()).containsExactly("FORBIDDEN");
        assertThat(server.data(server.newMember(Scope.MONEY), "{ testSecret }")
                        .get("testSecret")
                        .asText())
                .isEqualTo("gold");
    }

    @ParameterizedTest
    @EnumSource(
            value = io.viralforge.platform.error.ErrorCode.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = "INTERNAL")
    void aCodedFailureSpeaksForItself(io.viralforge.platform.error.ErrorCode code) {
        GraphqlResponse response = server.ask(null, "{ testFailure(how: \"" + code + "\") }");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.codes()).containsExactly(code.name());
        assertThat(response.body().at("/errors/0/message").asText()).isEqualTo("As you wish.");
    }

    @Test
    void anythingElseTellsNothingInternal() {
        GraphqlResponse response = server.ask(null, "{ testFailure(how: \"INTERNAL\") testEcho { missing } }");
        assertThat(response.codes()).containsExactlyInAnyOrder("INTERNAL", "INTERNAL");
        assertThat(response.body().toString()).doesNotContain("secret-host").doesNotContain("TestEcho");
        assertThat(response.body().at("/errors/0/extensions/requestId").asText())
                .isEqualTo(response.headers().firstValue("X-Request-Id").orElseThrow());
    }

    @Test
    void loadersAreAskedOnceForAll() {
        TestFeature feature = server.bean(TestFeature.class);
        int before = feature.loads.get();
        JsonNode data =
                server.data(null, "{ a: testTwice(name: \"a\") b: testTwice(name: \"b\") c: testTwice(name: \"a\") }");
        assertThat(data.toString()).isEqualTo("{\"a\":\"a!!\",\"b\":\"b!!\",\"c\":\"a!!\"}");
        assertThat(feature.loads.get() - before).isEqualTo(2);
    }

    @Test
    void anOperationRunsOnAVirtualThread() {
        assertThat(server.data(null, "{ testIsVirtual }").get("testIsVirtual").asBoolean())
                .isTrue();
    }

    @Test
    void unknownNodesAreNullAndTooManyAreRefused() {
        Actor.Member member = server.newMember(Scope.READ);
        String unknown = Id.Type.JOB.of(UUID.randomUUID());
        JsonNode data = server.data(
                member,
                "query($id: ID!) { node(id: \"nonsense\") { id } nodes(ids: [$id, \"x\"]) { id } }",
                Map.of("id", unknown));
        assertThat(data.toString()).isEqualTo("{\"node\":null,\"nodes\":[null,null]}");
        assertThat(server.ask(
                                member,
                                "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
                                Map.of("ids", Collections.nCopies(101, unknown)))
                        .codes())
                .containsExactly("BAD_REQUEST");
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeAnythingRuns() {
        Map<String, String> tooLarge = new HashMap<>();
        tooLarge.put("levels deep", "{ testEcho " + "{ self ".repeat(12) + "{ text }" + "}".repeat(12) + "}");
        tooLarge.put("2,000 fields", bomb(12));
        tooLarge.put("Query has", bomb(30));
        tooLarge.put("tokens", "{ " + "__typename ".repeat(3_100) + "}");
        StringBuilder aliases = new StringBuilder("{");
        for (int i = 0; i < 201; i++) {
            aliases.append(" a").append(i).append(": __typename");
        }
        tooLarge.put("200 aliases", aliases + "}");
        tooLarge.put(
                "introspection",
                "{ __schema { types { fields { type " + "{ ofType ".repeat(18) + "{ name }" + "}".repeat(18)
                        + " } } } }");
        tooLarge.forEach((why, document) -> {
            GraphqlResponse response = server.ask(null, document);
            assertThat(response.status()).as(why).isEqualTo(400);
            assertThat(response.codes()).containsExactly("BAD_REQUEST");
            assertThat(response.body().toString()).contains(why);
        });
        assertThat(server.ask(null, "{ testEcho " + "{ self ".repeat(10) + "{ text }" + "}".repeat(10) + "}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void introspectionIsNotBoundByTheDepthOfOperations() {
        assertThat(server.data(null, IntrospectionQuery.INTROSPECTION_QUERY)
                        .at("/__schema/queryType/name")
                        .asText())
                .isEqualTo("Query");
    }

    @Test
    void ofWhatASubscriptionWasAskedWithOnlyWhatItDeclaresIsKept() throws InterruptedException {
        // Whose text is kept with the document is the first's.
        var _ = subscribed(TICKS, Map.of());
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        Set<Reference<?>> ballast = new HashSet<>();
        Answer.Subscribed kept = withBallast(collected, ballast);
        Disposable following = Flux.from(kept.events()).subscribe();
        while (!ballast.isEmpty()) {
            System.gc();
            Reference<?> gone = collected.remove(20_000);
            assertThat(gone).as("what became of the variables and the text").isNotNull();
            ballast.remove(gone);
        }
        following.dispose();
    }

    /** In a method of its own, so that nothing here holds what was brought. */
    private Answer.Subscribed withBallast(ReferenceQueue<Object> collected, Set<Reference<?>> ballast) {
        List<Object> many = new ArrayList<>(List.of(new HashMap<>()));
        String text = new String(TICKS.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        ballast.add(new PhantomReference<>(many, collected));
        ballast.add(new PhantomReference<>(text, collected));
        return subscribed(text, Map.of("undeclared", many));
    }

    @Test
    void whatNobodyDeclaredIsForgottenByWhoeverHoldsTheOperation() {
        Operation brought = new Operation(
                "query ($text: String!) { testEcho(text: $text) { text } }",
                null,
                Map.of("text", "a", "undeclared", "x".repeat(20_000)));
        server.bean(Engine.class)
                .execute(brought, server.newMember(Scope.READ), EnumSet.allOf(Engine.Kind.class), "test", "192.0.2.1");
        assertThat(brought.variables()).containsOnlyKeys("text");
    }

    @Test
    void aPersonFollowsSoMuchAtATimeAndNoMore() {
        try (TestServer strict = TestServer.start(
                1, Map.of("viralforge.test-schema", true, "viralforge.subscriptions.most-per-actor", 4))) {
            Actor.Member one = strict.newMember(Scope.READ);
            List<Disposable> following = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                following.add(Flux.from(subscribed(strict, one, TICKS).events()).subscribe());
            }
            assertThatThrownBy(() -> count(strict, one, COUNT)).hasMessageContaining("At most 4 subscriptions");
            assertThat(count(strict, strict.newMember(Scope.READ), COUNT)).contains("1");
            assertThat(count(strict, strict.newWorker(), COUNT)).contains("1");
            following.removeLast().dispose();
            assertThat(count(strict, one, COUNT)).contains("1");
            assertThat(count(strict, one, COUNT)).as("that one has ended").contains("1");
            following.removeLast().dispose();
            String large = COUNT.replace("testCount", "a".repeat(10_000) + ": testCount");
            assertThatThrownBy(() -> count(strict, one, large)).hasMessageContaining("At most 4 subscriptions");
            following.forEach(Disposable::dispose);
            assertThat(count(strict, one, large)).contains("1");
        }
    }

    private static @Nullable String count(TestServer server, Actor actor, String text) {
        return Flux.from(subscribed(server, actor, text).events())
                .map(Answer.Event::json)
                .blockLast();
    }

    private Answer.Subscribed subscribed(String text, Map<String, @Nullable Object> variables) {
        return subscribed(server, server.newMember(Scope.READ), new Operation(text, null, variables));
    }

    private static Answer.Subscribed subscribed(TestServer server, Actor actor, String text) {
        return subscribed(server, actor, new Operation(text, null, Map.of()));
    }

    private static Answer.Subscribed subscribed(TestServer server, Actor actor, Operation operation) {
        return (Answer.Subscribed) server.bean(Engine.class)
                .execute(operation, actor, EnumSet.allOf(Engine.Kind.class), "test", "192.0.2.1");
    }

    /** Fragments that double: short to write, long to execute. */
    private static String bomb(int doublings) {
        StringBuilder bomb = new StringBuilder("{ testEcho { ...f0 } } ");
        for (int i = 0; i < doublings; i++) {
            bomb.append("fragment f%d on TestEcho { ...f%d ...f%d } ".formatted(i, i + 1, i + 1));
        }
        return bomb + "fragment f" + doublings + " on TestEcho { text }";
    }
}
