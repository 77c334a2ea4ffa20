package io.viralforge.speech;

import io.viralforge.platform.error.UserError;
import io.viralforge.platform.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table voice_call. Times are the database's. */
final class VoiceStore {
    private static final String MONTH = "date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'";

    private VoiceStore() {}

    /**
     * Words in a studio's mouth.
     *
     * @param line digest of voice and words
     * @param characters that are charged for, 0 or more
     */
    record Line(UUID studio, String line, String voice, int characters) {}

    /** What a studio had read since the month began, UTC. */
    record Spent(Instant since, long characters) {}

    /** What was made of the same words before, newest first. */
    static List<UUID> known(Tx tx, Line line) {
        return tx.rows("""
                SELECT asset_id FROM voice_call WHERE studio_id = ? AND line = ? AND asset_id IS NOT NULL
                ORDER BY asked_at DESC LIMIT 10""", row -> row.uuid("asset_id"), line.studio, line.line);
    }

    /** Holds what a studio says against all others who would say something, for the rest of the transaction. */
    static void hold(Tx tx, UUID studio) {
        tx.row("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))::text", row -> true, "voice " + studio);
    }

    /** How many of a studio's lines are being said, or of those this one. */
    static int open(Tx tx, UUID studio, @Nullable String line) {
        return tx.one("""
                SELECT count(*)::int AS n FROM voice_call
                WHERE studio_id = ? AND (?::text IS NULL OR line = ?) AND ended_at IS NULL AND ends_at > now()""", row -> row.number("n"), studio, line, line);
    }

    /**
     * Takes a line's characters from what is left of the month, until it is settled or its time is over.
     *
     * @param limit 0: there is none
     * @return false when less is left
     */
    static boolean reserve(Tx tx, Line line, UUID id, long limit, Duration time) {
        return tx.update(
                        """
                        INSERT INTO voice_call (studio_id, id, line, voice, asked_at, ends_at, characters)
                        SELECT ?, ?, ?, ?, now(), now() + ? * interval '1 ms', ?
                        WHERE ? = 0 OR ? = 0 OR ? + (SELECT coalesce(sum(characters), 0) FROM voice_call
                            WHERE studio_id = ? AND asked_at >= %s AND (ended_at IS NOT NULL OR ends_at > now())) <= ?""".formatted(MONTH),
                        line.studio,
                        id,
                        line.line,
                        line.voice,
                        time.toMillis(),
                        line.characters,
                        limit,
                        line.characters,
                        line.characters,
                        line.studio,
                        limit)
                == 1;
    }

    /** It was said, and charged for. */
    static void said(Tx tx, Line line, UUID id, @Nullable UUID asset) {
        tx.update(
                "UPDATE voice_call SET ended_at = now(), asset_id = ? WHERE studio_id = ? AND id = ?",
                asset,
                line.studio,
                id);
    }

    /** It was not said, and cost nothing. */
    static void failed(Tx tx, Line line, UUID id, UserError error) {
        tx.update("""
                UPDATE voice_call SET ended_at = now(), characters = 0, fault = ?, message = ?
                WHERE studio_id = ? AND id = ?""", error.code(), error.message(), line.studio, id);
    }

    /** What is wrong with voices that were away when they were asked last, of all studios, in the last day. */
    static Map<String, String> away(Tx tx) {
        Map<String, String> away = new HashMap<>();
        tx.rows("""
                SELECT voice, message FROM (
                    SELECT DISTINCT ON (voice) voice, fault, message FROM voice_call
                    WHERE asked_at > now() - interval '1 day' AND ended_at IS NOT NULL ORDER BY voice, asked_at DESC) AS last
                WHERE fault = 'MODEL_UNAVAILABLE'""", row -> away.put(row.text("voice"), row.text("message")));
        return away;
    }

    static Spent spent(Tx tx, UUID studio) {
        return tx.one(
                """
                SELECT %s AS begun, coalesce(sum(characters), 0)::bigint AS characters
                FROM voice_call WHERE studio_id = ? AND asked_at >= %s AND (ended_at IS NOT NULL OR ends_at > now())""".formatted(MONTH, MONTH), row -> new Spent(row.instant("begun"), row.big("characters")), studio);
    }

    /** Forgets what came to nothing and counts no more: no month is longer. */
    static int purge(Tx tx, int most) {
        return tx.update("""
                DELETE FROM voice_call WHERE (studio_id, id) IN (
                    SELECT studio_id, id FROM voice_call WHERE asked_at < now() - interval '32 days' AND asset_id IS NULL
                    LIMIT ?)""", most);
    }
}
