package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.testing.PostOffice;
import jakarta.mail.MessagingException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Links that come by mail, followed. */
class MailedLinksTest {
    private static final String NEW = "a fresh horse battery";

    private static PostOffice office;
    private static Installation installation;
    private static SignedIn operator;

    @BeforeAll
    static void start() {
        office = PostOffice.opened();
        installation = Installation.start(2, office.settings());
        operator = installation.setUp("op@example.org");
    }

    @AfterAll
    static void stop() {
        installation.close();
        office.close();
    }

    @Test
    void whoSignsUpProvesTheirAddressByAMailedLink() {
        SignedIn member = installation.join(operator, Role.VIEWER);
        assertThat(isVerified(member)).isFalse();
        String token = link(member.email());
        JsonNode verified = verify(token);
        assertThat(verified.get("email").asText()).isEqualTo(member.email());
        assertThat(isVerified(member)).isTrue();
        assertThat(code(verify(token))).isEqualTo("TOKEN_INVALID");
        assertThat(code(mutate(member, "emailVerificationSend { isSent userErrors { code } }", Map.of())))
                .isEqualTo("WRONG_STATE");
    }

    @Test
    void theFirstOperatorToo() {
        assertThat(verify(link("op@example.org")).get("email").asText()).isEqualTo("op@example.org");
    }

    @Test
    void aLinkIsMailedAgainAndTheOlderOneIsVoid() {
        SignedIn member = installation.join(operator, Role.VIEWER);
        String older = link(member.email());
        assertThat(mutate(member, "emailVerificationSend { isSent userErrors { code } }", Map.of())
                        .get("isSent")
                        .asBoolean())
                .isTrue();
        String newer = link(member.email());
        assertThat(code(verify(older))).isEqualTo("TOKEN_INVALID");
        installation
                .server
                .sql()
                .doEverywhere(tx ->
                        tx.update("UPDATE email_verification SET expires_at = now() WHERE email = ?", member.email()));
        assertThat(code(verify(newer))).isEqualTo("TOKEN_INVALID");
        assertThat(isVerified(member)).isFalse();
    }

    @Test
    void mailsToOneAddressAreSlowedDown() {
        SignedIn member = installation.join(operator, Role.VIEWER);
        // The wait doubles; a slow machine needs some tries until one comes within it.
        assertThat(Stream.generate(() ->
                                code(mutate(member, "emailVerificationSend { isSent userErrors { code } }", Map.of())))
                        .limit(20)
                        .anyMatch("TOO_MANY_ATTEMPTS"::equals))
                .isTrue();
    }

    @Test
    void anotherAddressCountsOnceItsLinkIsFollowedAndTheOldOneIsTold() throws MessagingException {
        SignedIn member = installation.join(operator, Role.VIEWER);
        verify(link(member.email()));
        String wanted = fresh();
        assertThat(code(change(member, wanted, "a wrong password"))).isEqualTo("CREDENTIALS_INVALID");
        assertThat(code(change(member, "no address", Installation.PASSWORD))).isEqualTo("INVALID");
        JsonNode asked = change(member, wanted, Installation.PASSWORD);
        assertThat(asked.get("userErrors")).isEmpty();
        assertThat(asked.get("isChanged").asBoolean()).isFalse();
        assertThat(signIn(wanted).get("session").isNull()).isTrue();
        assertThat(told(member, "Another address was given for your account")).contains(wanted, "/reset");

        assertThat(verify(link(wanted)).get("email").asText()).isEqualTo(wanted);
        assertThat(SignedIn.of(signIn(wanted)).personId()).isEqualTo(member.personId());
        assertThat(signIn(member.email()).get("session").isNull()).isTrue();
        assertThat(told(member, "Your address was changed")).contains(wanted);
        assertThat(office.to(wanted)).as("only what was for the new one").hasSize(1);
    }

