package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.NodeScript;
import io.viralforge.testing.TestServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphqlHttpTest {
    private static final String RESPONSE = "application/graphql-response+json";

    private final TestServer server = TestServer.shared();

    @Test
    void allOfficialAuditsPass() throws InterruptedException {
        try (NodeScript audits = NodeScript.start("audits.mjs", server.uri().toString())) {
            List<JsonNode> results = audits.finish();
            assertThat(results).hasSize(61);
            assertThat(results)
                    .filteredOn(result -> !result.get("status").asText().equals("ok"))
                    .isEmpty();
        }
    }

    @Test
    void aMutationByGetChangesNothingWhateverIsAccepted() {
        Actor.Member member = server.newMember(Scope.CREATE);
        long before = events();
        for (String accept :
                List.of("*/*", "application/json", RESPONSE, "text/event-stream", "text/html, */*;q=0.1")) {
            GraphqlResponse response = GraphqlResponse.of(get("mutation { testWrite }")
                    .header("Accept", accept)
                    .header("Authorization", "Bearer " + TestServer.token(member))
                    .build());
            assertThat(response.status()).as(accept).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).contains("POST");
        }
        assertThat(server.ask(member, "mutation { testWrite }").status()).isEqualTo(200);
        assertThat(events()).isEqualTo(before + 1);
    }

    @Test
    void anInvalidTokenIsRefusedAndNeverTakenForNone() {
        String expired = TestServer.token(server.newMember(Scope.READ), Instant.EPOCH);
        for (String authorization : List.of("Bearer x", "Bearer ", "Bearer " + expired, "Basic YTpi", "x")) {
            GraphqlResponse response = GraphqlResponse.of(get("{ __typename }")
                    .header("Accept", "application/json")
                    .header("Authorization", authorization)
                    .build());
            assertThat(response.status()).as(authorization).isEqualTo(401);
            assertThat(response.codes()).containsExactly("UNAUTHENTICATED");
            assertThat(response.headers().firstValue("WWW-Authenticate"))
                    .get()
                    .asString()
                    .startsWith("Bearer ");
        }
    }

    @Test
    void statusesTellWhatBecameOfARequest() {
        assertThat(post("{", RESPONSE).status()).isEqualTo(400);
        assertThat(post("[{\"query\": \"{ __typename }\"}]", RESPONSE).codes()).containsExactly("BAD_REQUEST");
        assertThat(post("[]", RESPONSE).status()).isEqualTo(400);
        assertThat(post("{\"query\": 7}", RESPONSE).status()).isEqualTo(400);
        assertThat(post("{\"query\": \"{\"}", RESPONSE).status()).isEqualTo(400);
        assertThat(post("{\"query\": \"{ nothing }\"}", RESPONSE).status()).isEqualTo(400);
        assertThat(post("{\"query\": \"query A { __typename } query B { __typename }\"}", RESPONSE)
                        .status())
                .isEqualTo(400);
        assertThat(post("{\"query\": \"subscription { testCount(to: 1) }\"}", RESPONSE)
                        .status())
                .isEqualTo(400);
        assertThat(post("{\"query\": \"{ nothing }\"}", "application/json").status())
                .isEqualTo(200);
        assertThat(post("{\"query\": \"{ __typename }\"}", "image/png").status())
                .isEqualTo(406);
        assertThat(post("{\"query\": \"" + "x".repeat(3 << 20) + "\"}", RESPONSE)
                        .status())
                .isEqualTo(413);
        GraphqlResponse form =
                GraphqlResponse.of(HttpRequest.newBuilder(server.uri().resolve("/graphql"))
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"query\": \"{ __typename }\"}"))
                        .build());
        assertThat(form.status()).isEqualTo(415);
    }

    @Test
    void everyAnswerCarriesARequestIdAndSafeHeaders() {
        GraphqlResponse response = server.ask(null, "{ testFailure(how: \"NOT_FOUND\") }");
        String id = response.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(response.body().at("/errors/0/extensions/requestId").asText())
                .isEqualTo(id);
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .contains("default-src 'none'");
        GraphqlResponse named = GraphqlResponse.of(get("{ __typename }")
                .header("X-Request-Id", "from-the-client-1")
                .build());
        assertThat(named.headers().firstValue("X-Request-Id")).contains("from-the-client-1");
        GraphqlResponse odd = GraphqlResponse.of(
                get("{ __typename }").header("X-Request-Id", "a b; c").build());
        assertThat(odd.headers().firstValue("X-Request-Id")).get().isNotEqualTo("a b; c");
    }

    @Test
    void whatDoesNotExistSaysNothingAboutTheInside() {
        GraphqlResponse response = GraphqlResponse.of(
                HttpRequest.newBuilder(server.uri().resolve("/nothing")).build());
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body().toString()).doesNotContain("_links").doesNotContain("viralforge.");
    }

    @Test
    void healthTellsWhatCanBeReached() {
        GraphqlResponse ready = GraphqlResponse.of(
                HttpRequest.newBuilder(server.uri().resolve("/health/ready")).build());
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body().get("postgres").asText()).isEqualTo("up");
        assertThat(ready.body().get("redis").asText()).isEqualTo("up");
        assertThat(GraphqlResponse.of(HttpRequest.newBuilder(server.uri().resolve("/health/live"))
                                .build())
                        .status())
                .isEqualTo(200);
    }

    private HttpRequest.Builder get(String query) {
        return HttpRequest.newBuilder(
                URI.create(server.uri() + "/graphql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)));
    }

    private GraphqlResponse post(String body, String accept) {
        return GraphqlResponse.of(HttpRequest.newBuilder(server.uri().resolve("/graphql"))
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private long events() {
        return server.sql()
                .everywhere(tx -> tx.one(
                        "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM outbox) AS n",
                        row -> row.big("n")));
    }
}
