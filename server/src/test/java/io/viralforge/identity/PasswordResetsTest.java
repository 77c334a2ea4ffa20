package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PasswordResetsTest {
    private static final String NEW = "a fresh horse battery";

    private final Installation installation = Installation.shared();
    private final SignedIn admin = installation.newStudio(Installation.operator());

    @Test
    void aLinkSetsAPasswordOnceAndEndsAllSessions() {
        SignedIn member = installation.join(admin, Role.CREATOR);
        JsonNode link = create(member.email());
        assertThat(link.get("url").asText()).matches("https://studio\\.example/reset#[A-Za-z0-9_-]{43}");
        assertThat(Instant.parse(link.get("expiresAt").asText()))
                .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3601));
        String token = token(link);

        assertThat(use(token, "short").at("/userErrors/0/code").asText()).isEqualTo("OUT_OF_RANGE");
        Race.Both<JsonNode> both = Race.run(() -> use(token, NEW), () -> use(token, NEW));
        assertThat(both.list().stream().filter(answer -> answer.get("isReset").asBoolean()))
                .hasSize(1);
        assertThat(use(token, NEW).at("/userErrors/0/code").asText()).isEqualTo("TOKEN_INVALID");

        assertThat(installation.ask(member, "{ viewer { role } }", Map.of()).status())
                .isEqualTo(401);
        assertThat(signIn(member.email(), Installation.PASSWORD)
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("CREDENTIALS_INVALID");
        assertThat(SignedIn.of(signIn(member.email(), NEW)).personId()).isEqualTo(member.personId());
    }

    @Test
    void aNewerLinkAndTheHourVoidOne() {
        SignedIn member = installation.join(admin, Role.CREATOR);
        String older = token(create(member.email()));
        String newer = token(create(member.email()));
        assertThat(use(older, NEW).at("/userErrors/0/code").asText()).isEqualTo("TOKEN_INVALID");

        installation.server.sql().doEverywhere(tx -> tx.update("UPDATE password_reset SET expires_at = now()"));
        assertThat(use(newer, NEW).at("/userErrors/0/code").asText()).isEqualTo("TOKEN_INVALID");
    }

    @Test
    void aNewPasswordVoidsOneToo() {
        SignedIn member = installation.join(admin, Role.CREATOR);
        String token = token(create(member.email()));
        installation.data(
                member,
                "mutation($p: String!) { passwordChange(input: {currentPassword: $p, newPassword: \"" + NEW
                        + "\"}) { userErrors { code } } }",
                Map.of("p", Installation.PASSWORD));
        assertThat(use(token, "another horse battery").at("/userErrors/0/code").asText())
                .isEqualTo("TOKEN_INVALID");
        assertThat(SignedIn.of(signIn(member.email(), NEW)).personId()).isEqualTo(member.personId());
    }

    @Test
    void onlyOperatorsMakeLinksAndOnlyForWhoIsThere() {
        SignedIn member = installation.join(admin, Role.ADMIN);
        assertThat(installation
                        .ask(
                                member,
                                "mutation { passwordResetCreate(input: {email: \"operator@example.org\"}) { url } }",
                                Map.of())
                        .codes())
                .containsExactly("FORBIDDEN");
        assertThat(create("nobody@example.org").at("/userErrors/0/code").asText())
                .isEqualTo("NOT_FOUND");
    }

    private JsonNode create(String email) {
        return installation
                .data(
                        Installation.operator(),
                        "mutation($email: String!) { passwordResetCreate(input: {email: $email})"
                                + " { url expiresAt userErrors { code path } } }",
                        Map.of("email", email))
                .get("passwordResetCreate");
    }

    private static String token(JsonNode link) {
        return link.get("url").asText().replaceAll(".*#", "");
    }

    private JsonNode use(String token, String password) {
        return installation
                .data(
                        null,
                        "mutation($input: PasswordResetInput!) { passwordReset(input: $input)"
                                + " { isReset userErrors { code path } } }",
                        Map.of("input", Map.of("token", token, "newPassword", password)))
                .get("passwordReset");
    }

    private JsonNode signIn(String email, String password) {
        return installation
                .data(
                        null,
                        "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { " + SignedIn.SESSION
                                + " } }",
                        Map.of("input", Map.of("email", email, "password", password)))
                .get("sessionCreate");
    }
}