    /** Whoever knows the password may have asked for a change to an address of their own. */
    @Test
    void aPendingChangeEndsWithThePasswordThatAskedForIt() {
        SignedIn member = installation.join(operator, Role.VIEWER);
        String own = link(member.email());
        String thieves = fresh();
        change(member, thieves, Installation.PASSWORD);
        String first = link(thieves);
        setPassword(member, Installation.PASSWORD, NEW);
        assertThat(code(verify(first))).isEqualTo("TOKEN_INVALID");
        assertThat(code(verify(own))).as("void since the change was asked for").isEqualTo("TOKEN_INVALID");

        mutate(member, "emailVerificationSend { isSent userErrors { code } }", Map.of());
        String again = link(member.email());
        setPassword(member, NEW, Installation.PASSWORD);
        assertThat(verify(again).get("email").asText())
                .as("their own address they prove under any password")
                .isEqualTo(member.email());

        change(member, thieves, Installation.PASSWORD);
        String second = link(thieves);
        request(member.email());
        mutate(
                null,
                "passwordReset(input: {token: $token, newPassword: \"" + NEW + "\"}) { isReset userErrors { code } }",
                Map.of("token", link(member.email(), "/reset#")));
        assertThat(code(verify(second))).isEqualTo("TOKEN_INVALID");
        assertThat(SignedIn.of(signIn(member.email(), NEW)).personId()).isEqualTo(member.personId());
    }

    /** A request that waits for its turn to look at the password must not go by one that was changed since. */
    @Test
    void aChangeAskedForWithThePasswordBeforeIsRefused() {
        SignedIn member = installation.join(operator, Role.VIEWER);
        String wanted = fresh();
        JsonNode late = Race.behind(
                installation.server.sql(),
                tx -> tx.update(
                        "UPDATE person SET password_hash = replace(password_hash, 'm=', 'm=1') WHERE email = ?",
                        member.email()),
                () -> change(member, wanted, Installation.PASSWORD));
        assertThat(code(late)).isEqualTo("CREDENTIALS_INVALID");
        assertThat(office.to(wanted)).isEmpty();
    }

    @Test
    void nobodyTakesAnAddressThatIsSomebodyElses() {
        SignedIn one = installation.join(operator, Role.VIEWER);
        SignedIn other = installation.join(operator, Role.VIEWER);
        link(other.email());
        JsonNode asked = change(one, other.email(), Installation.PASSWORD);
        assertThat(asked.get("userErrors")).as("tells nothing of the other").isEmpty();
        String token = link(other.email());
        assertThat(code(verify(token))).isEqualTo("EMAIL_TAKEN");
        assertThat(isVerified(one)).isFalse();
        assertThat(SignedIn.of(signIn(one.email())).personId()).isEqualTo(one.personId());

        String free = fresh();
        change(other, free, Installation.PASSWORD);
        verify(link(free));
        assertThat(verify(token).get("email").asText())
                .as("what changed nothing is not used up")
                .isEqualTo(other.email());
    }

    @Test
    void anInvitationIsMailedAndProvesTheAddressOfWhoAccepts() throws MessagingException {
        String email = fresh();
        JsonNode made = installation
                .data(
                        operator,
                        "mutation($e: String!) { invitationCreate(input: {email: $e, role: CREATOR})"
                                + " { url mailedTo expiresAt userErrors { code } } }",
                        Map.of("e", email))
                .get("invitationCreate");
        assertThat(made.get("url").isNull()).as("shown to nobody").isTrue();
        assertThat(made.get("mailedTo").asText()).isEqualTo(email);
        var mail = office.await(email);
        assertThat(mail.getSubject()).isEqualTo("You are invited to the studio First studio");
        assertThat(PostOffice.text(mail)).contains("Somebody invites you").contains("https://studio.example/setup#");

        String token = PostOffice.token(mail);
        assertThat(code(installation.accept(1, token, "else@example.org", Installation.PASSWORD, null)))
                .isEqualTo("INVALID");
        SignedIn member = SignedIn.of(installation.accept(1, token, email, Installation.PASSWORD, null));
        assertThat(isVerified(member)).isTrue();
        assertThat(office.to(email)).as("no other link is needed").hasSize(1);
    }

