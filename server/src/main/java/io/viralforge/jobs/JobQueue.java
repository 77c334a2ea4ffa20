package io.viralforge.jobs;

import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hands jobs to workers and keeps them there as long as they are heard from. Times are the database's own, so that
 * replicas need not agree on theirs.
 */
@Singleton
final class JobQueue {
    /** A lease whose answer got lost on its way is taken back once the worker has not listed it for so long. */
    private static final Duration UNHEARD_OF = Duration.ofSeconds(6);

    private final Sql sql;
    private final JobEvents events;
    private final AttemptEnd end;

    JobQueue(Sql sql, JobEvents events, AttemptEnd end) {
        this.sql = sql;
        this.events = events;
        this.end = end;
    }

    /** Leases up to {@code max} jobs that this worker can do: highest priority first, then first come first served. */
    List<LeasedJob> lease(Worker worker, Collection<JobKind> kinds, int max) {
        return sql.everywhere(tx -> {
            List<LeasedJob> leased = tx.rows(
                    """
                    WITH next AS (
                        SELECT studio_id, id FROM job
                        WHERE state = ANY (?) AND run_at <= now() AND kind = ANY (?)
                          AND (renderer_version IS NULL OR renderer_version = ?)
                        ORDER BY priority DESC, run_at, id
                        LIMIT ? FOR UPDATE SKIP LOCKED)
                    UPDATE job SET state = ?, attempt = attempt + 1, fencing_token = nextval('fencing_token'),
                        worker_id = ?, lease_until = now() + ? * interval '1 ms', stage = NULL, fraction = NULL,
                        remaining_ms = NULL, started_at = coalesce(started_at, now())
                    FROM next WHERE job.studio_id = next.studio_id AND job.id = next.id
                    RETURNING job.studio_id, job.id, kind, attempt, max_attempts, fencing_token, lease_until, recipe""",
                    LeasedJob::read,
                    JobAction.LEASE.from(),
                    kinds,
                    worker.rendererVersion(),
                    max,
                    JobAction.LEASE.to(),
                    worker.id(),
                    LeaseTimes.LEASE.toMillis());
            for (LeasedJob job : leased) {
                tx.update("""
                        INSERT INTO attempt (studio_id, job_id, number, fencing_token, worker_id, worker_name, started_at)
                        VALUES (?, ?, ?, ?, ?, ?, now())""", job.studio(), job.job(), job.attempt(), job.fencingToken(), worker.id(), worker.name());
                events.changed(tx, job.studio(), job.job(), job.kind(), JobAction.LEASE.to(), job.attempt());
            }
            return leased;
        });
    }

    /** What a heartbeat says of one lease. */
    record Beat(
            Lease lease,
            @Nullable Progress progress,
            @Nullable Cost cost) {}

    /**
     * Renews leases, each as long as nobody else has got its job. A lease that is late but was not given away is
     * renewed too: work is not thrown away because a server was down for a while.
     */
    List<LeaseStatus> heartbeat(UUID token, UUID worker, List<Beat> beats) {
        // In one order everywhere, so that two transactions never wait for each other.
        List<Beat> ordered = beats.stream()
                .sorted(Comparator.comparing(beat -> beat.lease().job()))
                .toList();
        return sql.everywhere(tx -> {
            List<LeaseStatus> statuses =
                    ordered.stream().map(beat -> renew(tx, token, beat)).toList();
            endUnlisted(tx, worker, ordered);
            return statuses;
        });
    }

    private LeaseStatus renew(Tx tx, UUID token, Beat beat) {
        Progress progress = beat.progress();
        UUID studio = tx.row(
                """
                UPDATE job SET lease_until = now() + ? * interval '1 ms', stage = coalesce(?, stage),
                    fraction = greatest(?, fraction), remaining_ms = ?
                WHERE id = ? AND fencing_token = ? AND state = 'RUNNING'
                  AND worker_id IN (SELECT id FROM worker WHERE token_id = ?)
                RETURNING studio_id""",
                row -> row.uuid("studio_id"),
                LeaseTimes.LEASE.toMillis(),
                progress == null ? null : progress.stage(),
                progress == null ? null : progress.fraction(),
                progress == null || progress.remaining() == null
                        ? null
                        : progress.remaining().toMillis(),
                beat.lease().job(),
                beat.lease().fencingToken(),
                token);
        if (studio == null) {
            return new LeaseStatus(beat.lease(), whyGone(tx, beat.lease()));
        }
        int attempt = book(tx, beat.lease(), beat.cost());
        if (progress != null) {
            tx.afterCommit(() -> events.progress(studio, beat.lease().job(), attempt, progress));
        }
        return new LeaseStatus(beat.lease(), LeaseStatus.State.HELD);
    }

