package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.identity.token.AccessTokens;
import io.viralforge.identity.token.SigningKeys;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.testing.GraphqlResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final String ME = "{ viewer { person { id } role scopes } }";

    private final Installation installation = Installation.shared();
    private final SignedIn admin = installation.newStudio(Installation.operator());

    @Test
    void aPasswordOpensASession() {
        SignedIn member = installation.join(admin, Role.CREATOR);
        JsonNode session = create(member.email().toUpperCase(java.util.Locale.ROOT), Installation.PASSWORD, null);

        assertThat(session.at("/session/viewer/scopes").toString()).isEqualTo("[\"READ\",\"CREATE\",\"PUBLISH\"]");
        assertThat(Instant.parse(session.at("/session/expiresAt").asText()))
                .isBetween(Instant.now().plusSeconds(890), Instant.now().plusSeconds(901));
        assertThat(installation
                        .data(1, SignedIn.of(session), ME, Map.of())
                        .at("/viewer/person/id")
                        .asText())
                .isEqualTo(member.personId());
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressAreToldTheSame() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        JsonNode wrong = create(member.email(), "wrong horse battery", null);
        JsonNode unknown = create("nobody@example.org", Installation.PASSWORD, null);

        assertThat(wrong).isEqualTo(unknown);
        assertThat(wrong.at("/userErrors/0/code").asText()).isEqualTo("CREDENTIALS_INVALID");
        assertThat(wrong.get("session").isNull()).isTrue();
    }

    @Test
    void aStudioThatOneIsNotInIsNotFound() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        SignedIn other = installation.newStudio(Installation.operator());

        for (String studio : new String[] {other.studioId(), "studio_nonsense", member.personId()}) {
            JsonNode refused = create(member.email(), Installation.PASSWORD, studio);
            assertThat(refused.at("/userErrors/0/code").asText()).isEqualTo("NOT_FOUND");
            assertThat(refused.at("/userErrors/0/path").toString()).isEqualTo("[\"input\",\"studioId\"]");
        }
    }

    @Test
    void eachRefreshTokenIsGoodForOneNewPair() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        SignedIn second = SignedIn.of(refresh(0, member.refresh()));
        SignedIn third = SignedIn.of(refresh(1, second.refresh()));

        assertThat(third.refresh()).isNotEqualTo(second.refresh()).isNotEqualTo(member.refresh());
        assertThat(installation.ask(third, ME, Map.of()).status()).isEqualTo(200);
    }

    @Test
    void aClientWhoseAnswerWasLostMayTryAgain() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        refresh(0, member.refresh());
        SignedIn again = SignedIn.of(refresh(0, member.refresh()));
        SignedIn next = SignedIn.of(refresh(0, again.refresh()));

        assertThat(installation.ask(next, ME, Map.of()).status()).isEqualTo(200);
    }

    @Test
    void aUsedTokenThatComesBackLateEndsTheWholeSession() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        SignedIn second = SignedIn.of(refresh(0, member.refresh()));
        age(Sessions.GRACE.plusSeconds(1));

        assertEnded(refresh(0, member.refresh()));
        assertEnded(refresh(0, second.refresh()));
        assertThat(installation.ask(second, ME, Map.of()).status()).isEqualTo(401);
        assertThat(installation.ask(member, ME, Map.of()).codes()).containsExactly("UNAUTHENTICATED");
    }

    @Test
    void aTokenTwoStepsBackEndsTheSessionHoweverSoonItComes() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        SignedIn second = SignedIn.of(refresh(0, member.refresh()));
        SignedIn third = SignedIn.of(refresh(0, second.refresh()));

        assertEnded(refresh(0, member.refresh()));
        assertEnded(refresh(0, third.refresh()));
    }

    @Test
    void ofTwoPairsMadeFromOneTokenOneOnlyLives() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        SignedIn mine = SignedIn.of(refresh(0, member.refresh()));
        SignedIn thiefs = SignedIn.of(refresh(0, member.refresh()));
        SignedIn mineAgain = SignedIn.of(refresh(0, mine.refresh()));
        age(Sessions.GRACE.plusSeconds(1));

        assertEnded(refresh(0, thiefs.refresh()));
        assertEnded(refresh(0, mineAgain.refresh()));
    }

    @Test
    void twoReplicasThatGetOneTokenAtOnceBothAnswer() {
        for (int round = 0; round < 5; round++) {
            SignedIn member = installation.join(admin, Role.VIEWER);
            Race.Both<JsonNode> both = Race.run(() -> refresh(0, member.refresh()), () -> refresh(1, member.refresh()));
            assertThat(both.list())
                    .allSatisfy(answer -> assertThat(answer.get("userErrors")).isEmpty());
            assertThat(installation
                            .server
                            .sql()
                            .<Integer>everywhere(tx -> tx.one("""
                                    SELECT count(*)::int AS n FROM refresh_token t JOIN session s ON s.id = t.session_id
                                    WHERE s.person_id = ? AND t.used_at IS NULL
                                    """, row -> row.number("n"), uuid(member.personId()))))
                    .isEqualTo(2);
        }
    }

    @Test
    void anExpiredRefreshTokenIsWorthNothing() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        installation.server.sql().doEverywhere(tx -> tx.update("UPDATE refresh_token SET expires_at = now()"));
        assertEnded(refresh(0, member.refresh()));
    }

    @Test
    void aRevokedSessionIsOverAtOnce() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        assertThat(installation.ask(member, ME, Map.of()).status()).isEqualTo(200);

        assertThat(revoke(member.refresh()).get("isRevoked").asBoolean()).isTrue();
        assertThat(revoke(member.refresh()).get("isRevoked").asBoolean()).isTrue();
        assertThat(installation.ask(member, ME, Map.of()).status()).isEqualTo(401);
        assertEnded(refresh(0, member.refresh()));

        JsonNode unknown = revoke("nonsense");
        assertThat(unknown.get("isRevoked").asBoolean()).isFalse();
        assertThat(unknown.at("/userErrors/0/code").asText()).isEqualTo("TOKEN_INVALID");
    }

    @Test
    void switchingOpensASessionInAStudioOneIsIn() {
        SignedIn operator = Installation.operator();
        SignedIn there = installation.newStudio(operator);
        assertThat(there.studioId()).isNotEqualTo(operator.studioId());
        assertThat(there.personId()).isEqualTo(operator.personId());

        SignedIn member = installation.join(admin, Role.ADMIN);
        JsonNode refused = installation
                .data(
                        member,
                        "mutation($id: ID!) { sessionSwitch(studioId: $id) { " + SignedIn.SESSION + " } }",
                        Map.of("id", there.studioId()))
                .get("sessionSwitch");
        assertThat(refused.at("/userErrors/0/code").asText()).isEqualTo("NOT_FOUND");
    }

    /** Someone who joined a second studio, there; and with a session switched to from the first. */
    private SignedIn switched(SignedIn member) {
        SignedIn elsewhere = installation.newStudio(Installation.operator());
        SignedIn.of(installation.accept(
                0, installation.invite(elsewhere, Role.CREATOR, null), member.email(), Installation.PASSWORD, null));
        return SignedIn.of(switchTo(member, elsewhere.studioId()).data().get("sessionSwitch"));
    }

    private GraphqlResponse switchTo(SignedIn who, String studio) {
        return installation.ask(
                who,
                "mutation($id: ID!) { sessionSwitch(studioId: $id) { " + SignedIn.SESSION + " } }",
                Map.of("id", studio));
    }

    @Test
    void sessionsSwitchedToEndWithTheOneTheyCameFrom() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        SignedIn there = switched(member);
        SignedIn back = SignedIn.of(switchTo(there, member.studioId()).data().get("sessionSwitch"));
        assertThat(installation.ask(back, ME, Map.of()).status()).isEqualTo(200);

        revoke(member.refresh());
        for (SignedIn ended : new SignedIn[] {there, back}) {
            assertThat(installation.ask(ended, ME, Map.of()).status()).isEqualTo(401);
            assertEnded(refresh(0, ended.refresh()));
        }
    }

    @Test
    void aCopiedTokenOfASwitchedSessionEndsTheFamily() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        SignedIn there = switched(member);
        SignedIn next = SignedIn.of(refresh(0, there.refresh()));
        refresh(0, next.refresh());

        assertEnded(refresh(0, there.refresh()));
        assertEnded(refresh(0, member.refresh()));
        assertThat(installation.ask(member, ME, Map.of()).status()).isEqualTo(401);
    }

    @Test
    void aSwitchedSessionLastsNoLongerThanTheSignIn() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        UUID session = actor(member).session();
        installation.server.sql().doEverywhere(tx -> tx.update("""
                UPDATE refresh_token SET expires_at = now() + interval '1 day' WHERE session_id = ?
                """, session));
        SignedIn there = switched(member);
        refresh(0, there.refresh());
        assertThat(installation
                        .server
                        .sql()
                        .<Boolean>everywhere(tx -> tx.one(
                                """
                        SELECT count(*) = 2 AND max(expires_at) <= now() + interval '1 day' AS is_bound
                        FROM refresh_token WHERE session_id = ?
                        """, row -> row.flag("is_bound"), actor(there).session())))
                .isTrue();
    }

    @Test
    void aSessionThatEndsMeanwhileIsNotSwitched() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        UUID person = uuid(member.personId());
        assertThat(installation.ask(member, ME, Map.of()).status()).isEqualTo(200);
        GraphqlResponse late = Race.behind(
                installation.server.sql(),
                tx -> SessionStore.revokeOthers(tx, person, null, Instant.now()),
                () -> switchTo(member, member.studioId()));
        assertThat(late.codes()).containsExactly("UNAUTHENTICATED");
        assertThat(open(person)).isZero();
    }

    /** Whoever knows the old password must not get in by asking just before it is changed. */
    @Test
    void aPasswordThatIsChangedMeanwhileOpensNothing() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        UUID person = uuid(member.personId());
        String token = installation.invite(installation.newStudio(Installation.operator()), Role.VIEWER, null);
        for (Callable<JsonNode> signIn : List.<Callable<JsonNode>>of(
                () -> create(member.email(), Installation.PASSWORD, null),
                () -> installation.accept(0, token, member.email(), Installation.PASSWORD, null))) {
            String hash = installation
                    .server
                    .sql()
                    .everywhere(tx -> tx.one(
                            "SELECT password_hash FROM person WHERE id = ?", row -> row.text("password_hash"), person));
            JsonNode late = Race.behind(
                    installation.server.sql(),
                    tx -> {
                        tx.update(
                                "UPDATE person SET password_hash = ? WHERE id = ?", hash.replace("m=", "m=1"), person);
                        SessionStore.revokeOthers(tx, person, null, Instant.now());
                    },
                    signIn);
            assertThat(late.at("/userErrors/0/code").asText()).isEqualTo("CREDENTIALS_INVALID");
            assertThat(open(person)).isZero();
            installation
                    .server
                    .sql()
                    .doEverywhere(tx -> tx.update("UPDATE person SET password_hash = ? WHERE id = ?", hash, person));
        }
    }

    private int open(UUID person) {
        return installation.server.sql().<Integer>everywhere(tx -> tx.one("""
                        SELECT count(*)::int AS n FROM session WHERE person_id = ? AND revoked_at IS NULL
                        """, row -> row.number("n"), person));
    }

    @Test
    void anExpiredAccessTokenIs401AndNeverAnonymous() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        Actor.Member actor = actor(member);
        AccessTokens past = new AccessTokens(
                installation.server.bean(SigningKeys.class),
                InstantSource.fixed(Instant.now().minus(AccessTokens.LASTS).minusSeconds(1)),
                installation.server.bean(Uuid7.class));

        GraphqlResponse expired = GraphqlResponse.of(
                installation.server.uri(), past.mint(actor).text().text(), "{ __typename }", Map.of());
        assertThat(expired.status()).isEqualTo(401);
        assertThat(expired.codes()).containsExactly("UNAUTHENTICATED");
        assertThat(expired.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("invalid_token");
    }

    @Test
    void whatIsNoTokenIs401() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        String[] parts = member.access().split("\\.", -1);
        String none = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        "{\"alg\":\"none\",\"typ\":\"at+jwt\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (String token : new String[] {
            "nonsense",
            "a.b.c",
            parts[0] + "." + parts[1] + ".",
            none + "." + parts[1] + ".",
            parts[0] + "." + parts[1] + "." + new StringBuilder(parts[2]).reverse(),
            member.refresh(),
            "x".repeat(5000),
            WorkerTokens.PREFIX + "nonsense"
        }) {
            assertThat(GraphqlResponse.of(installation.server.uri(), token, "{ __typename }", Map.of())
                            .status())
                    .as(token)
                    .isEqualTo(401);
        }
    }

    @Test
    void aRevocationCountsElsewhereOnceWhatWasRememberedIsOld() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        Actor.Member actor = actor(member);
        Instant[] now = {Instant.now()};
        Standings elsewhere = new Standings(installation.server.sql(), () -> now[0]);
        assertThat(elsewhere.scopes(actor)).isNotNull();

        revoke(member.refresh());
        assertThat(elsewhere.scopes(actor)).isNotNull();
        now[0] = now[0].plus(Standings.REMEMBERED);
        assertThat(elsewhere.scopes(actor)).isNull();
    }

    @Test
    void thatASessionHasEndedIsNotReadEachTimeItsTokenIsShown() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        Actor.Member actor = actor(member);
        Instant[] now = {Instant.now()};
        Standings elsewhere = new Standings(installation.server.sql(), () -> now[0]);
        revoke(member.refresh());
        assertThat(elsewhere.scopes(actor)).isNull();
        installation
                .server
                .sql()
                .doInStudio(
                        actor.studio(),
                        tx -> tx.update("UPDATE session SET revoked_at = NULL WHERE id = ?", actor.session()));
        assertThat(elsewhere.scopes(actor)).as("what was read before").isNull();
        now[0] = now[0].plus(Standings.REMEMBERED);
        assertThat(elsewhere.scopes(actor)).isNotNull();
    }

    @Test
    void theOtherReplicasHearOfARevocation() {
        // Without news a replica remembers for five seconds; one slow round may be the machine's fault.
        assertThat(Stream.generate(this::hearing).limit(5).anyMatch(time -> time.compareTo(Standings.REMEMBERED) < 0))
                .isTrue();
    }

    /** How long the other replica lets a session in whose standing it has just read. */
    private Duration hearing() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        long start = System.nanoTime();
        assertThat(installation.ask(1, member, ME, Map.of()).status()).isEqualTo(200);
        revoke(member.refresh());
        while (installation.ask(1, member, ME, Map.of()).status() != 401) {
            Thread.onSpinWait();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void aTokenOfOneStudioIsWorthNothingInAnother() {
        SignedIn member = installation.join(admin, Role.ADMIN);
        SignedIn other = installation.newStudio(Installation.operator());
        Actor.Member actor = actor(member);
        Standings standings = installation.server.bean(Standings.class);

        assertThat(standings.scopes(new Actor.Member(
                        actor.id(),
                        Objects.requireNonNull(Id.Type.STUDIO.uuid(other.studioId())),
                        actor.session(),
                        actor.scopes())))
                .isNull();
    }

    @Test
    void longPasswordsAreRefusedUnhashed() {
        SignedIn member = installation.join(admin, Role.VIEWER);
        assertThat(create(member.email(), "x".repeat(100_000), null)
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("CREDENTIALS_INVALID");
    }

    private Actor.Member actor(SignedIn who) {
        return Objects.requireNonNull(
                        installation.server.bean(AccessTokens.class).read(who.access()))
                .actor();
    }

    private static UUID uuid(String id) {
        return Objects.requireNonNull(Id.parse(id)).uuid();
    }

    private JsonNode create(String email, String password, @Nullable String studio) {
        Map<String, Object> input = new java.util.HashMap<>(Map.of("email", email, "password", password));
        if (studio != null) {
            input.put("studioId", studio);
        }
        return installation
                .data(
                        null,
                        "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { " + SignedIn.SESSION
                                + " } }",
                        Map.of("input", input))
                .get("sessionCreate");
    }

    private JsonNode refresh(int replica, String token) {
        return installation
                .data(
                        replica,
                        null,
                        "mutation($token: String!) { sessionRefresh(refreshToken: $token) { " + SignedIn.SESSION
                                + " } }",
                        Map.of("token", token))
                .get("sessionRefresh");
    }

    private JsonNode revoke(String token) {
        return installation
                .data(
                        null,
                        "mutation($token: String!) { sessionRevoke(refreshToken: $token)"
                                + " { isRevoked userErrors { code } } }",
                        Map.of("token", token))
                .get("sessionRevoke");
    }

    /** Makes all that was used look as if it had been used earlier. */
    private void age(Duration by) {
        installation
                .server
                .sql()
                .doEverywhere(tx ->
                        tx.update("UPDATE refresh_token SET used_at = used_at - make_interval(secs => ?)", (double)
                                by.toSeconds()));
    }

    private static void assertEnded(JsonNode answer) {
        assertThat(answer.at("/userErrors/0/code").asText()).isEqualTo("TOKEN_INVALID");
        assertThat(answer.get("session").isNull()).isTrue();
    }
}
