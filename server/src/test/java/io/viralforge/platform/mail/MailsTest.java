package io.viralforge.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.platform.sql.Sql;
import io.viralforge.testing.PostOffice;
import io.viralforge.testing.TestServer;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MailsTest {
    private static final Duration WORTH = Duration.ofHours(1);

    @Test
    void aMailIsSentOnceItsTransactionIsCommittedAndNeverWhenItIsNot() {
        try (PostOffice office = PostOffice.opened();
                TestServer server = TestServer.start(1, office.settings())) {
            assertThatThrownBy(() -> server.sql().doEverywhere(tx -> {
                        server.bean(Mails.class).send(tx, mail("never@example.org"), WORTH);
                        throw new IllegalStateException("rolled back");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            UUID studio = UUID.randomUUID();
            server.sql().doInStudio(studio, tx -> {
                server.bean(Mails.class).send(tx, mail("you@example.org"), WORTH);
                assertThat(tx.<UUID>one("SELECT studio_id FROM mail", row -> row.uuid("studio_id")))
                        .isEqualTo(studio);
            });
            assertThat(PostOffice.text(office.await("you@example.org"))).isEqualTo("To whom it concerns");
            assertThat(office.to("never@example.org")).isEmpty();
        }
    }

    @Test
    void aMailServerThatIsAwayDelaysMailsAndNothingElse() {
        try (PostOffice office = PostOffice.closed();
                TestServer server = TestServer.start(2, office.settings())) {
            Set<String> all = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                all.add("p" + i + "@example.org");
            }
            all.forEach(to -> send(server, to));
            assertThat(server.data(null, "{ service { hasMail } }")
                            .at("/service/hasMail")
                            .asBoolean())
                    .isTrue();
            office.open();
            all.forEach(office::await);
            assertThat(all).allSatisfy(to -> assertThat(office.to(to)).hasSize(1));
        }
    }

    @Test
    void whoDiesOverAMailLeavesItToBeSentAgainUnderTheSameId() throws MessagingException {
        try (PostOffice office = PostOffice.closed();
                TestServer server = TestServer.start(1, office.settings())) {
            MailStore store = server.bean(MailStore.class);
            Sql sql = server.sql();
            // Taken, handed over, and then nothing was heard of that replica any more.
            MailStore.Taken taken = sql.<MailStore.Taken>everywhere(tx -> {
                store.insert(tx, UUID.randomUUID(), mail("you@example.org"), WORTH);
                return Objects.requireNonNull(store.take(tx));
            });
            assertThat(sql.everywhere(store::take)).as("somebody else's").isNull();
            office.open();
            new Smtp(SmtpUrl.parse("smtp://127.0.0.1:" + office.port()), MailSender.parse("studio@example.org"))
                    .send(taken.id(), taken.writtenAt(), Objects.requireNonNull(taken.mail()));
            String first = office.await("you@example.org").getHeader("Message-ID", null);

            sql.doEverywhere(tx -> tx.update("UPDATE mail SET due_at = now()"));
            assertThat(office.await("you@example.org").getHeader("Message-ID", null))
                    .isEqualTo(first);
        }
    }

    @Test
    void aMailThatIsRefusedIsGivenUpAndKeepsNoOtherWaiting() throws InterruptedException {
        try (SurlyServer surly = new SurlyServer(line -> line.contains("nobody") ? "550 no such user" : null);
                TestServer server = TestServer.start(1, surly.settings())) {
            send(server, "nobody@example.org");
            send(server, "you@example.org");
            assertThat(surly.mails.take()).contains("To: you@example.org");
            send(server, "she@example.org");
            assertThat(surly.mails.take()).contains("To: she@example.org");
            assertThat(server.sql()
                            .<List<String>>everywhere(
                                    tx -> tx.rows("SELECT recipient FROM mail", row -> row.text("recipient"))))
                    .doesNotContain("nobody@example.org", "you@example.org");
        }
    }

    @Test
    void recipientsWhoArePutOffKeepNoOtherWaiting() throws InterruptedException {
        try (SurlyServer surly = new SurlyServer(line -> line.contains("<new") ? "450 come back later" : null);
                TestServer server = TestServer.start(1, surly.settings())) {
            for (int i = 0; i < 16; i++) {
                send(server, "new" + i + "@example.org");
            }
            send(server, "you@example.org");
            assertThat(surly.mails.poll(20, TimeUnit.SECONDS)).contains("To: you@example.org");
        }
    }

    @Test
    void theTextLiesSealedAndGoesWithItsTime() {
        TestServer server = TestServer.shared();
        MailStore store = server.bean(MailStore.class);
        UUID id = UUID.randomUUID();
        server.sql().doEverywhere(tx -> {
            store.insert(tx, id, mail("sealed@example.org"), WORTH);
            assertThat(new String(
                            tx.one("SELECT sealed_text FROM mail WHERE id = ?", row -> row.bytes("sealed_text"), id),
                            StandardCharsets.ISO_8859_1))
                    .doesNotContain("concerns");
            tx.update("UPDATE mail SET worth_until = now() - interval '1 second'");
            assertThat(store.take(tx)).as("it is worth nothing any more").isNull();
            assertThat(MailStore.purge(tx)).isEqualTo(1);
        });
    }

    @Test
    void whatIsWorthNothingSoonestGoesFirst() {
        MailStore store = TestServer.shared().bean(MailStore.class);
        UUID link = UUID.randomUUID();
        TestServer.shared().sql().doEverywhere(tx -> {
            tx.update("DELETE FROM mail");
            store.insert(tx, UUID.randomUUID(), mail("invited@example.org"), Duration.ofDays(7));
            store.insert(tx, link, mail("waiting@example.org"), WORTH);
            assertThat(Objects.requireNonNull(store.take(tx)).id()).isEqualTo(link);
            tx.update("DELETE FROM mail");
        });
    }

    @Test
    void eachTryIsFurtherFromTheLast() {
        TestServer server = TestServer.shared();
        MailStore store = server.bean(MailStore.class);
        UUID id = UUID.randomUUID();
        server.sql().doEverywhere(tx -> {
            store.insert(tx, id, mail("later@example.org"), WORTH);
            for (long seconds : List.of(30, 60, 120, 240, 480, 900, 900)) {
                store.take(tx);
                MailStore.putOff(tx, id, Duration.ofSeconds(30));
                assertThat(tx.<Integer>one(
                                "SELECT round(extract(epoch FROM due_at - clock_timestamp()))::int AS wait FROM mail"
                                        + " WHERE id = ?",
                                row -> row.number("wait"),
                                id))
                        .isBetween((int) seconds - 2, (int) seconds);
                tx.update("UPDATE mail SET due_at = now() - interval '1 hour' WHERE id = ?", id);
            }
            MailStore.remove(tx, id);
        });
    }

    private static void send(TestServer server, String to) {
        server.sql().doEverywhere(tx -> server.bean(Mails.class).send(tx, mail(to), WORTH));
    }

    private static Mail mail(String to) {
        return new Mail(to, "Hello", "To whom it concerns\n");
    }
}
