package io.viralforge.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.testing.PostOffice;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SmtpTest {
    private static final MailSender FROM = MailSender.parse("Żółw Studio <studio@example.org>");
    private static final Instant WRITTEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Mail MAIL = new Mail("you@example.org", "Grüße", "First line\n\nhttps://studio.example/a#b\n");

    @Test
    void aMailArrivesWithItsLettersAndSaysThatAMachineWroteIt() throws Exception {
        try (PostOffice office = PostOffice.opened()) {
            UUID id = UUID.randomUUID();
            assertThat(smtp("smtp://127.0.0.1:" + office.port()).send(id, WRITTEN, MAIL))
                    .isEqualTo(new Delivery.Accepted());
            MimeMessage mail = office.await("you@example.org");
            assertThat(mail.getSubject()).isEqualTo("Grüße");
            assertThat(mail.getFrom()[0].toString()).contains("studio@example.org");
            assertThat(mail.getHeader("From", null)).matches("\\p{ASCII}+");
            assertThat(mail.getHeader("Message-ID", null)).isEqualTo("<" + id + "@example.org>");
            assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
            assertThat(mail.getSentDate().toInstant()).isEqualTo(WRITTEN);
            assertThat(mail.getContentType()).startsWith("text/plain");
            assertThat(PostOffice.text(mail)).isEqualTo(MAIL.text().strip());
        }
    }

    @Test
    void aLoginIsUsedAndAWrongOneIsForTheOperatorToMend() {
        try (PostOffice office = PostOffice.opened().forOnly("us er", "p@ss+:/word")) {
            String host = "127.0.0.1:" + office.port();
            assertThat(send(smtp("smtp://us%20er:p%40ss+:%2Fword@" + host))).isEqualTo(new Delivery.Accepted());
            assertThat(send(smtp("smtp://us%20er:wrong@" + host))).isInstanceOf(Delivery.Away.class);
        }
    }

    @Test
    void whatIsSaidOfTheMailIsFinalAndAnythingElseIsNot() {
        assertThat(answered(line -> line.startsWith("RCPT") ? "550 5.1.1 no such user" : null))
                .isEqualTo(new Delivery.Refused("550 5.1.1 no such user"));
        assertThat(answered(line -> line.equals(".") ? "554 spam: https://studio.example/reset#secret" : null))
                .isEqualTo(new Delivery.Refused("554 spam: https://studio.example/reset#…"));
        assertThat(answered(line -> line.startsWith("RCPT") ? "450 4.2.0 greylisted" : null))
                .isEqualTo(new Delivery.Later("450 4.2.0 greylisted"));
        assertThat(answered(line -> line.startsWith("MAIL") ? "530 5.7.0 who are you?" : null))
                .isInstanceOf(Delivery.Later.class);
        assertThat(answered(line -> line.equals(".") ? "452 4.3.1 full" : null)).isInstanceOf(Delivery.Later.class);
        assertThat(answered(line -> line.equals(".") ? "" : null)).isInstanceOf(Delivery.Later.class);
        assertThat(send(smtp("smtp://127.0.0.1:1"))).isInstanceOf(Delivery.Away.class);
    }

    @Test
    void whatIsTakenIsTakenHoweverTheDialogEnds() {
        assertThat(answered(line -> line.equals("QUIT") ? "" : null)).isEqualTo(new Delivery.Accepted());
    }

    @Test
    void nothingCanBeSmuggledIntoAHeader() {
        for (String bad :
                new String[] {"a@example.org\r\nBcc: b@example.org", "a@example.org\u202e", "a\u0000@x.org"}) {
            assertThatThrownBy(() -> new Mail(bad, "x", "x")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Mail("a@example.org", bad, "x")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new Mail("a@example.org", "x", "a\rb\u202ec\nd").text()).isEqualTo("abc\nd");
        assertThatThrownBy(() -> MailSender.parse("a@example.org\r\nBcc: b@example.org"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addressesOfOtherLettersGetThere() throws Exception {
        try (SurlyServer server = new SurlyServer(line -> null)) {
            Smtp smtp = new Smtp(server.url(), FROM);
            assertThat(smtp.send(UUID.randomUUID(), WRITTEN, new Mail("you@bücher.example", "x", "x")))
                    .isEqualTo(new Delivery.Accepted());
            assertThat(server.mails.take()).contains("To: you@xn--bcher-kva.example\n");
            assertThat(smtp.send(UUID.randomUUID(), WRITTEN, new Mail("jürgen@example.org", "x", "x")))
                    .isEqualTo(new Delivery.Accepted());
            assertThat(server.mails.take()).contains("To: jürgen@example.org\n");
        }
    }

    @Test
    void anAddressThatIsNoneIsGivenUp() {
        String domain = "x".repeat(70) + ".example";
        assertThat(smtp("smtp://127.0.0.1:1").send(UUID.randomUUID(), WRITTEN, new Mail("a@" + domain, "x", "x")))
                .isInstanceOf(Delivery.Refused.class);
    }

    @Test
    void aLoginGoesOnlyWhereNobodyCanListen() {
        assertThat(agreed("smtp://u:p@mail.example.org")).isEqualTo("starttls required");
        assertThat(agreed("smtp://u:p@192.0.2.1:25")).isEqualTo("starttls required");
        assertThat(agreed("smtps://u:p@mail.example.org")).isEqualTo("tls");
        assertThat(agreed("smtp://mail.example.org")).isEqualTo("starttls if there is");
        for (String here : new String[] {"localhost", "127.0.0.1", "[::1]"}) {
            assertThat(agreed("smtp://u:p@" + here)).isEqualTo("plain");
        }
    }

    @Test
    void aServerIsNamedByAUrlOfWhichNoErrorShowsAnything() {
        assertThat(SmtpUrl.parse("smtp://mail.example.org").port()).isEqualTo(587);
        assertThat(SmtpUrl.parse("SMTPS://mail.example.org/").port()).isEqualTo(465);
        assertThat(SmtpUrl.parse("smtp://[::1]:25").host()).isEqualTo("::1");
        assertThat(SmtpUrl.parse("smtp://u:hidden@h").toString()).doesNotContain("hidden");
        for (String bad : new String[] {
            "mail.example.org:587",
            "http://h",
            "smtp://",
            "smtp://user@h",
            "smtp://:p@h",
            "smtp://h/x",
            "smtp://h?secret",
            "smtp://u:secret^@h"
        }) {
            assertThatThrownBy(() -> SmtpUrl.parse(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .hasMessageNotContaining("secret");
        }
    }

    private static String agreed(String url) {
        Properties agreed = Smtp.properties(SmtpUrl.parse(url), FROM, FROM.address());
        assertThat(agreed).containsEntry("mail.smtp.ssl.checkserveridentity", "true");
        if (is(agreed, "ssl.enable")) {
            return "tls";
        }
        return is(agreed, "starttls.required")
                ? "starttls required"
                : is(agreed, "starttls.enable") ? "starttls if there is" : "plain";
    }

    private static boolean is(Properties agreed, String what) {
        return Boolean.parseBoolean(agreed.getProperty("mail.smtp." + what));
    }

    private static Delivery answered(Function<String, @Nullable String> replies) {
        try (SurlyServer server = new SurlyServer(replies)) {
            return send(new Smtp(server.url(), FROM));
        }
    }

    private static Smtp smtp(String url) {
        return new Smtp(SmtpUrl.parse(url), FROM);
    }

    private static Delivery send(Smtp smtp) {
        return smtp.send(UUID.randomUUID(), WRITTEN, MAIL);
    }
}
