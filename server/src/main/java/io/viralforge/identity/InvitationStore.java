package io.viralforge.identity;

import io.viralforge.platform.sql.Tx;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations in the database. */
final class InvitationStore {
    private InvitationStore() {}

    /**
     * An invitation that may still be accepted.
     *
     * @param studio where to, null for the first operator's
     * @param role as what, null for the first operator's
     * @param email who may accept, null: whoever has the link
     */
    record Invitation(
            UUID id,
            @Nullable UUID studio,
            @Nullable Role role,
            @Nullable String email) {}

    /** Lets one at a time make or accept the first operator's link. */
    static void lockSetup(Tx tx) {
        tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('identity.setup', 0))", row -> true);
    }

    static boolean hasOperator(Tx tx) {
        return tx.one(
                "SELECT EXISTS (SELECT FROM person WHERE is_operator AND NOT is_local) AS is_there",
                row -> row.flag("is_there"));
    }

    static void insert(Tx tx, Invitation invitation, byte[] tokenHash, Instant now, Instant expiresAt) {
        tx.update("""
                INSERT INTO invitation (id, token_hash, studio_id, role, email, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, invitation.id, tokenHash, invitation.studio, invitation.role, invitation.email, now, expiresAt);
    }

    /** The invitation behind a token, locked until the transaction ends; null when it is unknown, used or expired. */
    static @Nullable Invitation lock(Tx tx, byte[] tokenHash, Instant now) {
        return tx.row(
                """
                SELECT id, studio_id, role, email FROM invitation
                WHERE token_hash = ? AND used_at IS NULL AND expires_at > ? FOR UPDATE
                """,
                row -> new Invitation(
                        row.uuid("id"),
                        row.uuidOrNull("studio_id"),
                        row.constantOrNull("role", Role.class),
                        row.textOrNull("email")),
                tokenHash,
                now);
    }

    static void use(Tx tx, UUID id, Instant now) {
        tx.update("UPDATE invitation SET used_at = ? WHERE id = ?", now, id);
    }

    /** Voids the studio's open invitations. */
    static void voidAll(Tx tx, UUID studio) {
        tx.update("DELETE FROM invitation WHERE studio_id = ? AND used_at IS NULL", studio);
    }

    /** Voids the first operator's. */
    static void voidSetup(Tx tx) {
        tx.update("DELETE FROM invitation WHERE studio_id IS NULL AND used_at IS NULL");
    }

    static void makeOperator(Tx tx, UUID person) {
        tx.update("UPDATE person SET is_operator = true WHERE id = ?", person);
    }

    static void purge(Tx tx, Instant expiredBefore) {
        tx.update("DELETE FROM invitation WHERE expires_at < ?", expiredBefore);
    }
}
