package io.viralforge.jobs;

import io.micronaut.scheduling.annotation.Scheduled;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.SqlFailure;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a share of what workers make whose token is not trusted. Such a render is set aside unused, a trusted worker
 * makes it again, and the two must have the same bytes, because one build of the renderer is reproducible. What differs
 * puts all workers of the first one's token in quarantine until an operator resumes them; both digests stay with the
 * attempts. Another FFmpeg is no excuse, for which one it has is the stranger's word: the reason names both.
 */
@Singleton
final class SpotChecks {
    private static final Logger LOG = LoggerFactory.getLogger(SpotChecks.class);
    private static final Duration UNTIL_RESUMED = Duration.ofDays(365 * 100);

    /** Longer than a machine takes to start anew. */
    private static final Duration GONE = Duration.ofMinutes(10);

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final JobsConfig settings;
    private final JobEvents events;
    /** Not to be foreseen by those who are looked at. */
    private final SecureRandom random = new SecureRandom();

    private final Sql sql;

    SpotChecks(JobsConfig settings, JobEvents events, Sql sql) {
        this.settings = settings;
        this.events = events;
        this.sql = sql;
    }

    @Scheduled(initialDelay = "10s", fixedDelay = "10s")
    void letGo() {
        try {
            sql.doEverywhere(SpotChecks::letGo);
        } catch (SqlFailure failure) {
            LOG.warn("Jobs that wait for a trusted worker cannot be looked at: {}", failure.getMessage());
        }
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

    /**
     * Jobs that wait for a trusted worker go to any, where none that takes jobs and could do them was heard of for a
     * while; and whatever waits too long, because a worker need not take every kind of job.
     */
    static void letGo(Tx tx) {
        tx.update("""
                UPDATE job SET needs = array_remove(needs, ?)
                WHERE state = 'QUEUED' AND ? = ANY (needs) AND (run_at < now() - ? * interval '1 ms' OR NOT EXISTS (
                    SELECT 1 FROM worker
                    WHERE is_trusted AND needs <@ offers AND job.memory_bytes <= worker.memory_bytes
                      AND 'ONLINE' =\s""" + Workers.STATE + "))", Needs.TRUSTED, Needs.TRUSTED, LONGEST_WAIT.toMillis(), GONE.toMillis());
    }

    /** Whether a trusted worker is there, or was a while ago. */
    static boolean isAnybodyTrusted(Tx tx) {
        return tx.one(
                "SELECT EXISTS (SELECT 1 FROM worker WHERE is_trusted AND last_seen_at >= now() - ? * interval '1 ms') AS is_there",
                row -> row.flag("is_there"),
                GONE.toMillis());
    }

    /** Of what an attempt made. */
    record Digests(String video, @Nullable String poster) {
        void keep(Tx tx, LeasedJob job) {
            tx.update(
                    "UPDATE attempt SET video_sha256 = ?, poster_sha256 = ? WHERE fencing_token = ?",
                    video,
                    poster,
                    job.fencingToken());
        }
    }

    /** Compares a result that counts with those of the job that were set aside, if it is to be believed itself. */
    void compare(Tx tx, LeasedJob job, Digests digests) {
        digests.keep(tx, job);
        tx.rows(
                        """
                UPDATE worker SET quarantined_until = now() + ? * interval '1 ms',
                    quarantine_reason = 'A render of job ' || ? || ' by its token, with FFmpeg ' || stranger.ffmpeg
                        || ', differs from that of a trusted worker, with FFmpeg ' || trusted.ffmpeg || '.'
                FROM attempt JOIN worker AS stranger ON stranger.id = attempt.worker_id,
                    job JOIN worker AS trusted ON trusted.id = job.worker_id
                WHERE attempt.studio_id = ? AND attempt.job_id = ? AND outcome = 'SET_ASIDE'
                  AND video_sha256 IS NOT NULL
                  AND (video_sha256, coalesce(poster_sha256, '')) <> (?, coalesce(?, ''))
                  AND job.id = attempt.job_id AND trusted.is_trusted
                  AND worker.token_id = stranger.token_id
                RETURNING worker.id""",
                        row -> row.uuid("id"),
                        UNTIL_RESUMED.toMillis(),
                        job.job().toString(),
                        job.studio(),
                        job.job(),
                        digests.video,
                        digests.poster)
                .forEach(worker -> events.workerChanged(tx, worker, Worker.State.QUARANTINED));
    }
}
