package io.viralforge.identity;

import io.viralforge.identity.factors.PersonLock;
import io.viralforge.platform.graphql.Origin;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions and their refresh tokens in the database. */
final class SessionStore {
    private SessionStore() {}

    /**
     * A session that a refresh token belongs to.
     *
     * @param family the session that its person signed in by, itself when it is that
     */
    record Found(UUID studio, UUID session, UUID person, UUID family, boolean isRevoked) {}

    /**
     * A refresh token.
     *
     * @param usedAt when it was used, null: not yet
     * @param wasFollowed true when something was used after it
     * @param now by the database's clock: the replica that used it may have had another
     */
    record Token(Instant expiresAt, @Nullable Instant usedAt, boolean wasFollowed, Instant now) {}

    /**
     * Adds a session of a person who is locked.
     *
     * @param root the session that the person signed in by, null: this one
     */
    static void insert(Tx tx, UUID studio, UUID session, UUID person, @Nullable UUID root, Origin origin, Instant now) {
        tx.update("""
                INSERT INTO session (studio_id, id, person_id, root_id, address, user_agent, created_at, used_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, studio, session, person, root, origin.address(), origin.userAgent(), now, now);
    }

    /** By which session the person of an open one signed in; null when it has ended. */
    static @Nullable UUID family(Tx tx, UUID session) {
        return tx.row(
                "SELECT family FROM session WHERE id = ? AND revoked_at IS NULL", row -> row.uuid("family"), session);
    }

    /** The session was used just now, from there. */
    static void seen(Tx tx, Found session, Origin origin, Instant now) {
        tx.update(
                "UPDATE session SET used_at = ?, address = ?, user_agent = ? WHERE studio_id = ? AND id = ?",
                now,
                origin.address(),
                origin.userAgent(),
                session.studio(),
                session.session());
    }

    /** Up to {@code limit} of a person's open sessions in all studios, newest first. */
    static List<OpenSession> open(Tx tx, UUID person, @Nullable UUID after, int limit) {
        return tx.rows("""
                SELECT o.id AS session_id, o.address, o.user_agent, o.created_at AS opened_at,
                       coalesce(o.used_at, o.created_at) AS last_used_at, s.id, s.name, s.is_sample, s.time_zone,
                       s.is_factor_required, s.created_at
                FROM session o JOIN studio s ON s.id = o.studio_id
                WHERE o.person_id = ? AND o.revoked_at IS NULL AND (?::uuid IS NULL OR o.id < ?) AND EXISTS (
                    SELECT FROM refresh_token t
                    WHERE t.studio_id = o.studio_id AND t.session_id = o.id AND t.expires_at > now())
                ORDER BY o.id DESC LIMIT ?
                """, SessionStore::openSession, person, after, after, limit);
    }

    /** From where the account with that e-mail address was signed in to lately, by sessions that may have ended. */
    static List<String> addresses(Tx tx, String email) {
        return tx.rows("""
                SELECT DISTINCT s.address FROM session s JOIN person p ON p.id = s.person_id
                WHERE lower(p.email) = lower(?) AND s.address IS NOT NULL
                """, row -> row.text("address"), email);
    }

    /** Ends one of a person's sessions with its family; which. None when it is not theirs or has ended. */
    static List<UUID> revokeOwn(Tx tx, UUID person, UUID session, Instant now) {
        PersonLock.take(tx, person);
        return tx.rows("""
                UPDATE session SET revoked_at = ? WHERE revoked_at IS NULL AND family = (
                    SELECT family FROM session WHERE person_id = ? AND id = ? AND revoked_at IS NULL)
                RETURNING id
                """, row -> row.uuid("id"), now, person, session);
    }

    /** Ends a person's sessions in all studios, but for one with its family, or all; which. */
    static List<UUID> revokeOthers(Tx tx, UUID person, @Nullable UUID kept, Instant now) {
        PersonLock.take(tx, person);
        return tx.rows("""
                UPDATE session SET revoked_at = ? WHERE person_id = ? AND revoked_at IS NULL
                AND family IS DISTINCT FROM (SELECT family FROM session WHERE id = ?)
                RETURNING id
                """, row -> row.uuid("id"), now, person, kept);
    }

    /**
     * Adds a token.
     *
     * @param expiresAt its end, if the session that the person signed in by lasts so long; else it ends with that
     */
    static void addToken(Tx tx, UUID studio, UUID session, byte[] hash, Instant expiresAt) {
        tx.update("""
                INSERT INTO refresh_token (studio_id, hash, session_id, expires_at) VALUES (?, ?, ?, least(?, (
                    SELECT max(t.expires_at) FROM session s JOIN session r ON r.id = s.root_id
                    JOIN refresh_token t ON t.studio_id = r.studio_id AND t.session_id = r.id WHERE s.id = ?)))
                """, studio, hash, session, expiresAt, session);
    }

    /**
     * The session of a token, its person locked, so that whoever else shows one of theirs waits. Two statements, because what
     * counts must be read by one that begins after the lock is held.
     */
    static @Nullable Found lockSession(Tx tx, byte[] hash) {
        String ofToken = " FROM session s JOIN refresh_token t ON t.session_id = s.id WHERE t.hash = ?";
        UUID person = tx.row("SELECT s.person_id" + ofToken, row -> row.uuid("person_id"), hash);
        if (person == null) {
            return null;
        }
        PersonLock.take(tx, person);
        return tx.row(
                "SELECT s.studio_id, s.id, s.family, s.revoked_at IS NOT NULL AS is_revoked" + ofToken,
                row -> new Found(
                        row.uuid("studio_id"), row.uuid("id"), person, row.uuid("family"), row.flag("is_revoked")),
                hash);
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

    /** Ends a session with its family; which. */
    static List<UUID> revoke(Tx tx, Found session, Instant now) {
        return tx.rows(
                "UPDATE session SET revoked_at = ? WHERE family = ? AND revoked_at IS NULL RETURNING id",
                row -> row.uuid("id"),
                now,
                session.family());
    }

    /** Revokes a person's sessions in a studio; which. */
    static List<UUID> revokeAll(Tx tx, UUID studio, UUID person, Instant now) {
        PersonLock.take(tx, person);
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

    /** A person's sessions in all studios that have not been revoked. */
    static List<UUID> live(Tx tx, UUID person) {
        return tx.rows(
                "SELECT id FROM session WHERE person_id = ? AND revoked_at IS NULL", row -> row.uuid("id"), person);
    }

    /** Forgets at most so many expired tokens, then as many sessions without any; how many went. */
    static int purge(Tx tx, Instant now, int most) {
        int tokens = tx.update("""
                DELETE FROM refresh_token WHERE hash IN (
                    SELECT hash FROM refresh_token WHERE expires_at < ? ORDER BY expires_at LIMIT ?)
                """, now, most);
        return tokens + tx.update("""
                DELETE FROM session WHERE id IN (
                    SELECT s.id FROM session s WHERE NOT EXISTS (
                        SELECT FROM refresh_token t WHERE t.studio_id = s.studio_id AND t.session_id = s.id)
                    LIMIT ?)
                """, most);
    }

    private static OpenSession openSession(Row row) {
        return new OpenSession(
                row.uuid("session_id"),
                StudioStore.studio(row),
                row.textOrNull("address"),
                row.textOrNull("user_agent"),
                row.instant("opened_at"),
                row.instant("last_used_at"));
    }
}
