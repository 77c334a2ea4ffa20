package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InvitationsTest {
    private final Installation installation = Installation.shared();
    private final SignedIn admin = installation.newStudio(Installation.operator());

    @Test
    void aLinkLastsSevenDaysAndLetsOnePersonIn() {
        JsonNode link = installation
                .data(
                        admin,
                        "mutation { invitationCreate(input: {role: CREATOR}) { url expiresAt userErrors { code } } }",
                        Map.of())
                .get("invitationCreate");
        assertThat(link.get("url").asText()).matches("https://studio\\.example/setup#[A-Za-z0-9_-]{43}");
        assertThat(Instant.parse(link.get("expiresAt").asText()))
                .isBetween(
                        Instant.now().plus(Invitations.LASTS).minusSeconds(60),
                        Instant.now().plus(Invitations.LASTS));

        String token = link.get("url").asText().split("#", 2)[1];
        Race.Both<JsonNode> both = Race.run(
                () -> installation.accept(0, token, "a-" + token + "@example.org", Installation.PASSWORD, null),
                () -> installation.accept(1, token, "b-" + token + "@example.org", Installation.PASSWORD, null));
        assertThat(both.list().stream()
                        .filter(answer -> answer.get("userErrors").isEmpty()))
                .hasSize(1)
                .allSatisfy(answer ->
                        assertThat(answer.at("/session/viewer/role").asText()).isEqualTo("CREATOR"));
        assertThat(both.list().stream()
                        .map(answer -> answer.at("/userErrors/0/code").asText())
                        .filter(code -> !code.isEmpty()))
                .containsExactly("TOKEN_INVALID");
    }

    @Test
    void someoneKnownJoinsWithTheirOwnPassword() {
        SignedIn known = installation.join(installation.newStudio(Installation.operator()), Role.VIEWER);
        String token = installation.invite(admin, Role.CREATOR, null);

        JsonNode wrong = installation.accept(0, token, known.email(), "another password", null);
        assertThat(wrong.at("/userErrors/0/code").asText()).isEqualTo("CREDENTIALS_INVALID");

        SignedIn joined = SignedIn.of(installation.accept(0, token, known.email(), Installation.PASSWORD, null));
        assertThat(joined.personId()).isEqualTo(known.personId());
        assertThat(joined.studioId()).isEqualTo(admin.studioId());
    }

    @Test
    void aMemberWhoFollowsALinkStaysWhatTheyAre() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        String token = installation.invite(admin, Role.ADMIN, null);

        assertThat(installation
                        .accept(0, token, member.email(), Installation.PASSWORD, null)
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("CONFLICT");
        // The link was not used up.
        assertThat(installation
                        .accept(0, token, "x" + token + "@example.org", Installation.PASSWORD, null)
                        .at("/session/viewer/role")
                        .asText())
                .isEqualTo("ADMIN");
    }

    @Test
    void anInvitationThatNamesSomeoneIsForThemAlone() {
        String token = installation.invite(admin, Role.VIEWER, "Invited@Example.org");

        JsonNode other = installation.accept(0, token, "other@example.org", Installation.PASSWORD, null);
        assertThat(other.at("/userErrors/0/code").asText()).isEqualTo("INVALID");
        assertThat(other.at("/userErrors/0/path").toString()).isEqualTo("[\"input\",\"email\"]");
        assertThat(installation
                        .accept(0, token, "invited@example.org", Installation.PASSWORD, null)
                        .get("userErrors"))
                .isEmpty();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        String token = installation.invite(admin, Role.VIEWER, null);
        JsonNode answer = installation
                .data(
                        null,
                        "mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input)"
                                + " { userErrors { code path } } }",
                        Map.of(
                                "input",
                                Map.of(
                                        "token", token,
                                        "email", "no address",
                                        "password", "short",
                                        "name", "\u202Eevil")))
                .at("/invitationAccept/userErrors");

        assertThat(answer.toString())
                .isEqualTo("[{\"code\":\"INVALID\",\"path\":[\"input\",\"email\"]},"
                        + "{\"code\":\"INVALID\",\"path\":[\"input\",\"name\"]},"
                        + "{\"code\":\"OUT_OF_RANGE\",\"path\":[\"input\",\"password\"]}]");
    }

    @Test
    void namesThatHideSomethingAndPasswordsThatAreNoneAreRefused() {
        for (String name :
                new String[] {"An\u200Bn", "Ann\uFEFF", "An\u2028n", "\uE000nn", "An\u00ADn", "\uDB40\uDC41nn"}) {
            assertThat(refused(name, Installation.PASSWORD)).as(name).isEqualTo("INVALID:[\"input\",\"name\"]");
        }
        for (String blank : new String[] {"\u00A0\u3000", "\u200B", "\u3164"}) {
            assertThat(refused(blank, Installation.PASSWORD)).isEqualTo("INVALID:[\"input\",\"name\"]");
        }
        for (String same : new String[] {" ".repeat(10), "\u00A0 \u3000".repeat(4), "a".repeat(200)}) {
            assertThat(refused("Ann", same)).isEqualTo("INVALID:[\"input\",\"password\"]");
        }
        assertThat(refused("👩\u200D🚀 می\u200Cخواهم", "aaaaaaaaab")).isEmpty();
    }

    /** Code and path of what is wrong. */
    private String refused(String name, String password) {
        String token = installation.invite(admin, Role.VIEWER, null);
        JsonNode errors = installation
                .data(
                        null,
                        "mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input)"
                                + " { userErrors { code path } } }",
                        Map.of(
                                "input",
                                Map.of(
                                        "token", token,
                                        "email", token.substring(0, 20) + "@example.org",
                                        "password", password,
                                        "name", name)))
                .at("/invitationAccept/userErrors");
        return errors.isEmpty()
                ? ""
                : errors.at("/0/code").asText() + ":" + errors.at("/0/path").toString();
    }

    @Test
    void anInvitationToNoAddressIsRefused() {
        assertThat(installation
                        .data(
                                admin,
                                "mutation { invitationCreate(input: {role: VIEWER, email: \"nobody\"})"
                                        + " { url expiresAt userErrors { code path } } }",
                                Map.of())
                        .get("invitationCreate")
                        .toString())
                .isEqualTo("{\"url\":null,\"expiresAt\":null,"
                        + "\"userErrors\":[{\"code\":\"INVALID\",\"path\":[\"input\",\"email\"]}]}");
    }

    @Test
    void aLinkTellsWhatItIsWorthBeforeAnybodyTypes() {
        String token = installation.invite(admin, Role.CREATOR, "Known@Example.org");
        JsonNode open = check(token);
        assertThat(open.get("state").asText()).isEqualTo("OPEN");
        assertThat(open.get("isFirst").asBoolean()).isFalse();
        assertThat(open.get("studioName").asText()).isEqualTo("Studio");
        assertThat(open.get("role").asText()).isEqualTo("CREATOR");
        assertThat(open.get("email").asText()).isEqualTo("Known@Example.org");

        String used = installation.invite(admin, Role.VIEWER, null);
        SignedIn.of(installation.accept(0, used, "u" + used + "@example.org", Installation.PASSWORD, null));
        assertThat(check(used).toString())
                .isEqualTo("{\"state\":\"USED\",\"isFirst\":false,\"studioName\":null,\"role\":null,\"email\":null}");

        installation
                .server
                .sql()
                .doEverywhere(
                        tx -> tx.update("UPDATE invitation SET expires_at = now() WHERE email = 'Known@Example.org'"));
        assertThat(check(token).get("state").asText()).isEqualTo("EXPIRED");
        assertThat(check("x").get("state").asText()).isEqualTo("UNKNOWN");
    }

    @Test
    void openInvitationsAreSeenByAdminsAndTakenBack() {
        String token = installation.invite(admin, Role.CREATOR, "seen@example.org");
        JsonNode open = open(admin);
        assertThat(open).hasSize(1);
        assertThat(open.at("/0/email").asText()).isEqualTo("seen@example.org");
        assertThat(open.at("/0/createdBy/id").asText()).isEqualTo(admin.personId());
        assertThat(open.toString()).doesNotContain(token);

        String id = open.at("/0/id").asText();
        SignedIn stranger = installation.newStudio(Installation.operator());
        assertThat(open(stranger)).isEmpty();
        assertThat(revoke(stranger, id).at("/userErrors/0/code").asText()).isEqualTo("NOT_FOUND");
        assertThat(check(token).get("state").asText()).isEqualTo("OPEN");
        assertThat(revoke(admin, id).get("revokedId").asText()).isEqualTo(id);
        assertThat(open(admin)).isEmpty();
        assertThat(check(token).get("state").asText()).isEqualTo("UNKNOWN");
    }

    private JsonNode check(String token) {
        return installation
                .data(
                        null,
                        "query($token: String!) { invitationCheck(token: $token)"
                                + " { state isFirst studioName role email } }",
                        Map.of("token", token))
                .get("invitationCheck");
    }

    private JsonNode open(SignedIn who) {
        return installation
                .data(who, "{ invitations { nodes { id email role createdBy { id } expiresAt } } }", Map.of())
                .at("/invitations/nodes");
    }

    private JsonNode revoke(SignedIn who, String id) {
        return installation
                .data(
                        who,
                        "mutation($id: ID!) { invitationRevoke(id: $id) { revokedId userErrors { code } } }",
                        Map.of("id", id))
                .get("invitationRevoke");
    }
}