    @Test
    void aStudioMayNotMailEverybody() {
        SignedIn admin = installation.newStudio(operator);
        assertThat(Stream.generate(() -> code(installation
                                .data(
                                        admin,
                                        "mutation($e: String!) { invitationCreate(input: {email: $e, role: VIEWER})"
                                                + " { userErrors { code } } }",
                                        Map.of("e", fresh()))
                                .get("invitationCreate")))
                        .limit(80)
                        .anyMatch("TOO_MANY_ATTEMPTS"::equals))
                .isTrue();
    }

    @Test
    void whoHasForgottenTheirPasswordHasALinkMailed() throws MessagingException {
        SignedIn member = installation.join(operator, Role.VIEWER);
        verify(link(member.email()));
        assertThat(request(member.email().toUpperCase(Locale.ROOT))
                        .get("isAccepted")
                        .asBoolean())
                .isTrue();
        var mail = office.await(member.email());
        assertThat(mail.getSubject()).isEqualTo("A new password");
        JsonNode reset = mutate(
                null,
                "passwordReset(input: {token: $token, newPassword: \"" + NEW + "\"}) { isReset userErrors { code } }",
                Map.of("token", PostOffice.token(mail)));
        assertThat(reset.get("isReset").asBoolean()).isTrue();
        assertThat(SignedIn.of(signIn(member.email(), NEW)).personId()).isEqualTo(member.personId());
    }

    @Test
    void whoeverAsksLearnsNothingOfWhoIsThere() {
        SignedIn proven = installation.join(operator, Role.VIEWER);
        verify(link(proven.email()));
        SignedIn unproven = installation.join(operator, Role.VIEWER);
        link(unproven.email());
        String nobody = fresh();
        assertThat(request(nobody)).isEqualTo(request(unproven.email())).isEqualTo(request(proven.email()));
        office.await(proven.email());

        PasswordResets resets = installation.server.bean(PasswordResets.class);
        resets.mailLink(nobody);
        resets.mailLink(unproven.email());
        assertThat(installation
                        .server
                        .sql()
                        .<List<String>>everywhere(tx -> tx.rows(
                                "SELECT recipient FROM mail UNION ALL"
                                        + " SELECT email FROM password_reset JOIN person ON id = person_id",
                                row -> row.text("recipient"))))
                .doesNotContain(nobody, unproven.email());
        assertThat(office.to(nobody)).isEmpty();
        assertThat(office.to(unproven.email())).hasSize(1);
    }

