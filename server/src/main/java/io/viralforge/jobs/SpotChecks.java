package io.viralforge.jobs;

import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * Looks at a share of what workers make whose token is not trusted. Such a render is set aside unused, a trusted worker
 * makes it again, and the two must have the same bytes, because the renderer is reproducible. What differs puts the first
 * one in quarantine until an operator resumes it; both digests stay with the attempts.
 */
@Singleton
final class SpotChecks {
    private static final Duration UNTIL_RESUMED = Duration.ofDays(365 * 100);

    private final JobsConfig settings;
    private final JobEvents events;
    /** Not to be foreseen by those who are looked at. */
    private final SecureRandom random = new SecureRandom();

    SpotChecks(JobsConfig settings, JobEvents events) {
        this.settings = settings;
        this.events = events;
    }

    /** Whether the render that this lease has just finished is to be made again: only while somebody can. */
    boolean isDue(Tx tx, LeasedJob job) {
        return random.nextDouble() < settings.spotChecks()
                && tx.one(
                        """
                        SELECT NOT own.is_trusted AND EXISTS (
                            SELECT 1 FROM worker AS other
                            WHERE other.is_trusted AND needs <@ other.offers AND job.memory_bytes <= other.memory_bytes
                              AND 'ONLINE' =\s""" + Workers.STATE + """
                            ) AS is_due
                        FROM job JOIN worker AS own ON own.id = worker_id WHERE job.id = ?""", row -> row.flag("is_due"), LeaseTimes.OFFLINE.toMillis(), job.job());
    }

    /** Compares a result that counts with those of the job that were set aside. */
    void compare(Tx tx, LeasedJob job, String sha256) {
        tx.update("UPDATE attempt SET video_sha256 = ? WHERE fencing_token = ?", sha256, job.fencingToken());
        tx.rows(
                        """
                UPDATE worker SET quarantined_until = now() + ? * interval '1 ms',
                    quarantine_reason = 'Its render of job ' || ? || ' differs from that of a trusted worker.'
                FROM attempt
                WHERE attempt.studio_id = ? AND attempt.job_id = ? AND outcome = 'SET_ASIDE' AND video_sha256 <> ?
                  AND worker.id = attempt.worker_id RETURNING worker.id""",
                        row -> row.uuid("id"),
                        UNTIL_RESUMED.toMillis(),
                        job.job().toString(),
                        job.studio(),
                        job.job(),
                        sha256)
                .forEach(worker -> events.workerChanged(tx, worker, Worker.State.QUARANTINED));
    }
}
