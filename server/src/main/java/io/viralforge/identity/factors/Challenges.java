package io.viralforge.identity.factors;

import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Challenges in the database, where all replicas find them. The text of one is also what a passkey signs (WebAuthn,
 * section 13.4.3), so an answer of a passkey says by itself which challenge it is for.
 */
@Singleton
public final class Challenges {
    /** Enough to find a phone; the options for passkeys say the same. */
    static final Duration LASTS = Duration.ofMinutes(5);

    private final SecureRandom random = new SecureRandom();

    /** A challenge as who has to answer it gets it. */
    public record Opened(Secret text, Instant expiresAt) {}

    Opened open(Tx tx, Challenge challenge) {
        OpaqueToken token = OpaqueToken.random(random, "");
        Instant end = tx.one(
                """
                INSERT INTO factor_challenge (hash, person_id, studio_id, expires_at)
                VALUES (?, ?, ?, now() + make_interval(secs => ?)) RETURNING expires_at
                """,
                row -> row.instant("expires_at"),
                token.hash(),
                switch (challenge) {
                    case Challenge.Confirm confirm -> confirm.person();
                    case Challenge.Register register -> register.person();
                    case Challenge.SignIn signIn -> null;
                },
                challenge instanceof Challenge.Confirm confirm ? confirm.studio() : null,
                (double) LASTS.toSeconds());
        return new Opened(token.secret(), end);
    }

    /** The sign-in that waits; null when there is none, or no more. */
    public Challenge.@Nullable Confirm find(Tx tx, Secret text) {
        return tx.row(
                                "SELECT person_id, studio_id FROM factor_challenge WHERE hash = ? AND expires_at > now()",
                                Challenge::of,
                                new OpaqueToken(text).hash())
                        instanceof Challenge.Confirm confirm
                ? confirm
                : null;
    }

    /** Takes a challenge away; null when it is unknown, over, or was taken before. */
    public @Nullable Challenge take(Tx tx, Secret text) {
        return tx.row(
                "DELETE FROM factor_challenge WHERE hash = ? AND expires_at > now() RETURNING person_id, studio_id",
                Challenge::of,
                new OpaqueToken(text).hash());
    }

    /** Ends what a person has begun: the password that began it is no longer theirs. */
    public static void forget(Tx tx, UUID person) {
        tx.update("DELETE FROM factor_challenge WHERE person_id = ?", person);
    }

    /** Forgets at most so many that are over; how many went. */
    public static int purge(Tx tx, int most) {
        return tx.update("""
                DELETE FROM factor_challenge WHERE hash IN (
                    SELECT hash FROM factor_challenge WHERE expires_at < now() ORDER BY expires_at LIMIT ?)
                """, most);
    }
}
