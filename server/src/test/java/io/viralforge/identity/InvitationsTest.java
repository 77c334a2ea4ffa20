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
            assertThat(refused(blank, Installation.PASSWORD)).isEqualTo("OUT_OF_RANGE:[\"input\",\"name\"]");
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
}
