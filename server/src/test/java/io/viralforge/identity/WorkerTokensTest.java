package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Toll;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.TestServer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorkerTokensTest {
    private static final String REVOKE =
            "mutation($id: ID!) { workerTokenRevoke(id: $id) { isRevoked userErrors { code path } } }";

    private final Installation installation = Installation.shared();
    private final TokenCache tokens = installation.server.bean(TokenCache.class);

    @Test
    void aTokenStandsForAWorkerUntilItIsRevoked() {
        JsonNode created = create("{name: \"attic\"}");
        String token = created.get("token").asText();
        assertThat(token).matches("vfw_[A-Za-z0-9_-]{43}");
        assertThat(Objects.requireNonNull(tokens.known(token, "unknown")).actor())
                .isEqualTo(new Actor.WorkerNode(Objects.requireNonNull(
                        Id.Type.WORKER_TOKEN.uuid(created.get("id").asText()))));
        assertThat(ask(token).codes()).containsExactly("FORBIDDEN");

        for (int time = 0; time < 2; time++) {
            assertThat(installation
                            .data(
                                    Installation.operator(),
                                    REVOKE,
                                    Map.of("id", created.get("id").asText()))
                            .at("/workerTokenRevoke/isRevoked")
                            .asBoolean())
                    .isTrue();
        }
        assertThat(tokens.known(token, "unknown")).isNull();
        assertThat(ask(token).status()).isEqualTo(401);
    }

    @Test
    void tokensAreListedWithTheirLastUseAndWithoutTheirText() {
        JsonNode created = create("{name: \"listed\"}");
        String id = created.get("id").asText();
        assertThat(listed(id).get("name").asText()).isEqualTo("listed");
        assertThat(listed(id).get("lastUsedAt").isNull()).isTrue();

        ask(created.get("token").asText());
        assertThat(Instant.parse(listed(id).get("lastUsedAt").asText()))
                .isAfter(Instant.now().minusSeconds(60));

        installation.data(Installation.operator(), REVOKE, Map.of("id", id));
        assertThat(listed(id).isMissingNode()).isTrue();
    }

    private JsonNode listed(String id) {
        for (JsonNode token : installation
                .data(
                        Installation.operator(),
                        "{ workerTokens(first: 100) { nodes { id name createdAt expiresAt lastUsedAt } } }",
                        Map.of())
                .at("/workerTokens/nodes")) {
            if (token.get("id").asText().equals(id)) {
                return token;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    @Test
    void aTokenEndsAtItsTime() {
        String token = create("{name: \"brief\", expiresAt: \"" + Instant.now().plusSeconds(3600) + "\"}")
                .get("token")
                .asText();
        Instant[] now = {Instant.now()};
        TokenCache later =
                new TokenCache(installation.server.sql(), () -> now[0], installation.server.bean(Toll.class));
        assertThat(later.known(token, "unknown")).isNotNull();
        now[0] = now[0].plusSeconds(3601);
        assertThat(later.known(token, "unknown")).isNull();
    }

    @Test
    void aRevocationCountsElsewhereOnceWhatWasRememberedIsOld() {
        JsonNode created = create("{name: \"far\"}");
        String token = created.get("token").asText();
        Instant[] now = {Instant.now()};
        TokenCache elsewhere =
                new TokenCache(installation.server.sql(), () -> now[0], installation.server.bean(Toll.class));
        assertThat(elsewhere.known(token, "unknown")).isNotNull();

        installation
                .server
                .bean(WorkerTokens.class)
                .revoke(Id.Type.WORKER_TOKEN.uuid(created.get("id").asText()));
        now[0] = now[0].plus(TokenCache.REMEMBERED);
        assertThat(elsewhere.known(token, "unknown")).isNull();
    }

    @Test
    void whoShowsTokensThatAreNoneSpendsPointsOfTheirNetworkAndShutsOutNobodyAtWork() {
        try (TestServer server = TestServer.start(
                1,
                Map.of(
                        "viralforge.cost.bucket", 5,
                        "viralforge.cost.restored", 1,
                        "redis.uri", "redis://127.0.0.1:1"))) {
            Instant[] now = {Instant.now()};
            TokenCache cache = new TokenCache(server.sql(), () -> now[0], server.bean(Toll.class));
            if (!(server.bean(WorkerTokens.class).create("at work", null, false)
                    instanceof Outcome.Done<WorkerTokens.Created>(WorkerTokens.Created created))) {
                throw new AssertionError("no token");
            }
            String token = created.token().text();
            for (int n = 0; n < 20; n++) {
                assertThat(cache.known(token, "192.0.2.1"))
                        .as("it costs nothing")
                        .isNotNull();
                cache.forget(OpaqueToken.shown(token).hash());
            }
            assertThatThrownBy(() -> {
                        for (int n = 0; n < 20; n++) {
                            assertThat(cache.known(ApiKeys.PREFIX + "nonsense" + n, "192.0.2.1"))
                                    .isNull();
                        }
                    })
                    .isInstanceOfSatisfying(
                            CodedException.class,
                            throttled -> assertThat(throttled.code()).isEqualTo(ErrorCode.THROTTLED));
            now[0] = now[0].plus(TokenCache.REMEMBERED);
            assertThat(cache.known(token, "192.0.2.1")).isNotNull();
            assertThat(cache.known(ApiKeys.PREFIX + "nonsense", "192.0.2.2")).isNull();

            GraphqlResponse last = Stream.iterate(0, n -> n + 1)
                    .limit(20)
                    .map(n -> GraphqlResponse.of(
                            server.uri(), WorkerTokens.PREFIX + "nonsense" + n, "{ __typename }", Map.of()))
                    .filter(response -> response.status() != 401)
                    .findFirst()
                    .orElseThrow();
            assertThat(last.status()).isEqualTo(429);
            assertThat(last.codes()).containsExactly("THROTTLED");
            assertThat(last.headers().firstValue("Retry-After")).contains("1");
        }
    }

    @Test
    void badNamesAndPastEndsAreToldWithTheirPlace() {
        JsonNode created = create("{name: \"\", expiresAt: \"2020-01-01T00:00:00Z\"}");
        assertThat(created.get("token").isNull()).isTrue();
        assertThat(created.get("userErrors").toString())
                .isEqualTo("[{\"code\":\"INVALID\",\"path\":[\"input\",\"name\"]},"
                        + "{\"code\":\"OUT_OF_RANGE\",\"path\":[\"input\",\"expiresAt\"]}]");
        assertThat(installation
                        .data(
                                Installation.operator(),
                                REVOKE,
                                Map.of("id", Installation.operator().personId()))
                        .get("workerTokenRevoke")
                        .toString())
                .isEqualTo("{\"isRevoked\":false,\"userErrors\":[{\"code\":\"NOT_FOUND\",\"path\":[\"id\"]}]}");
    }

    private JsonNode create(String input) {
        return installation
                .data(
                        Installation.operator(),
                        "mutation { workerTokenCreate(input: " + input + ") { id token userErrors { code path } } }",
                        Map.of())
                .get("workerTokenCreate");
    }

    private GraphqlResponse ask(String token) {
        return GraphqlResponse.of(installation.server.uri(), token, "{ viewer { role } }", Map.of());
    }
}
