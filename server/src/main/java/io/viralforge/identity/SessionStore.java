package io.viralforge.identity;

import io.viralforge.platform.sql.Tx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions and their refresh tokens in the database. */
final class SessionStore {
    private SessionStore() {}

    /** A session that a refresh token belongs to. */
    record Found(UUID studio, UUID session, UUID person, boolean isRevoked) {}

    /**
     * A refresh token.
     *
     * @param usedAt when it was used, null: not yet
     * @param wasFollowed true when something was used after it
     * @param now by the database's clock: the replica that used it may have had another
     */
    record Token(Instant expiresAt, @Nullable Instant usedAt, boolean wasFollowed, Instant now) {}

    static void insert(Tx tx, UUID studio, UUID session, UUID person, Instant now) {
        tx.update(
                "INSERT INTO session (studio_id, id, person_id, created_at) VALUES (?, ?, ?, ?)",
                studio,
                session,
                person,
                now);
    }

    static void addToken(Tx tx, UUID studio, UUID session, byte[] hash, Instant expiresAt) {
        tx.update(
                "INSERT INTO refresh_token (studio_id, hash, session_id, expires_at) VALUES (?, ?, ?, ?)",
                studio,
                hash,
                session,
                expiresAt);
    }

    /**
     * The session of a token, locked, so that whoever else shows a token of it waits. Two statements, because the token
     * must be read by one that begins after the lock is held.
     */
    static @Nullable Found lockSession(Tx tx, byte[] hash) {
        UUID session =
                tx.row("SELECT session_id FROM refresh_token WHERE hash = ?", row -> row.uuid("session_id"), hash);
        return session == null
                ? null
                : tx.row(
                        """
                        SELECT studio_id, id, person_id, revoked_at IS NOT NULL AS is_revoked
                        FROM session WHERE id = ? FOR NO KEY UPDATE
                        """,
                        row -> new Found(
                                row.uuid("studio_id"), row.uuid("id"), row.uuid("person_id"), row.flag("is_revoked")),
                        session);
    }

    static Token token(Tx tx, Found session, byte[] hash) {
        return tx.one(
                """
                SELECT t.expires_at, t.used_at, EXISTS (
                    SELECT FROM refresh_token o
                    WHERE o.studio_id = t.studio_id AND o.session_id = t.session_id AND o.used_at > t.used_at
                ) AS was_followed, clock_timestamp() AS now
                FROM refresh_token t WHERE t.studio_id = ? AND t.hash = ?
                """,
                row -> new Token(
                        row.instant("expires_at"),
                        row.instantOrNull("used_at"),
                        row.flag("was_followed"),
                        row.instant("now")),
                session.studio(),
                hash);
    }

    /** Uses up all tokens of a session that were not used yet. */
    static void useAll(Tx tx, Found session, Instant now) {
        tx.update(
                "UPDATE refresh_token SET used_at = ? WHERE studio_id = ? AND session_id = ? AND used_at IS NULL",
                now,
                session.studio(),
                session.session());
    }

    static void revoke(Tx tx, Found session, Instant now) {
        tx.update(
                "UPDATE session SET revoked_at = ? WHERE studio_id = ? AND id = ? AND revoked_at IS NULL",
                now,
                session.studio(),
                session.session());
    }

    /** Revokes a person's sessions in a studio; which. */
    static List<UUID> revokeAll(Tx tx, UUID studio, UUID person, Instant now) {
        return tx.rows("""
                UPDATE session SET revoked_at = ? WHERE studio_id = ? AND person_id = ? AND revoked_at IS NULL
                RETURNING id
                """, row -> row.uuid("id"), now, studio, person);
    }

    /** A person's sessions in a studio that have not been revoked. */
    static List<UUID> live(Tx tx, UUID studio, UUID person) {
        return tx.rows(
                "SELECT id FROM session WHERE studio_id = ? AND person_id = ? AND revoked_at IS NULL",
                row -> row.uuid("id"),
                studio,
                person);
    }

    /** Forgets expired tokens, then sessions without any. */
    static void purge(Tx tx, Instant now) {
        tx.update("DELETE FROM refresh_token WHERE expires_at < ?", now);
        tx.update("""
                DELETE FROM session s WHERE NOT EXISTS (
                    SELECT FROM refresh_token t WHERE t.studio_id = s.studio_id AND t.session_id = s.id)
                """);
    }
}
