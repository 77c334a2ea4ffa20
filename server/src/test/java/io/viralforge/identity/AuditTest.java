package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.SqlFailure;
import io.viralforge.testing.GraphqlResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final String ENTRY =
            "nodes { id at action person { id email } apiKeyId address details error } pageInfo { hasNextPage endCursor }";

    private final Installation installation = Installation.shared();
    private final SignedIn admin = installation.newStudio(Installation.operator());
    private final Sql sql = installation.server.sql();

    @Test
    void whoLetWhomInAndChangedWhatIsKept() {
        String token = installation.invite(admin, Role.VIEWER, "kept@example.org");
        SignedIn member = SignedIn.of(installation.accept(0, token, "kept@example.org", Installation.PASSWORD, null));
        String id = installation.memberId(member);
        update(admin, id, "CREATOR");
        update(admin, installation.memberId(admin), "VIEWER"); // refused: the last ADMIN

        List<JsonNode> entries = entries(admin);
        assertThat(entries.stream().map(AuditTest::line))
                .startsWith(
                        "memberUpdate LAST_ADMIN [\"id=" + installation.memberId(admin) + "\",\"role=VIEWER\"]",
                        "memberUpdate done [\"id=" + id + "\",\"role=CREATOR\"]",
                        "invitationAccept done []",
                        "invitationCreate done [\"email=kept@example.org\",\"role=VIEWER\"]");
        assertThat(entries.get(1).at("/person/id").asText()).isEqualTo(admin.personId());
        assertThat(entries.get(1).get("address").asText()).isEqualTo("127.0.0.1");
        assertThat(entries.get(2).at("/person/id").asText()).isEqualTo(member.personId());
        assertThat(entries.toString()).doesNotContain(token).doesNotContain(Installation.PASSWORD);
        assertThat(entries(installation.newStudio(Installation.operator())).toString())
                .doesNotContain(member.personId())
                .doesNotContain("kept@example.org");
        assertThat(installation
                        .ask(member, "{ auditEntries { nodes { id } } }", Map.of())
                        .codes())
                .containsExactly("FORBIDDEN");
    }

    @Test
    void aSignInIsKeptInItsStudioAndOneThatFailsForTheOperatorWithoutWhatWasTyped() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        signIn(member.email(), Installation.PASSWORD);
        assertThat(line(entries(admin).getFirst())).isEqualTo("sessionCreate done []");

        signIn(member.email(), "a wrong password");
        JsonNode failed = installationEntries().getFirst();
        assertThat(line(failed)).isEqualTo("sessionCreate CREDENTIALS_INVALID []");
        assertThat(failed.at("/person/id").asText()).isEqualTo(member.personId());

        signIn("my secret password", "x");
        JsonNode unknown = installationEntries().getFirst();
        assertThat(line(unknown)).isEqualTo("sessionCreate CREDENTIALS_INVALID []");
        assertThat(unknown.get("person").isNull()).isTrue();
        assertThat(unknown.toString()).doesNotContain("secret");
    }

    @Test
    void whatAProgramDoesIsToldFromWhatItsOwnerDoes() {
        JsonNode made = installation
                .data(
                        admin,
                        "mutation { apiKeyCreate(input: {name: \"robot\", scopes: [READ, ADMIN]}, " + Installation.PROOF
                                + ")" + " { apiKey { id } token } }",
                        Map.of())
                .get("apiKeyCreate");
        GraphqlResponse.of(
                installation.server.uri(),
                made.get("token").asText(),
                "mutation { studioUpdate(input: {name: \"By robot\"}) { userErrors { code } } }",
                Map.of());

        List<JsonNode> entries = entries(admin);
        assertThat(entries.stream().map(AuditTest::line))
                .startsWith(
                        "studioUpdate done [\"name=By robot\"]",
                        "apiKeyCreate done [\"name=robot\",\"scopes=[READ, ADMIN]\"]");
        assertThat(entries.getFirst().get("apiKeyId").asText())
                .isEqualTo(made.at("/apiKey/id").asText());
        assertThat(entries.getFirst().at("/person/id").asText()).isEqualTo(admin.personId());
        assertThat(entries.get(1).get("apiKeyId").isNull()).isTrue();
    }

    @Test
    void whoSetsANewPasswordByALinkIsNamed() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        String url = installation
                .data(
                        Installation.operator(),
                        "mutation($email: String!) { passwordResetCreate(input: {email: $email}) { url } }",
                        Map.of("email", member.email()))
                .at("/passwordResetCreate/url")
                .asText();
        assertThat(installation
                        .data(
                                null,
                                "mutation($token: String!) { passwordReset(input: {token: $token, newPassword: \""
                                        + Installation.PASSWORD + "\"}) { isReset } }",
                                Map.of("token", url.replaceAll(".*#", "")))
                        .at("/passwordReset/isReset")
                        .asBoolean())
                .isTrue();
        JsonNode used = installationEntries().getFirst();
        assertThat(line(used)).isEqualTo("passwordReset done []");
        assertThat(used.at("/person/id").asText()).isEqualTo(member.personId());
    }

    @Test
    void aMemberOrAKeyThatMayNotIsKeptOnceAnOperation() {
        SignedIn viewer = installation.join(admin, Role.VIEWER);
        String mutation = "memberUpdate(id: \"x\", role: ADMIN) { userErrors { code } }";
        assertThat(installation
                        .ask(viewer, "mutation { a: " + mutation + " b: " + mutation + " }", Map.of())
                        .codes())
                .containsExactly("FORBIDDEN");
        String key = installation
                .data(
                        admin,
                        "mutation { apiKeyCreate(input: {name: \"k\", scopes: [ADMIN]}, " + Installation.PROOF
                                + ") { token } }",
                        Map.of())
                .at("/apiKeyCreate/token")
                .asText();
        assertThat(GraphqlResponse.of(installation.server.uri(), key, "mutation { " + mutation + " }", Map.of())
                        .codes())
                .containsExactly("FORBIDDEN");
        List<JsonNode> entries = entries(admin);
        assertThat(entries.stream().map(AuditTest::line))
                .startsWith(
                        "memberUpdate FORBIDDEN [\"id=x\",\"role=ADMIN\"]",
                        "apiKeyCreate done [\"name=k\",\"scopes=[ADMIN]\"]",
                        "memberUpdate FORBIDDEN [\"id=x\",\"role=ADMIN\"]",
                        "invitationAccept done []");
        assertThat(entries.getFirst().get("apiKeyId").isNull()).isFalse();
        assertThat(entries.get(2).at("/person/id").asText()).isEqualTo(viewer.personId());
    }

    @Test
    void entriesComeAPageAtATimeNewestFirst() {
        installation.invite(admin, Role.VIEWER, null);
        installation.invite(admin, Role.CREATOR, null);
        String page = "query($after: String) { auditEntries(first: 1, after: $after) { " + ENTRY + " } }";
        JsonNode first = installation.data(admin, page, Map.of()).get("auditEntries");
        assertThat(line(first.at("/nodes/0"))).isEqualTo("invitationCreate done [\"role=CREATOR\"]");
        assertThat(first.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
        JsonNode second = installation
                .data(
                        admin,
                        page,
                        Map.of("after", first.at("/pageInfo/endCursor").asText()))
                .get("auditEntries");
        assertThat(line(second.at("/nodes/0"))).isEqualTo("invitationCreate done [\"role=VIEWER\"]");
    }

    @Test
    void theServersRoleCanChangeNoEntry() {
        installation.invite(admin, Role.VIEWER, null);
        for (String change : List.of(
                "UPDATE audit_entry SET action = 'x'",
                "DELETE FROM audit_entry",
                "TRUNCATE audit_entry",
                "ALTER TABLE audit_entry ADD COLUMN x int",
                "DROP TABLE audit_entry")) {
            assertThatThrownBy(() -> sql.doEverywhere(tx -> tx.update(change)))
                    .as(change)
                    .isInstanceOf(SqlFailure.class);
        }
    }

    @Test
    void whatIsOlderThanTheSettingGoesAndNeverTheLastMonth() {
        UUID studio = UUID.randomUUID();
        for (int days : new int[] {70, 40, 20}) {
            sql.doEverywhere(tx -> tx.update("""
                    INSERT INTO audit_entry (id, studio_id, at, action, address, details)
                    VALUES (gen_random_uuid(), ?, now() - make_interval(days => ?), 'x', 'unknown', '{}')
                    """, studio, days));
        }
        assertThat(left(studio)).isEqualTo(3);
        sql.doEverywhere(tx -> Audit.purge(tx, 2));
        assertThat(left(studio)).isEqualTo(2);
        sql.doEverywhere(tx -> Audit.purge(tx, -5));
        assertThat(left(studio)).isEqualTo(1);
    }

    private int left(UUID studio) {
        return sql.<Integer>inStudio(
                studio, tx -> tx.one("SELECT count(*)::int AS n FROM audit_entry", row -> row.number("n")));
    }

    private void signIn(String email, String password) {
        installation.data(
                null,
                "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { userErrors { code } } }",
                Map.of("input", Map.of("email", email, "password", password)));
    }

    private void update(SignedIn who, String member, String role) {
        installation.data(
                who,
                "mutation($id: ID!, $role: Role!) { memberUpdate(id: $id, role: $role) { userErrors { code } } }",
                Map.of("id", member, "role", role));
    }

    private List<JsonNode> entries(SignedIn who) {
        return list(installation
                .data(who, "{ auditEntries(first: 100) { " + ENTRY + " } }", Map.of())
                .at("/auditEntries/nodes"));
    }

    private List<JsonNode> installationEntries() {
        return list(installation
                .data(Installation.operator(), "{ installationAuditEntries(first: 100) { " + ENTRY + " } }", Map.of())
                .at("/installationAuditEntries/nodes"));
    }

    private static List<JsonNode> list(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false).toList();
    }

    private static String line(JsonNode entry) {
        return entry.get("action").asText() + " "
                + (entry.get("error").isNull() ? "done" : entry.get("error").asText()) + " " + entry.get("details");
    }
}
