package io.viralforge.identity;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.MemberStore.Account;
import io.viralforge.identity.factors.PersonLock;
import io.viralforge.identity.password.Brakes;
import io.viralforge.identity.password.Passwords;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.mail.Mail;
import io.viralforge.platform.mail.Mails;
import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Links with which a person who has forgotten their password sets a new one. An operator makes them and hands them over, or
 * the person has one mailed: whoever holds one becomes that person.
 */
@Singleton
@Requires(beans = Sql.class)
final class PasswordResets {
    static final Duration LASTS = Duration.ofHours(1);

    private final Sql sql;
    private final InstantSource clock;
    private final Passwords passwords;
    private final Brakes brakes;
    private final PasswordChanges changes;
    private final Uuid7 ids;
    private final Mails mails;
    private final IdentityConfig config;
    private final BeanProvider<Scheduler> scheduler;
    private final OneTimeTask<String> mailLink;
    private final SecureRandom random = new SecureRandom();

    PasswordResets(
            Sql sql,
            InstantSource clock,
            Passwords passwords,
            Brakes brakes,
            PasswordChanges changes,
            Uuid7 ids,
            Mails mails,
            IdentityConfig config,
            BeanProvider<Scheduler> scheduler) {
        this.sql = sql;
        this.clock = clock;
        this.passwords = passwords;
        this.brakes = brakes;
        this.changes = changes;
        this.ids = ids;
        this.mails = mails;
        this.config = config;
        this.scheduler = scheduler;
        this.mailLink = Tasks.oneTime("password-reset-mail", String.class)
                .execute((request, context) -> mailLink(request.getData()));
    }

    @Factory
    static final class Schedule {
        @Bean
        @Singleton
        OneTimeTask<String> mailPasswordReset(PasswordResets resets) {
            return resets.mailLink;
        }
    }

    /**
     * Has a link mailed to the person with that address, if it is proven to be theirs. Before it answers it looks at
     * nobody's account: that there is none cannot be told from what it says, nor from how long it takes.
     *
     * @param address where the caller is
     */
    Outcome<Boolean> request(String email, String address) {
        if (!mails.areSent()) {
            return Outcome.refused(
                    UserErrorCode.WRONG_STATE, "This installation sends no mail; its operator can make a link.");
        }
        Checks checks = new Checks();
        String checked = checks.email(email, "input", "email");
        if (checks.failed()) {
            return checks.refusal();
        }
        Duration wait = brakes.enterMail(checked, address);
        if (wait.isPositive()) {
            return Brakes.refused(wait);
        }
        scheduler.get().schedule(mailLink.instance(ids.next().toString(), checked), clock.instant());
        return Outcome.done(true);
    }

    /** To the person's address as they have it, not as somebody wrote it. */
    void mailLink(String email) {
        sql.doEverywhere(tx -> {
            Person person = MemberStore.byVerifiedEmail(tx, email);
            if (person == null || person.email() == null) {
                return;
            }
            String text = """
                    Hello %s,

                    somebody wants to set a new password for your account. If that was you, do so within an hour:

                    %s

                    It works once and signs you out everywhere. If it was not you, do nothing: your password stays as it is.
                    """.formatted(
                    person.name(), config.absolute(insert(tx, person.id()).url()));
            mails.send(tx, new Mail(person.email(), "A new password", text), LASTS);
        });
    }

    /** A link for the person with that address; their older one is void. */
    Outcome<OneTimeLink> create(String email) {
        return sql.everywhere(tx -> {
            Account account = email.length() > Checks.LONGEST_EMAIL ? null : MemberStore.byEmail(tx, email.strip());
            if (account == null) {
                return Outcome.refused(UserErrorCode.NOT_FOUND, "Nobody here has that address.", "input", "email");
            }
            return Outcome.done(insert(tx, account.id()));
        });
    }

    private OneTimeLink insert(Tx tx, UUID person) {
        OpaqueToken token = OpaqueToken.random(random, "");
        Instant end = tx.one("""
                INSERT INTO password_reset (person_id, token_hash, expires_at)
                VALUES (?, ?, now() + make_interval(secs => ?))
                ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at
                RETURNING expires_at
                """, row -> row.instant("expires_at"), person, token.hash(), (double) LASTS.toSeconds());
        return new OneTimeLink(URI.create("/reset#" + token.secret().text()), end);
    }

    /**
     * Sets a new password, ends all the person's sessions, and uses the link up. It signs nobody in.
     *
     * @return whose it is
     * @param address where the caller is; whoever tries links that are unknown is slowed down
     * @throws CodedException THROTTLED
     */
    Outcome<UUID> use(Secret token, Secret wanted, String address) {
        brakes.tryLink(address);
        byte[] hash = new OpaqueToken(token).hash();
        // Whoever holds no valid link makes the server hash nothing.
        UUID known = sql.everywhere(tx -> person(tx, hash));
        if (known == null) {
            return invalid();
        }
        brakes.leaveLink(address);
        Checks checks = new Checks();
        checks.password(wanted.text(), "input", "newPassword");
        if (checks.failed()) {
            return checks.refusal();
        }
        String phc = passwords.hash(wanted.text());
        return sql.everywhere(tx -> {
            PersonLock.take(tx, known);
            UUID person = person(tx, hash);
            if (person == null) {
                return invalid();
            }
            tx.update("UPDATE person SET password_hash = ? WHERE id = ?", phc, person);
            changes.changed(tx, person, null);
            return Outcome.done(person);
        });
    }

    static void voidLink(Tx tx, UUID person) {
        tx.update("DELETE FROM password_reset WHERE person_id = ?", person);
    }

    /** Forgets at most so many links that are over; how many went. */
    static int purge(Tx tx, int most) {
        return tx.update("""
                DELETE FROM password_reset WHERE person_id IN (
                    SELECT person_id FROM password_reset WHERE expires_at < now() LIMIT ?)
                """, most);
    }

    /** Whose link it is; null when it is unknown, used or expired. */
    private static @Nullable UUID person(Tx tx, byte[] hash) {
        return tx.row(
                "SELECT person_id FROM password_reset WHERE token_hash = ? AND expires_at > now()",
                row -> row.uuid("person_id"),
                hash);
    }

    private static <T> Outcome<T> invalid() {
        return Outcome.refused(UserErrorCode.TOKEN_INVALID, "The link is unknown, used or expired.", "input", "token");
    }
}
