package io.viralforge.platform.mail;

import io.viralforge.platform.secrets.SecretBox;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mails on their way, in the database. */
@Singleton
final class MailStore {
    /** For so long who has taken a mail has it to themselves; who dies over it leaves it to the others. */
    static final Duration LEASE = Duration.ofMinutes(5);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private final SecretBox box;

    MailStore(SecretBox box) {
        this.box = box;
    }

    /**
     * A mail to be sent now.
     *
     * @param mail null when the master key that its text was sealed with is gone
     */
    record Taken(UUID id, Instant writtenAt, @Nullable Mail mail) {}

    void insert(Tx tx, UUID id, Mail mail, Duration worth) {
        tx.update(
                """
                INSERT INTO mail (id, recipient, subject, sealed_text, worth_until)
                VALUES (?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?))
                """,
                id,
                mail.to(),
                mail.subject(),
                box.seal(mail.text().getBytes(StandardCharsets.UTF_8), label(id)),
                (double) worth.toSeconds());
    }

    /**
     * Of the mails that are due the one that is worth nothing soonest, put off until {@link #LEASE} is over; null when none
     * is due. So a link that somebody waits for goes before any number of notices and invitations.
     */
    @Nullable
    Taken take(Tx tx) {
        return tx.row(
                """
                UPDATE mail SET tries = tries + 1, due_at = clock_timestamp() + make_interval(secs => ?)
                WHERE id = (SELECT id FROM mail WHERE due_at <= clock_timestamp() AND worth_until > clock_timestamp()
                            ORDER BY worth_until LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING id, recipient, subject, sealed_text, written_at
                """,
                row -> {
                    UUID id = row.uuid("id");
                    byte[] text = box.open(row.bytes("sealed_text"), label(id));
                    return new Taken(
                            id,
                            row.instant("written_at"),
                            text == null
                                    ? null
                                    : new Mail(
                                            row.text("recipient"),
                                            row.text("subject"),
                                            new String(text, StandardCharsets.UTF_8)));
                },
                (double) LEASE.toSeconds());
    }

    /** The next try is to come after a wait that doubles with each. */
    static void putOff(Tx tx, UUID id, Duration first) {
        tx.update("""
                UPDATE mail SET due_at = clock_timestamp()
                    + make_interval(secs => least(? * 2 ^ least(tries - 1, 20), ?)) WHERE id = ?
                """, first.toMillis() / 1e3, (double) LONGEST_WAIT.toSeconds(), id);
    }

    static void remove(Tx tx, UUID id) {
        tx.update("DELETE FROM mail WHERE id = ?", id);
    }

    /** Gives up what nobody needs any more; how many. */
    static int purge(Tx tx) {
        return tx.update("DELETE FROM mail WHERE worth_until < clock_timestamp()");
    }

    private static String label(UUID id) {
        return "mail:" + id;
    }
}
