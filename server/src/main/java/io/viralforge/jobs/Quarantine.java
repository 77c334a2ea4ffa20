package io.viralforge.jobs;

import io.viralforge.platform.sql.Tx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Keeps jobs away from a worker that fails too often: three of its last five attempts, of different jobs, by no fault of
 * the jobs. A job that failed on another worker too says nothing of this one, and jobs lost together are one failure. A
 * worker beside which none is left that could do the job is not put in quarantine: a bad one is better than none.
 *
 * <p>The workers of a token that is not trusted are judged as one, for what they are called is its own choice. Of its
 * failures those count too, whatever they are called, that a trusted worker had no trouble with.
 */
final class Quarantine {
    static final int FAILURES = 3;
    static final int LOOK_BACK = 5;
    static final Duration LENGTH = Duration.ofHours(1);
    private static final long LOCK = 0x6a75646765L;

    private Quarantine() {}

    /** Judges the worker of an attempt that was not done; which ones it put in quarantine. */
    static List<UUID> judge(Tx tx, long fencingToken) {
        // Two that judge at once would each find the other's worker beside theirs.
        tx.row("SELECT pg_advisory_xact_lock(?) IS NULL AS locked", row -> true, LOCK);
        return tx.rows(
                """
                WITH judged AS (
                    SELECT kin.id FROM attempt JOIN worker AS own ON own.id = worker_id
                    JOIN worker AS kin ON kin.id = own.id OR (kin.token_id = own.token_id AND NOT own.is_trusted)
                    WHERE fencing_token = ?)
                UPDATE worker SET quarantined_until = now() + ? * interval '1 ms',
                    quarantine_reason = failed.incidents || ' of its last ' || failed.attempts
                        || ' attempts failed, of different jobs; the last one: ' || failed.last
                FROM (
                    SELECT count(*) AS attempts,
                        count(DISTINCT CASE WHEN outcome = 'LOST' THEN 'lost ' || floor(extract(epoch FROM ended_at) / 10)
                            ELSE job_id::text END) FILTER (WHERE is_its_own) AS incidents,
                        (array_agg(failure_code ORDER BY ended_at DESC) FILTER (WHERE is_its_own))[1] AS last
                    FROM (
                        SELECT recent.worker_id, job_id, outcome, ended_at, failure_code,
                            (outcome = 'LOST' OR failure_code IN ('RENDER_FAILED', 'VERIFY_FAILED', 'UPLOAD_FAILED', 'WORKER_FAULT'))
                            AND NOT EXISTS (
                                SELECT 1 FROM attempt AS other
                                WHERE other.studio_id = recent.studio_id AND other.job_id = recent.job_id
                                  AND other.worker_id <> recent.worker_id AND other.outcome IN ('FAILED', 'LOST'))
                            OR outcome = 'FAILED' AND NOT worker.is_trusted AND EXISTS (
                                SELECT 1 FROM attempt AS done JOIN worker AS friend ON friend.id = done.worker_id
                                WHERE done.studio_id = recent.studio_id AND done.job_id = recent.job_id
                                  AND done.outcome = 'SUCCEEDED' AND friend.is_trusted)
                                AS is_its_own
                        FROM attempt AS recent JOIN worker ON worker.id = recent.worker_id
                        WHERE recent.worker_id IN (SELECT id FROM judged)
                          AND ended_at > greatest(pardoned_at, quarantined_until, '-infinity')
                          AND outcome IN ('SUCCEEDED', 'FAILED', 'LOST')
                        ORDER BY ended_at DESC LIMIT ?) AS recent) AS failed
                WHERE worker.id IN (SELECT id FROM judged) AND failed.incidents >= ?
                  AND coalesce(quarantined_until, now()) <= now()
                  AND EXISTS (
                    SELECT 1 FROM worker AS other
                    WHERE other.id NOT IN (SELECT id FROM judged)
                      AND other.offers @> (SELECT needs FROM job JOIN attempt ON job_id = job.id WHERE attempt.fencing_token = ?)
                      AND 'ONLINE' =\s""" + Workers.STATE + ") RETURNING worker.id",
                row -> row.uuid("id"),
                fencingToken,
                LENGTH.toMillis(),
                LOOK_BACK,
                FAILURES,
                fencingToken,
                LeaseTimes.OFFLINE.toMillis());
    }
}
