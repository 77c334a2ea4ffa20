package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.viralforge.platform.graphql.Toll;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.RawSocket;
import io.viralforge.testing.RawStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private static final String ME = "{ viewer { person { id } studio { id } scopes } }";

    private final Installation installation = Installation.shared();
    private final SignedIn admin = installation.newStudio(Installation.operator());

    /** A key as its owner got it. */
    private record Key(String id, String token) {}

    /** A key outlives the session that makes it, so a session that was left open makes none. */
    @Test
    void aKeyWantsThePasswordOrACodeAndWhoHasNeitherNeedsNone() {
        SignedIn creator = installation.join(admin, Role.CREATOR);
        assertThat(refusal(creator, "password: \"wrong horse battery\"")).isEqualTo("CREDENTIALS_INVALID");
        assertThat(refusal(creator, "code: \"123456\"")).isEqualTo("CREDENTIALS_INVALID");
        SignedIn local = SignedIn.of(installation
                .data(
                        null,
                        "mutation($s: String!) { localSessionCreate(input: {secret: $s, isSample: true}) { "
                                + SignedIn.SESSION + " } }",
                        Map.of("s", installation.localSecret().strip()))
                .get("localSessionCreate"));
        assertThat(refusal(local, "password: \"" + Installation.PASSWORD + "\""))
                .isEqualTo("WRONG_STATE");
    }

    private String refusal(SignedIn who, String proof) {
        return installation
                .data(
                        who,
                        "mutation { apiKeyCreate(input: {name: \"x\", scopes: [READ]}, proof: {" + proof
                                + "}) { token userErrors { code } } }",
                        Map.of())
                .at("/apiKeyCreate/userErrors/0/code")
                .asText();
    }

    @Test
    void aKeyActsForItsOwnerWithItsScopesOnEveryReplica() {
        SignedIn creator = installation.join(admin, Role.CREATOR);
        Key key = create(creator, "READ", "CREATE");
        assertThat(key.token).matches("vfk_[A-Za-z0-9_-]{43}");
        for (int replica = 0; replica < 2; replica++) {
            JsonNode viewer = GraphqlResponse.of(installation.server.uri(replica), key.token, ME, Map.of())
                    .data()
                    .get("viewer");
            assertThat(viewer.at("/person/id").asText()).isEqualTo(creator.personId());
            assertThat(viewer.at("/studio/id").asText()).isEqualTo(creator.studioId());
            assertThat(viewer.get("scopes").toString()).isEqualTo("[\"READ\",\"CREATE\"]");
        }
        assertThat(ask(key, "{ invitations { nodes { id } } }").codes()).containsExactly("FORBIDDEN");
    }

    @Test
    void aKeyOpensSocketsAndStreamsAndClosesThemWhenItIsRevoked() throws InterruptedException {
        SignedIn creator = installation.join(admin, Role.CREATOR);
        Key key = create(creator, "READ");
        String idle = "subscription { jobEvents { cursor } }";
        try (RawSocket socket = RawSocket.open(installation.server.uri(), Map.of());
                RawStream stream = RawStream.post(
                        installation.server.uri(), null, ME, Map.of("Authorization", "Bearer " + key.token))) {
            assertThat(stream.next().at("/data/viewer/person/id").asText()).isEqualTo(creator.personId());
            socket.send(
                    "{\"type\": \"connection_init\", \"payload\": {\"Authorization\": \"Bearer " + key.token + "\"}}");
            assertThat(socket.next().get("type").asText()).isEqualTo("connection_ack");
            socket.send("{\"type\": \"subscribe\", \"id\": \"1\", \"payload\": {\"query\": \"" + idle + "\"}}");
            assertThat(revoke(creator, key.id).get("isRevoked").asBoolean()).isTrue();
            assertThat(socket.closeCode()).isEqualTo(4403);
        }
        assertThat(ask(key, ME).status()).isEqualTo(401);
        assertThat(revoke(creator, key.id).get("isRevoked").asBoolean()).isTrue();
    }

    @Test
    void aKeyMayDoNoMoreThanItsMaker() {
        SignedIn viewer = installation.join(admin, Role.VIEWER);
        for (String scopes : List.of("[READ, CREATE]", "[OPERATOR]", "[WORKER]")) {
            assertThat(errors(viewer, "{name: \"x\", scopes: " + scopes + "}")).isEqualTo("OUT_OF_RANGE:scopes");
        }
        assertThat(errors(viewer, "{name: \"x\", scopes: []}")).isEqualTo("REQUIRED:scopes");
        assertThat(errors(viewer, "{name: \" \", scopes: [READ]}")).isEqualTo("INVALID:name");
        assertThat(errors(viewer, "{name: \"x\", scopes: [READ], expiresAt: \"2020-01-01T00:00:00Z\"}"))
                .isEqualTo("OUT_OF_RANGE:expiresAt");
    }

    @Test
    void aDemotedMembersKeyLosesItsScopesAndARemovedOnesDiesForGood() {
        SignedIn creator = installation.join(admin, Role.CREATOR);
        Key key = create(creator, "READ", "CREATE");
        assertThat(scopes(key)).isEqualTo("[\"READ\",\"CREATE\"]");
        String member = installation.memberId(creator);

        update(member, "VIEWER");
        assertThat(scopes(key)).isEqualTo("[\"READ\"]");
        update(member, "ADMIN");
        assertThat(scopes(key)).isEqualTo("[\"READ\",\"CREATE\"]");

        installation.data(admin, "mutation($id: ID!) { memberRemove(id: $id) { removedId } }", Map.of("id", member));
        assertThat(ask(key, ME).status()).isEqualTo(401);
        installation.accept(
                0, installation.invite(admin, Role.ADMIN, null), creator.email(), Installation.PASSWORD, null);
        assertThat(ask(key, ME).status()).isEqualTo(401);
    }

    @Test
    void aKeyMakesNoFurtherWaysIn() {
        Key key = create(admin, "READ", "CREATE", "PUBLISH", "MONEY", "ADMIN", "OPERATOR");
        SignedIn viewer = installation.join(admin, Role.VIEWER);
        for (String mutation : List.of(
                "apiKeyCreate(input: {name: \"x\", scopes: [READ]}, proof: {code: \"x\"}) { token }",
                "sessionSwitch(studioId: \"" + admin.studioId() + "\") { session { accessToken } }",
                "invitationCreate(input: {role: ADMIN}) { url }",
                "memberUpdate(id: \"" + installation.memberId(viewer) + "\", role: ADMIN) { member { id } }",
                "studioCreate(input: {name: \"x\"}, idempotencyKey: \"k\") { studio { id } }",
                "workerTokenCreate(input: {name: \"x\"}) { token }",
                "passwordResetCreate(input: {email: \"operator@example.org\"}) { url }",
                "passwordChange(input: {currentPassword: \"x\", newPassword: \"y\"}) { endedSessions }",
                "sessionEndOthers { endedSessions }",
                "apiKeyRevoke(id: \"" + key.id + "\") { isRevoked }")) {
            assertThat(ask(key, "mutation { " + mutation + " }").codes())
                    .as(mutation)
                    .containsExactly("FORBIDDEN");
        }
        assertThat(ask(key, "{ sessions { nodes { id } } }").codes()).containsExactly("FORBIDDEN");
    }

    @Test
    void aKeyEndsAtItsTime() {
        JsonNode made = created(
                admin,
                "{name: \"brief\", scopes: [READ], expiresAt: \""
                        + Instant.now().plusSeconds(3600) + "\"}");
        Instant[] now = {Instant.now()};
        TokenCache later =
                new TokenCache(installation.server.sql(), () -> now[0], installation.server.bean(Toll.class));
        assertThat(later.known(made.get("token").asText(), "unknown")).isNotNull();
        now[0] = now[0].plusSeconds(3601);
        assertThat(later.known(made.get("token").asText(), "unknown")).isNull();
    }

    @Test
    void keysAreSeenByTheirOwnersAndByAdminsAndNeverTheirText() {
        SignedIn creator = installation.join(admin, Role.CREATOR);
        SignedIn other = installation.join(admin, Role.CREATOR);
        Key key = create(creator, "READ");
        assertThat(listed(creator, key).get("lastUsedAt").isNull()).isTrue();
        ask(key, ME);
        JsonNode seen = listed(admin, key);
        assertThat(Instant.parse(seen.get("lastUsedAt").asText()))
                .isAfter(Instant.now().minusSeconds(60));
        assertThat(seen.at("/person/id").asText()).isEqualTo(creator.personId());
        assertThat(seen.toString()).doesNotContain(key.token);

        SignedIn stranger = installation.newStudio(Installation.operator());
        for (SignedIn nobody : List.of(other, stranger)) {
            assertThat(listed(nobody, key).isMissingNode()).isTrue();
            assertThat(revoke(nobody, key.id).at("/userErrors/0/code").asText()).isEqualTo("NOT_FOUND");
        }
        assertThat(ask(key, ME).status()).isEqualTo(200);
        assertThat(revoke(admin, key.id).get("isRevoked").asBoolean()).isTrue();
        assertThat(ask(key, ME).status()).isEqualTo(401);
        assertThat(listed(creator, key).isMissingNode()).isTrue();
    }

    @Test
    void whatIsStoredIsNotTheKey() {
        Key key = create(admin, "READ");
        byte[] stored = installation
                .server
                .sql()
                .everywhere(tx -> tx.one(
                        "SELECT hash FROM api_key WHERE id = ?",
                        row -> row.bytes("hash"),
                        Id.Type.API_KEY.uuid(key.id)));
        assertThat(stored).isEqualTo(OpaqueToken.sha256(key.token)).hasSize(32);
    }

    private Key create(SignedIn who, String... scopes) {
        JsonNode made = created(who, "{name: \"robot\", scopes: [" + String.join(", ", scopes) + "]}");
        assertThat(made.get("userErrors")).isEmpty();
        return new Key(made.at("/apiKey/id").asText(), made.get("token").asText());
    }

    private JsonNode created(SignedIn who, String input) {
        return installation
                .data(
                        who,
                        "mutation { apiKeyCreate(input: " + input + ", " + Installation.PROOF + ""
                                + ") { apiKey { id scopes } token userErrors { code path } } }",
                        Map.of())
                .get("apiKeyCreate");
    }

    private String errors(SignedIn who, String input) {
        JsonNode refused = created(who, input);
        assertThat(refused.get("token").isNull()).isTrue();
        return refused.at("/userErrors/0/code").asText() + ":"
                + refused.at("/userErrors/0/path/1").asText();
    }

    private JsonNode revoke(SignedIn who, String id) {
        return installation
                .data(
                        who,
                        "mutation($id: ID!) { apiKeyRevoke(id: $id) { isRevoked userErrors { code } } }",
                        Map.of("id", id))
                .get("apiKeyRevoke");
    }

    private void update(String member, String role) {
        assertThat(installation
                        .data(
                                admin,
                                "mutation($id: ID!, $role: Role!) { memberUpdate(id: $id, role: $role)"
                                        + " { userErrors { code } } }",
                                Map.of("id", member, "role", role))
                        .at("/memberUpdate/userErrors"))
                .isEmpty();
    }

    private JsonNode listed(SignedIn who, Key key) {
        for (JsonNode node : installation
                .data(
                        who,
                        "{ apiKeys(first: 100) { nodes { id name person { id } scopes expiresAt lastUsedAt } } }",
                        Map.of())
                .at("/apiKeys/nodes")) {
            if (node.get("id").asText().equals(key.id)) {
                return node;
            }
        }
        return MissingNode.getInstance();
    }

    private String scopes(Key key) {
        return ask(key, ME).data().at("/viewer/scopes").toString();
    }

    private GraphqlResponse ask(Key key, String document) {
        return GraphqlResponse.of(installation.server.uri(), key.token, document, Map.of());
    }
}
