package io.viralforge.identity;

import io.viralforge.platform.sql.Tx;
import java.time.Instant;
import java.util.List;
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
     * @param createdBy null for the first operator's
     * @param isMailed whether the link was mailed to that address, and shown to nobody
     */
    record Invitation(
            UUID id,
            @Nullable UUID studio,
            @Nullable Role role,
            @Nullable String email,
            @Nullable UUID createdBy,
            boolean isMailed) {}

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
        tx.update(
                """
                INSERT INTO invitation
                    (id, token_hash, studio_id, role, email, created_by, is_mailed, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                invitation.id,
                tokenHash,
                invitation.studio,
                invitation.role,
                invitation.email,
                invitation.createdBy,
                invitation.isMailed,
                now,
                expiresAt);
    }

    /** Up to {@code limit} of the studio's invitations that may still be accepted, oldest first. */
    static List<OpenInvitation> open(Tx tx, UUID studio, Instant now, @Nullable UUID after, int limit) {
        return tx.rows(
                """
                SELECT i.id, i.role, i.email, i.created_at, i.expires_at,
                       p.id AS person_id, p.name AS person_name, p.email AS person_email
                FROM invitation i LEFT JOIN person p ON p.id = i.created_by
                WHERE i.studio_id = ? AND i.used_at IS NULL AND i.expires_at > ? AND (?::uuid IS NULL OR i.id > ?)
                ORDER BY i.id LIMIT ?
                """,
                row -> {
                    UUID by = row.uuidOrNull("person_id");
                    return new OpenInvitation(
                            row.uuid("id"),
                            row.textOrNull("email"),
                            row.constant("role", Role.class),
                            by == null ? null : new Person(by, row.text("person_name"), row.textOrNull("person_email")),
                            row.instant("created_at"),
                            row.instant("expires_at"));
                },
                studio,
                now,
                after,
                after,
                limit);
    }

    /** What is behind a token. The first operator's link counts as used once there is an operator. */
    static InvitationCheck check(Tx tx, byte[] tokenHash, Instant now) {
        InvitationCheck found = tx.row(
                """
                SELECT i.used_at IS NOT NULL OR (i.studio_id IS NULL AND EXISTS (
                           SELECT FROM person p WHERE p.is_operator AND NOT p.is_local)) AS is_used,
                       i.studio_id IS NULL AS is_first, i.expires_at, i.role, i.email, s.name
                FROM invitation i LEFT JOIN studio s ON s.id = i.studio_id WHERE i.token_hash = ?
                """,
                row -> {
                    boolean isOver = !row.instant("expires_at").isAfter(now);
                    return row.flag("is_used") || isOver
                            ? InvitationCheck.over(row.flag("is_used") ? InvitationState.USED : InvitationState.EXPIRED)
                            : new InvitationCheck(
                                    InvitationState.OPEN,
                                    row.flag("is_first"),
                                    row.textOrNull("name"),
                                    row.constantOrNull("role", Role.class),
                                    row.textOrNull("email"),
                                    row.instant("expires_at"));
                },
                tokenHash);
        return found == null ? InvitationCheck.over(InvitationState.UNKNOWN) : found;
    }

    /** Takes back an invitation that was not accepted; false when there is none. */
    static boolean delete(Tx tx, UUID studio, UUID id) {
        return tx.update("DELETE FROM invitation WHERE studio_id = ? AND id = ? AND used_at IS NULL", studio, id) == 1;
    }

    /** The invitation behind a token, locked until the transaction ends; null when it is unknown, used or expired. */
    static @Nullable Invitation lock(Tx tx, byte[] tokenHash, Instant now) {
        return tx.row(
                """
                SELECT id, studio_id, role, email, created_by, is_mailed FROM invitation
                WHERE token_hash = ? AND used_at IS NULL AND expires_at > ? FOR UPDATE
                """,
                row -> new Invitation(
                        row.uuid("id"),
                        row.uuidOrNull("studio_id"),
                        row.constantOrNull("role", Role.class),
                        row.textOrNull("email"),
                        row.uuidOrNull("created_by"),
                        row.flag("is_mailed")),
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

    /** Forgets at most so many that are over; how many went. */
    static int purge(Tx tx, Instant expiredBefore, int most) {
        return tx.update(
                "DELETE FROM invitation WHERE id IN (SELECT id FROM invitation WHERE expires_at < ? LIMIT ?)",
                expiredBefore,
                most);
    }
}