    /** As long as nobody's account can be looked at, an answer comes all the same: it takes no longer for who is there. */
    @Test
    void theAnswerDoesNotWaitForALookAtAnAccount() throws InterruptedException {
        SignedIn member = installation.join(operator, Role.VIEWER);
        verify(link(member.email()));
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Thread holder = Thread.ofVirtual()
                .start(() -> installation.server.sql().doEverywhere(tx -> {
                    tx.update("LOCK TABLE person IN ACCESS EXCLUSIVE MODE");
                    locked.countDown();
                    try {
                        answered.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
        locked.await();
        PasswordResets resets = installation.server.bean(PasswordResets.class);
        assertThat(resets.request(member.email(), "192.0.2.1")).isEqualTo(resets.request(fresh(), "192.0.2.1"));
        answered.countDown();
        holder.join();
        office.await(member.email());
    }

    @Test
    void withoutMailAnAddressIsChangedAtOnceAndAnOperatorMakesLinks() {
        Installation silent = Installation.shared();
        SignedIn admin = silent.newStudio(Installation.operator());
        SignedIn member = silent.join(admin, Role.VIEWER);
        String wanted = fresh();
        assertThat(code(silent.data(
                                null,
                                "mutation { passwordResetRequest(input: {email: \"a@example.org\"})"
                                        + " { isAccepted userErrors { code } } }",
                                Map.of())
                        .get("passwordResetRequest")))
                .isEqualTo("WRONG_STATE");
        assertThat(code(silent.data(
                                member, "mutation { emailVerificationSend { isSent userErrors { code } } }", Map.of())
                        .get("emailVerificationSend")))
                .isEqualTo("WRONG_STATE");
        assertThat(code(changed(silent, member, "operator@example.org", Installation.PASSWORD)))
                .isEqualTo("EMAIL_TAKEN");
        assertThat(changed(silent, member, wanted, Installation.PASSWORD)
                        .get("isChanged")
                        .asBoolean())
                .isTrue();
        assertThat(silent.data(member, "{ viewer { isEmailVerified person { email } } }", Map.of())
                        .get("viewer")
                        .toString())
                .isEqualTo("{\"isEmailVerified\":false,\"person\":{\"email\":\"" + wanted + "\"}}");
    }

    private static String fresh() {
        return "n" + UUID.randomUUID() + "@example.org";
    }

    /** The token of the next link that proves an address, mailed there. */
    private static String link(String email) {
        return link(email, "/verify#");
    }

    /** The token of the next link to that page; notices may come before. */
    private static String link(String email, String page) {
        return Stream.generate(() -> office.await(email))
                .filter(mail -> PostOffice.text(mail).contains(page))
                .map(PostOffice::token)
                .findFirst()
                .orElseThrow();
    }

    /** The next mail to them under that subject. */
    private static String told(SignedIn who, String subject) throws MessagingException {
        var mail = office.await(who.email());
        while (!mail.getSubject().equals(subject)) {
            mail = office.await(who.email());
        }
        return PostOffice.text(mail);
    }

    private static void setPassword(SignedIn who, String from, String to) {
        assertThat(installation
                        .data(
                                who,
                                "mutation($from: String!, $to: String!) { passwordChange("
                                        + "input: {currentPassword: $from, newPassword: $to}) { userErrors { code } } }",
                                Map.of("from", from, "to", to))
                        .at("/passwordChange/userErrors"))
                .isEmpty();
    }

    private static JsonNode verify(String token) {
        return mutate(null, "emailVerify(token: $token) { email userErrors { code } }", Map.of("token", token));
    }

    private static JsonNode request(String email) {
        return installation
                .data(
                        null,
                        "mutation($email: String!) { passwordResetRequest(input: {email: $email})"
                                + " { isAccepted userErrors { code } } }",
                        Map.of("email", email))
                .get("passwordResetRequest");
    }

    private static JsonNode change(SignedIn who, String email, String password) {
        return changed(installation, who, email, password);
    }

    private static JsonNode changed(Installation where, SignedIn who, String email, String password) {
        return where.data(
                        who,
                        "mutation($e: String!, $p: String!) { emailChange(input: {email: $e, password: $p})"
                                + " { isChanged userErrors { code } } }",
                        Map.of("e", email, "p", password))
                .get("emailChange");
    }

    private static JsonNode signIn(String email) {
        return signIn(email, Installation.PASSWORD);
    }

    private static JsonNode signIn(String email, String password) {
        return installation
                .data(
                        null,
                        "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { " + SignedIn.SESSION
                                + " } }",
                        Map.of("input", Map.of("email", email, "password", password)))
                .get("sessionCreate");
    }

    private static boolean isVerified(SignedIn who) {
        return installation
                .data(who, "{ viewer { isEmailVerified } }", Map.of())
                .at("/viewer/isEmailVerified")
                .asBoolean();
    }

    private static JsonNode mutate(@Nullable SignedIn who, String field, Map<String, ?> variables) {
        String head = variables.containsKey("token") ? "mutation($token: String!) { " : "mutation { ";
        return installation.data(who, head + field + " }", variables).iterator().next();
    }

    private static String code(JsonNode payload) {
        return payload.at("/userErrors/0/code").asText();
    }
}
