package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.MemberStore.Account;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Links with which a person who has forgotten their password sets a new one. An operator makes them and hands them over:
 * whoever holds one becomes that person.
 */
@Singleton
@Requires(beans = Sql.class)
final class PasswordResets {
    static final Duration LASTS = Duration.ofHours(1);

    private final Sql sql;
    private final InstantSource clock;
    private final Passwords passwords;
    private final SignInBrake brake;
    private final Ended ended;
    private final Notices notices;
    private final SecureRandom random = new SecureRandom();

    PasswordResets(Sql sql, InstantSource clock, Passwords passwords, SignInBrake brake, Ended ended, Notices notices) {
        this.notices = notices;
        this.sql = sql;
        this.clock = clock;
        this.passwords = passwords;
        this.brake = brake;
        this.ended = ended;
    }

    /** A link for the person with that address; their older one is void. */
    Outcome<Invitations.Link> create(String email) {
        OpaqueToken token = OpaqueToken.random(random, "");
        Instant end = clock.instant().plus(LASTS);
        return sql.everywhere(tx -> {
            Account account = email.length() > Checks.LONGEST_EMAIL ? null : MemberStore.byEmail(tx, email.strip());
            if (account == null) {
                return Outcome.refused(UserErrorCode.NOT_FOUND, "Nobody here has that address.", "input", "email");
            }
            tx.update("""
                    INSERT INTO password_reset (person_id, token_hash, expires_at) VALUES (?, ?, ?)
                    ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at
                    """, account.id(), token.hash(), end);
            return Outcome.done(
                    new Invitations.Link(URI.create("/reset#" + token.secret().text()), end));
        });
    }

    /**
     * Sets a new password, ends all the person's sessions, and uses the link up. It signs nobody in.
     *
     * @param address where the caller is; whoever tries links that are unknown is slowed down
     * @throws CodedException THROTTLED
     */
    Outcome<Boolean> use(Secret token, Secret wanted, String address) {
        Duration wait = brake.enterLink(address);
        if (wait.isPositive()) {
            throw new CodedException(
                    ErrorCode.THROTTLED,
                    "Too many links were tried; wait " + Math.max(1, wait.toSeconds()) + " seconds.");
        }
        byte[] hash = new OpaqueToken(token).hash();
        // Whoever holds no valid link makes the server hash nothing.
        if (sql.everywhere(tx -> person(tx, hash)) == null) {
            return invalid();
        }
        brake.leaveLink(address);
        Checks checks = new Checks();
        checks.password(wanted.text(), "input", "newPassword");
        if (checks.failed()) {
            return checks.refusal();
        }
        String phc = passwords.hash(wanted.text());
        return sql.everywhere(tx -> {
            UUID person = person(tx, hash);
            if (person == null) {
                return invalid();
            }
            tx.update("DELETE FROM password_reset WHERE person_id = ?", person);
            tx.update("UPDATE person SET password_hash = ? WHERE id = ?", phc, person);
            List<UUID> sessions = SessionStore.revokeOthers(tx, person, null, clock.instant());
            tx.afterCommit(() -> sessions.forEach(ended::session));
            notices.send(tx, person, new Notice.PasswordChanged());
            return Outcome.done(true);
        });
    }

    /** Forgets links that are over. */
    static void purge(Tx tx, Instant now) {
        tx.update("DELETE FROM password_reset WHERE expires_at < ?", now);
    }

    /** Whose link it is, locked until the transaction ends; null when it is unknown, used or expired. */
    private @Nullable UUID person(Tx tx, byte[] hash) {
        return tx.row(
                "SELECT person_id FROM password_reset WHERE token_hash = ? AND expires_at > ? FOR UPDATE",
                row -> row.uuid("person_id"),
                hash,
                clock.instant());
    }

    private static <T> Outcome<T> invalid() {
        return Outcome.refused(UserErrorCode.TOKEN_INVALID, "The link is unknown, used or expired.", "input", "token");
    }
}
