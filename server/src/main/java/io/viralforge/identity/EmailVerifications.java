package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.factors.PersonLock;
import io.viralforge.identity.password.Brakes;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.mail.Mail;
import io.viralforge.platform.mail.Mails;
import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.SqlFailure;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether an address is its person's: they have followed a link that was mailed to it. A change of address is such a link
 * to the new one, which becomes theirs when it is followed. Where no mail is sent nothing is verified, and a change counts
 * at once.
 */
@Singleton
@Requires(beans = Sql.class)
final class EmailVerifications {
    static final Duration LASTS = Duration.ofDays(1);

    private final Sql sql;
    private final Mails mails;
    private final IdentityConfig config;
    private final Proofs proofs;
    private final Brakes brakes;
    private final Notices notices;
    private final SecureRandom random = new SecureRandom();

    /** An address that a person takes. */
    private record Claim(UUID person, String email) {}

    EmailVerifications(Sql sql, Mails mails, IdentityConfig config, Proofs proofs, Brakes brakes, Notices notices) {
        this.sql = sql;
        this.mails = mails;
        this.config = config;
        this.proofs = proofs;
        this.brakes = brakes;
        this.notices = notices;
    }

    boolean isVerified(UUID person) {
        return sql.everywhere(tx -> unverified(tx, person) == null && MemberStore.email(tx, person) != null);
    }

    /** Mails a link to who has not proven their address yet, where mail is sent. */
    void ask(Tx tx, UUID person) {
        String email = unverified(tx, person);
        if (email != null && mails.areSent()) {
            send(tx, person, email);
        }
    }

    /**
     * Mails the link again: to the address that the person wants to change to, else to the one they have.
     *
     * @param address where the caller is
     */
    Outcome<Boolean> sendAgain(Actor.Member actor, String address) {
        if (!mails.areSent()) {
            return Outcome.refused(UserErrorCode.WRONG_STATE, "This installation sends no mail.");
        }
        String email = sql.everywhere(tx -> unproven(tx, actor.id()));
        if (email == null) {
            return nothingToProve();
        }
        Duration wait = brakes.enterMail(email, address);
        if (wait.isPositive()) {
            return Brakes.refused(wait);
        }
        return sql.everywhere(tx -> {
            PersonLock.take(tx, actor.id());
            if (!email.equals(unproven(tx, actor.id()))) {
                return nothingToProve();
            }
            send(tx, actor.id(), email);
            return Outcome.done(true);
        });
    }

    /**
     * Changes the address that the person signs in with; where mail is sent, once they have followed the link in it.
     *
     * @param address where the caller is
     * @return whether it is changed already
     */
    Outcome<Boolean> change(Actor.Member actor, String wanted, Secret password, String address) {
        Checks checks = new Checks();
        String checked = checks.email(wanted, "input", "email");
        if (checks.failed()) {
            return checks.refusal();
        }
        return proofs.look(actor, new Proofs.Proof(password, ""), address)
                .then(shown -> mails.areSent()
                        ? askFor(shown, checked, address)
                        : take(false, tx -> shown.in(tx).map(person -> new Claim(person, checked)))
                                .map(taken -> true));
    }

    /**
     * Uses a link up: the address it was mailed to is its person's from now on; which.
     *
     * @param address where the caller is; whoever tries links that are unknown is slowed down
     * @throws CodedException THROTTLED
     */
    Outcome<String> verify(Secret token, String address) {
        brakes.tryLink(address);
        byte[] hash = new OpaqueToken(token).hash();
        Claim known = sql.everywhere(tx -> claim(tx, hash));
        if (known == null) {
            return invalid();
        }
        brakes.leaveLink(address);
        return take(true, tx -> {
            PersonLock.take(tx, known.person);
            Claim still = claim(tx, hash);
            return still == null ? invalid() : Outcome.done(still);
        });
    }

    /** Voids a change that the person has asked for: somebody else may have, who knew their password. */
    static void voidChange(Tx tx, UUID person) {
        tx.update("""
                DELETE FROM email_verification v USING person p
                WHERE v.person_id = ? AND p.id = v.person_id AND v.email IS DISTINCT FROM p.email
                """, person);
    }

