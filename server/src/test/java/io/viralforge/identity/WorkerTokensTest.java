package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.GraphqlResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
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
        assertThat(Objects.requireNonNull(tokens.known(token)).actor())
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
        assertThat(tokens.known(token)).isNull();
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
        TokenCache later = new TokenCache(installation.server.sql(), () -> now[0]);
        assertThat(later.known(token)).isNotNull();
        now[0] = now[0].plusSeconds(3601);
        assertThat(later.known(token)).isNull();
    }

    @Test
    void aRevocationCountsElsewhereOnceWhatWasRememberedIsOld() {
        JsonNode created = create("{name: \"far\"}");
        String token = created.get("token").asText();
        Instant[] now = {Instant.now()};
        TokenCache elsewhere = new TokenCache(installation.server.sql(), () -> now[0]);
        assertThat(elsewhere.known(token)).isNotNull();

        installation
                .server
                .bean(WorkerTokens.class)
                .revoke(Id.Type.WORKER_TOKEN.uuid(created.get("id").asText()));
        now[0] = now[0].plus(TokenCache.REMEMBERED);
        assertThat(elsewhere.known(token)).isNull();
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