    /** Keeps what an attempt has used so far. Its number. */
    private static int book(Tx tx, Lease lease, @Nullable Cost cost) {
        return tx.one(
                """
                UPDATE attempt SET cpu_seconds = coalesce(?, cpu_seconds), gpu_seconds = coalesce(?, gpu_seconds),
                    bytes_in = coalesce(?, bytes_in), bytes_out = coalesce(?, bytes_out)
                WHERE fencing_token = ? RETURNING number""",
                row -> row.number("number"),
                cost == null ? null : cost.cpuSeconds(),
                cost == null ? null : cost.gpuSeconds(),
                cost == null ? null : cost.bytesIn(),
                cost == null ? null : cost.bytesOut(),
                lease.fencingToken());
    }

    private static LeaseStatus.State whyGone(Tx tx, Lease lease) {
        JobState state = tx.row(
                "SELECT state FROM job WHERE id = ? AND fencing_token = ?",
                row -> row.constant("state", JobState.class),
                lease.job(),
                lease.fencingToken());
        return state == JobState.CANCELLED ? LeaseStatus.State.CANCELLED : LeaseStatus.State.LOST;
    }

    /**
     * Ends the attempts that the worker does not list though it has had time to. One that it never listed did not reach
     * it: the answer got lost. One that it did list, and dropped, counts as a try, else it would go round for ever.
     */
    private void endUnlisted(Tx tx, UUID worker, List<Beat> beats) {
        Set<Long> listed = new HashSet<>();
        beats.forEach(beat -> listed.add(beat.lease().fencingToken()));
        tx
                .rows(
                        """
                        SELECT job.*, lease_until = attempt.started_at + ? * interval '1 ms' AS is_unheard_of
                        FROM job JOIN attempt USING (fencing_token)
                        WHERE job.worker_id = ? AND state = 'RUNNING'
                          AND attempt.started_at < now() - ? * interval '1 ms'
                        ORDER BY job.id FOR UPDATE OF job SKIP LOCKED""",
                        row -> new Unlisted(LeasedJob.read(row), row.flag("is_unheard_of")),
                        LeaseTimes.LEASE.toMillis(),
                        worker,
                        UNHEARD_OF.toMillis())
                .stream()
                .filter(unlisted -> !listed.contains(unlisted.job.fencingToken()))
                .forEach(unlisted -> {
                    if (unlisted.isUnheardOf) {
                        end.release(tx, unlisted.job);
                    } else {
                        end.lost(tx, unlisted.job);
                    }
                });
    }

    private record Unlisted(LeasedJob job, boolean isUnheardOf) {}

    /** Takes back leases that a stopping worker gives up; those it still held. */
    List<UUID> release(UUID token, List<Lease> leases) {
        return sql.everywhere(tx -> leases.stream()
                .sorted(Comparator.comparing(Lease::job))
                .map(lease -> held(tx, token, lease))
                .filter(Objects::nonNull)
                .map(job -> {
                    end.release(tx, job);
                    return job.job();
                })
                .toList());
    }

    /** The job that a worker with this token leases, its row locked; null when the lease is gone. */
    static @Nullable LeasedJob held(Tx tx, UUID token, Lease lease) {
        return tx.row(LeasedJob.SELECT + """
                        WHERE id = ? AND fencing_token = ? AND state = 'RUNNING'
                          AND worker_id IN (SELECT id FROM worker WHERE token_id = ?) FOR UPDATE""", LeasedJob::read, lease.job(), lease.fencingToken(), token);
    }

    /** Whether the job is still leased as it was; its row is locked then. */
    static boolean isHeld(Tx tx, LeasedJob job) {
        return tx.row(
                        LeasedJob.SELECT
                                + "WHERE studio_id = ? AND id = ? AND fencing_token = ? AND state = 'RUNNING' FOR UPDATE",
                        LeasedJob::read,
                        job.studio(),
                        job.job(),
                        job.fencingToken())
                != null;
    }

    /** Ends the attempts of workers that have not been heard from for a lease. The number of them. */
    int reap() {
        return sql.everywhere(tx -> {
            List<LeasedJob> lost = tx.rows(LeasedJob.SELECT + """
                    WHERE state = 'RUNNING' AND lease_until < now()
                    ORDER BY lease_until LIMIT 100 FOR UPDATE SKIP LOCKED""", LeasedJob::read);
            lost.forEach(job -> end.lost(tx, job));
            return lost.size();
        });
    }

    /** True when a job's time came in the last {@code within}: its wait after a failed attempt is over. */
    boolean hasBecomeDue(Duration within) {
        return sql.everywhere(tx -> tx.one("""
                SELECT EXISTS (SELECT 1 FROM job WHERE state = 'QUEUED' AND run_at <= now()
                    AND run_at > now() - ? * interval '1 ms') AS is_due""", row -> row.flag("is_due"), within.toMillis()));
    }
}