    /** Forgets at most so many links that are over; how many went. */
    static int purge(Tx tx, int most) {
        return tx.update("""
                DELETE FROM email_verification WHERE person_id IN (
                    SELECT person_id FROM email_verification WHERE expires_at < now() LIMIT ?)
                """, most);
    }

    private Outcome<Boolean> askFor(Proofs.Shown shown, String email, String address) {
        Duration wait = brakes.enterMail(email, address);
        if (wait.isPositive()) {
            return Brakes.refused(wait);
        }
        // Whether somebody has it already is told to who reads its mail, and to nobody else.
        return sql.everywhere(tx -> shown.in(tx).map(person -> {
            send(tx, person, email);
            if (!email.equals(MemberStore.email(tx, person))) {
                notices.send(tx, person, new Notice.EmailChangeAsked(email));
            }
            return false;
        }));
    }

    /** What entitles to it goes with the address in one transaction: when somebody else has that, it is not used up. */
    private Outcome<String> take(boolean isProven, Function<Tx, Outcome<Claim>> entitled) {
        try {
            return sql.everywhere(tx -> entitled.apply(tx).map(claim -> {
                Person before = MemberStore.person(tx, claim.person);
                tx.update("DELETE FROM email_verification WHERE person_id = ?", claim.person);
                MemberStore.changeEmail(tx, claim.person, claim.email, isProven);
                if (before != null && !claim.email.equals(before.email())) {
                    // Who reads the old address's mail must not come back by a link that lies there.
                    PasswordResets.voidLink(tx, claim.person);
                    notices.send(tx, before, new Notice.EmailChanged(claim.email));
                }
                return claim.email;
            }));
        } catch (SqlFailure failure) {
            if (failure.isDuplicate()) {
                return Outcome.refused(UserErrorCode.EMAIL_TAKEN, "Somebody else here has that address.");
            }
            throw failure;
        }
    }

    private void send(Tx tx, UUID person, String email) {
        OpaqueToken token = OpaqueToken.random(random, "");
        tx.update("""
                INSERT INTO email_verification (person_id, email, token_hash, expires_at)
                VALUES (?, ?, ?, now() + make_interval(secs => ?))
                ON CONFLICT (person_id) DO UPDATE
                SET email = excluded.email, token_hash = excluded.token_hash, expires_at = excluded.expires_at
                """, person, email, token.hash(), (double) LASTS.toSeconds());
        String text = """
                Hello,

                this address was given for an account here. Please confirm that it is yours, within a day:

                %s

                If you know nothing of it, do nothing.
                """.formatted(
                        config.absolute(URI.create("/verify#" + token.secret().text())));
        mails.send(tx, new Mail(email, "Please confirm your address", text), LASTS);
    }

    /** What a link is for; null when it is unknown, used or expired. */
    private static @Nullable Claim claim(Tx tx, byte[] hash) {
        return tx.row(
                "SELECT person_id, email FROM email_verification WHERE token_hash = ? AND expires_at > now()",
                row -> new Claim(row.uuid("person_id"), row.text("email")),
                hash);
    }

    /** The address that the person wants to change to, else their own when it is not verified; null: neither. */
    private static @Nullable String unproven(Tx tx, UUID person) {
        String wanted = tx.row(
                "SELECT email FROM email_verification WHERE person_id = ? AND expires_at > now()",
                row -> row.text("email"),
                person);
        return wanted != null ? wanted : unverified(tx, person);
    }

    /** The person's address when it is not verified; null when it is, and for who has none. */
    private static @Nullable String unverified(Tx tx, UUID person) {
        return tx.row(
                "SELECT email FROM person WHERE id = ? AND email IS NOT NULL AND email_verified_at IS NULL",
                row -> row.text("email"),
                person);
    }

    private static Outcome<Boolean> nothingToProve() {
        return Outcome.refused(UserErrorCode.WRONG_STATE, "There is no address to be verified.");
    }

    private static <T> Outcome<T> invalid() {
        return Outcome.refused(UserErrorCode.TOKEN_INVALID, "The link is unknown, used or expired.", "token");
    }
}
