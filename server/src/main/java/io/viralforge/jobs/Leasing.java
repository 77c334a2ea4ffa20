package io.viralforge.jobs;

import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;

/**
 * Hands jobs to workers. Between studios the one with the fewest running jobs of the kind goes first; within a studio,
 * the job whose {@link Turn} it is. Studios cannot outbid each other: a priority counts within its own studio, and
 * between studios only where both have as many running.
 */
@Singleton
final class Leasing {
    /** Further jobs that are looked at, of all studios together: others may be leasing the first ones right now. */
    private static final int LOOK_PAST = 16;

    private static final int LOOK_FURTHER = 256;

    /**
     * The studios that wait are found by leaping from one to the next in the index job_queue. Of each the first jobs are
     * numbered on from what it has running: that number is their share, and the smallest goes first, as if they were
     * leased one by one. The best are locked one after the other until there are enough.
     *
     * <p>A job is looked up by its id alone, and its state is asked in a way that no partial index answers: that one would
     * be walked from its beginning.
     */
    private static final String LEASE = """
            WITH RECURSIVE waiting (kind, studio_id) AS (
                SELECT asked, (SELECT studio_id FROM job WHERE state = 'QUEUED' AND kind = asked
                        ORDER BY studio_id LIMIT 1)
                    FROM unnest(?::text[]) AS asked
                UNION ALL
                SELECT kind, (SELECT studio_id FROM job WHERE state = 'QUEUED' AND kind = waiting.kind
                        AND studio_id > waiting.studio_id ORDER BY studio_id LIMIT 1)
                    FROM waiting WHERE studio_id IS NOT NULL),
            candidate AS (
                SELECT first.id, first.turn, running.jobs + row_number() OVER (
                        PARTITION BY waiting.kind, waiting.studio_id ORDER BY first.turn, first.id) AS share,
                    CASE waiting.kind WHEN 'RENDER' THEN max_running END AS most
                FROM waiting LEFT JOIN queue_limit USING (studio_id)
                CROSS JOIN LATERAL (
                    SELECT count(*) AS jobs FROM job
                    WHERE state = 'RUNNING' AND studio_id = waiting.studio_id AND kind = waiting.kind) AS running
                CROSS JOIN LATERAL (
                    SELECT id, turn FROM job
                    WHERE state = 'QUEUED' AND kind = waiting.kind AND studio_id = waiting.studio_id
                      AND run_at <= now() AND needs <@ ?::text[] AND memory_bytes <= ? AND cores <= ?
                    ORDER BY turn, id LIMIT (SELECT ? + ? / greatest(1, count(studio_id)) FROM waiting)) AS first),
            next AS (
                SELECT locked.id, share
                FROM (SELECT * FROM candidate WHERE most IS NULL OR share <= most ORDER BY share, turn, id) AS best
                CROSS JOIN LATERAL (
                    SELECT job.id FROM job WHERE job.id = best.id AND (state = 'QUEUED') IS TRUE
                    FOR UPDATE SKIP LOCKED) AS locked
                LIMIT ?),
            leased AS (
                UPDATE job SET state = ?, attempt = attempt + 1, fencing_token = nextval('fencing_token'),
                    worker_id = ?, started_at = coalesce(started_at, now())
                FROM next WHERE job.id = next.id AND (state = ANY (?)) IS TRUE
                RETURNING job.studio_id, job.id, kind, attempt, max_attempts, fencing_token, recipe, cores, memory_bytes,
                    share, job.turn),
            begun AS (
                INSERT INTO attempt (studio_id, job_id, number, fencing_token, worker_id, worker_name, started_at,
                    lease_until)
                SELECT studio_id, id, attempt, fencing_token, ?, ?, now(), now() + ? * interval '1 ms' FROM leased
                RETURNING fencing_token, lease_until)
            SELECT * FROM leased JOIN begun USING (fencing_token) ORDER BY share, turn, id""";

    private final Sql sql;
    private final JobEvents events;

    Leasing(Sql sql, JobEvents events) {
        this.sql = sql;
        this.events = events;
    }

    /**
     * Leases up to {@code max} jobs that this worker can do, each of which fits into the room that it has left. One that
     * is held back, by an operator or in quarantine, gets none.
     */
    List<LeasedJob> lease(Worker worker, Collection<JobKind> kinds, int max, Worker.Room room) {
        if (worker.state() != Worker.State.ONLINE) {
            return List.of();
        }
        return sql.everywhere(tx -> {
            prepare(tx);
            List<LeasedJob> leased = lease(tx, worker, kinds, max, room, LOOK_PAST);
            if (leased.isEmpty()) {
                // Others were at all of those, or had just taken them: a second look sees what is there now.
                leased = lease(tx, worker, kinds, max, room, LOOK_FURTHER);
            }
            leased.forEach(job ->
                    events.changed(tx, job.studio(), job.job(), job.kind(), JobAction.LEASE.to(), job.attempt()));
            return leased;
        });
    }

    /**
     * Two who lease at the same moment do not see each other's: only one at a time may count up to a limit. The statistics
     * of a queue are always old, so the planner is left no way but along the indexes.
     */
    private static void prepare(Tx tx) {
        tx.row("""
                WITH limited AS (
                    SELECT studio_id FROM queue_limit
                    WHERE max_running IS NOT NULL AND EXISTS (SELECT 1 FROM job
                        WHERE state = 'QUEUED' AND kind = 'RENDER' AND job.studio_id = queue_limit.studio_id)
                    ORDER BY studio_id FOR NO KEY UPDATE)
                SELECT (SELECT count(*) FROM limited), set_config('enable_seqscan', 'off', true),
                    set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
                    set_config('jit', 'off', true)""", row -> true);
    }

    private static List<LeasedJob> lease(
            Tx tx, Worker worker, Collection<JobKind> kinds, int max, Worker.Room room, int past) {
        return tx.rows(
                LEASE,
                LeasedJob::read,
                kinds,
                worker.offers(),
                Math.min(room.memoryBytes(), worker.capabilities().memoryBytes()),
                room.cores(),
                max,
                past,
                max,
                JobAction.LEASE.to(),
                worker.id(),
                JobAction.LEASE.from(),
                worker.id(),
                worker.name(),
                LeaseTimes.LEASE.toMillis());
    }
}
