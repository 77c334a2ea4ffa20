package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.testing.GraphqlResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a person does about their own account. */
class AccountsTest {
    private static final String ME = "{ viewer { person { id } } }";
    private static final String SESSIONS =
            "{ sessions(first: 100) { nodes { id studio { id } address userAgent createdAt lastUsedAt isThis } } }";
    private static final String NEW = "another horse battery";

    private final Installation installation = Installation.shared();
    private final SignedIn admin = installation.newStudio(Installation.operator());

    @Test
    void aNewPasswordWantsThePresentOneAndEndsAllOtherSessions() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        SignedIn other = signIn(member.email(), Installation.PASSWORD);
        assertThat(installation.ask(other, ME, Map.of()).status()).isEqualTo(200);

        assertThat(codes(change(member, "wrong horse battery", NEW))).containsExactly("CREDENTIALS_INVALID");
        assertThat(codes(change(member, Installation.PASSWORD, "short"))).containsExactly("OUT_OF_RANGE");
        assertThat(installation.ask(other, ME, Map.of()).status()).isEqualTo(200);

        JsonNode changed = change(member, Installation.PASSWORD, NEW);
        assertThat(changed.get("userErrors")).isEmpty();
        assertThat(changed.get("endedSessions")).hasSize(1);
        assertThat(installation.ask(other, ME, Map.of()).status()).isEqualTo(401);
        assertThat(installation.ask(member, ME, Map.of()).status()).isEqualTo(200);
        assertThat(signIn(member.email(), NEW).personId()).isEqualTo(member.personId());
        assertThat(codes(change(member, Installation.PASSWORD, NEW))).containsExactly("CREDENTIALS_INVALID");
    }

    @Test
    void ofTwoChangesAtOnceOneWins() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        Race.Both<JsonNode> both = Race.run(
                () -> change(member, Installation.PASSWORD, NEW + " 1"),
                () -> change(member, Installation.PASSWORD, NEW + " 2"));
        assertThat(both.list().stream().filter(answer -> codes(answer).isEmpty()))
                .hasSize(1);
    }

    @Test
    void guessesOfThePresentPasswordAreSlowedDown() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        // The wait doubles; a slow machine needs some tries until one comes within it.
        assertThat(Stream.generate(() -> codes(change(member, "wrong horse battery", NEW))
                                .getFirst())
                        .limit(20)
                        .anyMatch("TOO_MANY_ATTEMPTS"::equals))
                .isTrue();
    }

    @Test
    void whoSignsInByTheDataFolderHasNoPasswordToChange() {
        SignedIn local = SignedIn.of(installation
                .data(
                        null,
                        "mutation($s: String!) { localSessionCreate(input: {secret: $s, isSample: true}) { "
                                + SignedIn.SESSION + " } }",
                        Map.of("s", installation.localSecret().strip()))
                .get("localSessionCreate"));
        assertThat(codes(change(local, Installation.PASSWORD, NEW))).containsExactly("WRONG_STATE");
    }

    @Test
    void aPersonSeesTheirSessionsOfAllStudiosAndEndsOne() throws IOException, InterruptedException {
        SignedIn member = installation.join(admin, Role.VIEWER);
        SignedIn elsewhere = installation.newStudio(Installation.operator());
        SignedIn there = SignedIn.of(installation.accept(
                0, installation.invite(elsewhere, Role.CREATOR, null), member.email(), Installation.PASSWORD, null));
        phone(member);

        JsonNode sessions = sessions(member);
        assertThat(sessions.findValuesAsText("isThis")).containsExactly("false", "false", "true");
        assertThat(sessions.at("/0/userAgent").asText()).startsWith("Phone/1.0").hasSize(200);
        assertThat(sessions.at("/0/address").asText()).isEqualTo("127.0.0.1");
        assertThat(Instant.parse(sessions.at("/0/lastUsedAt").asText()))
                .isAfterOrEqualTo(Instant.parse(sessions.at("/0/createdAt").asText()));
        assertThat(sessions.at("/1/studio/id").asText()).isEqualTo(elsewhere.studioId());

        String mine = sessions.at("/1/id").asText();
        SignedIn stranger = installation.join(admin, Role.ADMIN);
        assertThat(sessions(stranger)).hasSize(1);
        assertThat(codes(end(stranger, mine))).containsExactly("NOT_FOUND");
        assertThat(end(member, mine).get("endedSessions").toString()).isEqualTo("[\"" + mine + "\"]");
        assertThat(installation.ask(there, ME, Map.of()).status()).isEqualTo(401);
        assertThat(codes(end(member, mine))).containsExactly("NOT_FOUND");

        assertThat(installation
                        .data(member, "mutation { sessionEndOthers { endedSessions } }", Map.of())
                        .at("/sessionEndOthers/endedSessions"))
                .hasSize(1);
        assertThat(sessions(member).findValuesAsText("isThis")).containsExactly("true");
    }

    @Test
    void sessionsComeAPageAtATime() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        signIn(member.email(), Installation.PASSWORD);
        String page = "query($after: String) { sessions(first: 1, after: $after)"
                + " { nodes { id } pageInfo { hasNextPage endCursor } } }";
        JsonNode first = installation.data(member, page, Map.of()).get("sessions");
        assertThat(first.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
        JsonNode second = installation
                .data(
                        member,
                        page,
                        Map.of("after", first.at("/pageInfo/endCursor").asText()))
                .get("sessions");
        assertThat(second.at("/pageInfo/hasNextPage").asBoolean()).isFalse();
        assertThat(second.at("/nodes/0/id").asText())
                .isNotEqualTo(first.at("/nodes/0/id").asText());
    }

    /** Signs in as a phone would, so that the session is told from the others. */
    private void phone(SignedIn member) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(installation.server.uri().resolve("/graphql"))
                .header("Content-Type", "application/json")
                .header("User-Agent", "Phone/1.0" + " and more".repeat(50))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"query\": \"mutation { sessionCreate(input: {email: \\\"" + member.email()
                                + "\\\", password: \\\"" + Installation.PASSWORD
                                + "\\\"}) { userErrors { code } } }\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("\"userErrors\":[]");
        }
    }

    private SignedIn signIn(String email, String password) {
        return SignedIn.of(installation
                .data(
                        null,
                        "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { " + SignedIn.SESSION
                                + " } }",
                        Map.of("input", Map.of("email", email, "password", password)))
                .get("sessionCreate"));
    }

    private JsonNode change(SignedIn who, String current, String wanted) {
        GraphqlResponse answer = installation.ask(
                who,
                "mutation($input: PasswordChangeInput!) { passwordChange(input: $input)"
                        + " { endedSessions userErrors { code path } } }",
                Map.of("input", Map.of("currentPassword", current, "newPassword", wanted)));
        return answer.data().get("passwordChange");
    }

    private JsonNode sessions(SignedIn who) {
        return installation.data(who, SESSIONS, Map.of()).at("/sessions/nodes");
    }

    private JsonNode end(SignedIn who, String session) {
        return installation
                .data(
                        who,
                        "mutation($id: ID!) { sessionEnd(id: $id) { endedSessions userErrors { code } } }",
                        Map.of("id", session))
                .get("sessionEnd");
    }

    private static List<String> codes(JsonNode payload) {
        return payload.get("userErrors").findValuesAsText("code");
    }
}
