package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.identity.factors.CodeApp;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.PostOffice;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people are told of their accounts. */
class NoticesTest {
    private static PostOffice office;
    private static Installation installation;
    private static SignedIn operator;

    @BeforeAll
    static void start() {
        office = PostOffice.opened();
        installation = Installation.start(1, office.settings());
        operator = installation.setUp("op@example.org");
    }

    @AfterAll
    static void stop() {
        installation.close();
        office.close();
    }

    @Test
    void aNewPasswordIsTold() throws MessagingException {
        SignedIn member = installation.join(operator, Role.VIEWER);
        change(member, "a wrong password");
        change(member, Installation.PASSWORD);
        MimeMessage mail = notice(member, "Your password was changed");
        assertThat(PostOffice.text(mail))
                .startsWith("Hello Somebody,\n")
                .contains("https://studio.example/reset")
                .doesNotContain("a new one of these");
        assertThat(subjects(member)).containsOnlyOnce("Your password was changed");
    }

    @Test
    void anAppForCodesIsTold() {
        SignedIn member = installation.join(operator, Role.VIEWER);
        String secret = installation
                .data(
                        member,
                        "mutation($p: String!) { totpStart(proof: {password: $p}) { secret } }",
                        Map.of("p", Installation.PASSWORD))
                .at("/totpStart/secret")
                .asText();
        installation.data(
                member,
                "mutation($c: String!) { totpConfirm(code: $c) { userErrors { code } } }",
                Map.of("c", new CodeApp(secret).code(0)));
        assertThat(PostOffice.text(notice(member, "How you sign in was changed")))
                .contains("An app for codes was added to your account.");
    }

    @Test
    void aNewKeyIsToldWithItsNameAndNotItsText() {
        SignedIn member = installation.join(operator, Role.CREATOR);
        String key = installation
                .data(
                        member,
                        "mutation { apiKeyCreate(input: {name: \"Robot ☃\", scopes: [READ]}, " + Installation.PROOF
                                + ") { token } }",
                        Map.of())
                .at("/apiKeyCreate/token")
                .asText();
        assertThat(PostOffice.text(notice(member, "An API key was made in your name")))
                .contains("“Robot ☃”")
                .contains("First studio")
                .doesNotContain(key);
    }

    @Test
    void aRefreshTokenThatComesTwiceIsTold() {
        SignedIn member = installation.join(operator, Role.VIEWER);
        refresh(member.refresh());
        installation
                .server
                .sql()
                .doEverywhere(tx -> tx.update("UPDATE refresh_token SET used_at = used_at - interval '1 minute'"));
        refresh(member.refresh());
        notice(member, "A session of yours was ended");
    }

    @Test
    void whatElseIsChangedAboutSigningInCanBeTold() {
        SignedIn member = installation.join(operator, Role.VIEWER);
        Notices notices = installation.server.bean(Notices.class);
        UUID person = Objects.requireNonNull(Id.Type.PERSON.uuid(member.personId()));
        installation
                .server
                .sql()
                .doEverywhere(tx ->
                        notices.send(tx, person, new Notice.SecondFactorChanged("An authenticator app was added.")));
        assertThat(PostOffice.text(notice(member, "How you sign in was changed")))
                .contains("\nAn authenticator app was added.\n");
    }

    @Test
    void withoutMailNothingIsWritten() {
        Installation silent = Installation.shared();
        SignedIn member = silent.join(silent.newStudio(Installation.operator()), Role.VIEWER);
        silent.data(
                member,
                "mutation { apiKeyCreate(input: {name: \"x\", scopes: [READ]}, " + Installation.PROOF + ") { token } }",
                Map.of());
        assertThat(silent.server
                        .sql()
                        .<List<String>>everywhere(
                                tx -> tx.rows("SELECT recipient FROM mail", row -> row.text("recipient"))))
                .isEmpty();
        assertThat(silent.data(null, "{ service { hasMail } }", Map.of())
                        .at("/service/hasMail")
                        .asBoolean())
                .isFalse();
    }

    /** The person's mail with this subject; others come before. */
    private static MimeMessage notice(SignedIn to, String subject) {
        return Stream.generate(() -> office.await(to.email()))
                .filter(mail -> subject.equals(subject(mail)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> subjects(SignedIn to) {
        return office.to(to.email()).stream().map(NoticesTest::subject).toList();
    }

    private static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private static void change(SignedIn who, String current) {
        installation.data(
                who,
                "mutation($p: String!) { passwordChange(input: {currentPassword: $p, newPassword: \"a new one of these\"})"
                        + " { userErrors { code } } }",
                Map.of("p", current));
    }

    private static void refresh(String token) {
        installation.data(
                null,
                "mutation($t: String!) { sessionRefresh(refreshToken: $t) { userErrors { code } } }",
                Map.of("t", token));
    }
}
