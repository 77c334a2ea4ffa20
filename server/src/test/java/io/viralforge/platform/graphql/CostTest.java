package io.viralforge.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.RawSocket;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostTest {
    private static final String RESPONSE = "application/graphql-response+json";
    /** 1 for viewer, 1 for studios, 1 for each. */
    private static final String DEAR = "query ($first: Int) { viewer { studios(first: $first) { nodes { name } } } }";

    private final TestServer shared = TestServer.shared();

    @Test
    void theSchemaSaysWhatAnOperationCosts() {
        assertThat(cost("{ __typename }", Map.of())).isEqualTo(1);
        assertThat(cost("{ service { version hasWorker } }", Map.of())).isEqualTo(1);
        assertThat(cost("{ __schema { types { fields { name } } } }", Map.of())).isEqualTo(100);
        assertThat(cost("mutation { jobCancel(id: \"x\") { job { id } } }", Map.of()))
                .isEqualTo(2);
        assertThat(cost("mutation { jobRetry(id: \"x\") { job { id } } }", Map.of()))
                .isEqualTo(11);
    }

    @Test
    void aSizeMultipliesItsListAndNotWhatStandsBesideIt() {
        assertThat(cost("{ jobs(first: 50) { nodes { id } pageInfo { endCursor } } }", Map.of()))
                .isEqualTo(1 + 50 + 1);
        assertThat(cost("{ jobs(first: 50) { edges { node { id inputs { id } } } } }", Map.of()))
                .isEqualTo(1 + 50 * (1 + 1 + 1));
        assertThat(cost(
                        "{ jobs { ...on JobConnection { ...page } } } fragment page on JobConnection { nodes { id } }",
                        Map.of()))
                .isEqualTo(1 + 20);
        assertThat(cost("{ nodes(ids: [\"a\", \"b\", \"c\"]) { id } }", Map.of()))
                .isEqualTo(3);
        assertThat(cost("{ a: jobs(first: 9) { nodes { id } } b: jobs(first: 9) { nodes { id } } }", Map.of()))
                .isEqualTo(20);
    }

    @Test
    void sizesComeFromVariablesAndDefaultsToo() {
        String jobs = "query ($n: Int = 7) { jobs(first: $n) { nodes { id } } }";
        assertThat(cost(jobs, Map.of())).isEqualTo(8);
        assertThat(cost(jobs, Map.of("n", 30))).isEqualTo(31);
        assertThat(cost("query ($n: Int) { jobs(first: $n) { nodes { id } } }", Map.of()))
                .isEqualTo(21);
        assertThat(cost("{ jobs(first: null) { nodes { id } } }", Map.of())).isEqualTo(21);
        assertThat(cost("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", Map.of("ids", List.of("a", "b"))))
                .isEqualTo(2);
        // More than a list gives is refused by the list, so it costs no more.
        assertThat(cost(jobs, Map.of("n", 2_000_000_000))).isEqualTo(101);
        assertThat(cost(jobs, Map.of("n", -5))).isEqualTo(1);
        assertThat(cost(jobs, Map.of("n", "many"))).isEqualTo(2);
    }

    @Test
    void whereSomethingFailedNothingComesBack() {
        GraphqlResponse emptied =
                shared.ask(null, "{ __schema { queryType { name } } jobs(first: 50) { nodes { id } } }");
        assertThat(emptied.codes()).containsExactly("UNAUTHENTICATED");
        assertThat(emptied.body().get("data").isNull()).isTrue();
        assertThat(emptied.body().at("/extensions/cost/actualQueryCost").asInt())
                .as("the schema was read all the same")
                .isEqualTo(100 + 1 + 50);
        GraphqlResponse inPart = shared.ask(
                shared.newMember(Scope.READ), "{ jobs(first: 50) { nodes { id } } testFailure(how: \"BAD_REQUEST\") }");
        assertThat(inPart.body().get("data").isNull()).isFalse();
        assertThat(inPart.body().at("/extensions/cost/actualQueryCost").asInt()).isEqualTo(1 + 50);
    }

    @Test
    void ourOwnClientsStayFarBelowWhatIsAllowed() throws IOException {
        try (InputStream manifest =
                Objects.requireNonNull(CostTest.class.getResourceAsStream("/trusted-documents.json"))) {
            Map<?, ?> documents = new ObjectMapper().readValue(manifest, Map.class);
            assertThat(documents.values())
                    .allSatisfy(text -> assertThat(cost((String) text, Map.of("first", 100)))
                            .isLessThan(800));
        }
    }

    @Test
    void whatCouldCostTooMuchIsNotExecuted() {
        String dear = "{ "
                + IntStream.range(0, 11)
                        .mapToObj(n -> "j" + n + ": jobs(first: 100) { nodes { id } }")
                        .collect(Collectors.joining(" "))
                + " }";
        GraphqlResponse response = shared.ask(shared.newMember(Scope.READ), dear);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.codes()).containsExactly("COST_EXCEEDED");
    }

    @Test
    void eachAnswerTellsWhatItCostAndWhatIsLeftAndWhatWasNotSpentComesBack() {
        try (TestServer server = TestServer.start(2, settings(500, 1, Map.of()))) {
            Actor.Member member = server.newMember(Scope.READ);
            JsonNode cost = ask(server.uri(0), member, 100, RESPONSE).body().at("/extensions/cost");
            assertThat(cost.get("requestedQueryCost").asInt()).isEqualTo(102);
            assertThat(cost.get("actualQueryCost").asInt()).isEqualTo(3);
            assertThat(cost.at("/throttleStatus/maximumAvailable").asInt()).isEqualTo(500);
            assertThat(cost.at("/throttleStatus/restoreRate").asInt()).isEqualTo(1);
            assertThat(cost.at("/throttleStatus/currentlyAvailable").asInt()).isBetween(497, 500);
            server.bean(0, Budgets.class).take(member, "unknown", 300);
            int left = ask(server.uri(1), member, 1, RESPONSE)
                    .body()
                    .at("/extensions/cost/throttleStatus/currentlyAvailable")
                    .asInt();
            assertThat(left).as("one bucket for both replicas").isLessThan(300);
        }
    }

    @Test
    void anEmptyBucketIsThrottledOnAllReplicasAndSaysWhenToComeBack() {
        try (TestServer server = TestServer.start(2, settings(150, 1, Map.of()))) {
            Actor.Member member = server.newMember(Scope.READ);
            spend(server, member, 15);
            GraphqlResponse strict = ask(server.uri(0), member, 100, RESPONSE);
            assertThat(strict.status()).isEqualTo(429);
            assertThat(strict.codes()).containsExactly("THROTTLED");
            assertThat(Integer.parseInt(
                            strict.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 102);
            assertThat(strict.body().at("/extensions/cost/actualQueryCost").isNull())
                    .isTrue();
            GraphqlResponse lenient = ask(server.uri(1), member, 100, "application/json");
            assertThat(lenient.status()).isEqualTo(200);
            assertThat(lenient.codes()).containsExactly("THROTTLED");
            assertThat(lenient.headers().firstValue("Retry-After")).isPresent();
            assertThat(ask(server.uri(0), member, 100, "text/event-stream").status())
                    .isEqualTo(429);
            assertThat(ask(server.uri(0), server.newMember(Scope.READ), 100, RESPONSE)
                            .status())
                    .as("others have buckets of their own")
                    .isEqualTo(200);
        }
    }

    @Test
    void whatIsNotValidCostsByItsLengthAndWhatIsNewCostsNothingMore() {
        try (TestServer server = TestServer.start(1, settings(100, 1, Map.of()))) {
            Actor.Member member = server.newMember(Scope.READ);
            assertThat(server.ask(member, "{ service { version } }")
                            .body()
                            .at("/extensions/cost/throttleStatus/currentlyAvailable")
                            .asInt())
                    .isGreaterThanOrEqualTo(98);
            String invalid = "{ nope }" + "#".repeat(30_000);
            JsonNode cost = server.ask(member, invalid).body().at("/extensions/cost");
            assertThat(cost.get("actualQueryCost").asInt()).isEqualTo(31);
            assertThat(cost.at("/throttleStatus/currentlyAvailable").asInt()).isLessThan(80);
            List<String> codes = List.of();
            for (int n = 0; n < 10 && !codes.contains("THROTTLED"); n++) {
                codes = server.ask(member, "{ not graphql" + "#".repeat(30_000)).codes();
            }
            assertThat(codes).containsExactly("THROTTLED");
        }
    }

    @Test
    void manyAtOnceTakeNoMoreThanThereIs() throws Exception {
        try (TestServer server = TestServer.start(2, settings(1_020, 1, Map.of()));
                ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            Actor.Member member = server.newMember(Scope.READ);
            Budgets budgets = server.bean(0, Budgets.class);
            Budgets others = server.bean(1, Budgets.class);
            List<Future<Boolean>> takes = new ArrayList<>();
            for (int n = 0; n < 60; n++) {
                Budgets each = n % 2 == 0 ? budgets : others;
                Callable<Boolean> take = () -> each.take(member, "unknown", 100).isTaken();
                takes.add(many.submit(take));
            }
            int taken = 0;
            for (Future<Boolean> take : takes) {
                taken += take.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(10);
        }
    }

    @Test
    void withoutRedisEachReplicaCountsForItself() {
        try (TestServer server = TestServer.start(2, settings(150, 1, Map.of("redis.uri", "redis://127.0.0.1:1")))) {
            Actor.Member member = server.newMember(Scope.READ);
            Budgets budgets = server.bean(0, Budgets.class);
            Budgets.Bucket first = budgets.take(member, "unknown", 100);
            assertThat(first.isTaken()).isTrue();
            assertThat(budgets.take(member, "unknown", 100).isTaken()).isFalse();
            assertThat(server.bean(1, Budgets.class)
                            .take(member, "unknown", 100)
                            .isTaken())
                    .isTrue();
            assertThat(budgets.giveBack(first, 90).left()).isGreaterThanOrEqualTo(140);
            assertThat(ask(server.uri(0), member, 100, RESPONSE).status()).isEqualTo(200);
        }
    }

    @Test
    void strangersAreCountedByAddressAndWorkersHaveTermsOfTheirOwn() throws InterruptedException {
        try (TestServer server = TestServer.start(
                1,
                settings(
                        5,
                        1,
                        Map.of("viralforge.client-address-header", "X-Client", "redis.uri", "redis://127.0.0.1:1")))) {
            for (int n = 0; n < 4; n++) {
                assertThat(from(server.uri(), "192.0.2.1").status()).isEqualTo(200);
            }
            int status = 200;
            for (int n = 0; n < 20 && status == 200; n++) {
                status = from(server.uri(), "192.0.2.1").status();
            }
            assertThat(status).isEqualTo(429);
            assertThat(from(server.uri(), "192.0.2.2").status()).isEqualTo(200);
            Actor worker = server.newWorker();
            for (int n = 0; n < 20; n++) {
                assertThat(server.ask(worker, "{ service { version } }").status())
                        .isEqualTo(200);
            }
            try (RawSocket socket = RawSocket.open(server.uri(), Map.of("X-Client", "192.0.2.1"))) {
                socket.send("{\"type\": \"connection_init\"}");
                socket.next();
                String type = "next";
                for (int n = 0; n < 20 && !type.equals("error"); n++) {
                    socket.send("{\"type\": \"subscribe\", \"id\": \"" + n
                            + "\", \"payload\": {\"query\": \"{ a: service { version } b: service { version } }\"}}");
                    JsonNode message = socket.next();
                    type = message.get("type").asText();
                    if (type.equals("error")) {
                        assertThat(message.findValuesAsText("code")).containsExactly("THROTTLED");
                    } else {
                        assertThat(socket.next().get("type").asText()).isEqualTo("complete");
                    }
                }
                assertThat(type).isEqualTo("error");
            }
        }
    }

    private long cost(String text, Map<String, Object> variables) {
        Document document = Parser.parse(text);
        OperationDefinition operation =
                document.getDefinitionsOfType(OperationDefinition.class).getFirst();
        return new Costs(shared.bean(Schema.class).graphql())
                .of(document, operation, Map.copyOf(variables))
                .requested();
    }

    private static Map<String, Object> settings(long bucket, long restored, Map<String, Object> others) {
        Map<String, Object> settings = new HashMap<>(others);
        settings.put("viralforge.cost.bucket", bucket);
        settings.put("viralforge.cost.restored", restored);
        // On a busy machine too all replicas ask Redis.
        settings.put("viralforge.redis.moment", "20s");
        return settings;
    }

    /** Takes what is left, down to less than a page's worth. */
    private static void spend(TestServer server, Actor.Member member, int takes) {
        for (int n = 0; n < takes; n++) {
            server.bean(Budgets.class).take(member, "unknown", 10);
        }
    }

    private static GraphqlResponse ask(URI server, Actor.Member member, int first, String accept) {
        String body = "{\"query\": \"" + DEAR + "\", \"variables\": {\"first\": " + first + "}}";
        return GraphqlResponse.of(HttpRequest.newBuilder(server.resolve("/graphql"))
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .header("Authorization", "Bearer " + TestServer.token(member))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static GraphqlResponse from(URI server, String address) {
        return GraphqlResponse.of(HttpRequest.newBuilder(URI.create(server + "/graphql?query=%7B__typename%7D"))
                .header("Accept", RESPONSE)
                .header("X-Client", address)
                .build());
    }
}
