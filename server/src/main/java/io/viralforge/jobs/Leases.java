package io.viralforge.jobs;

import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps jobs with their workers as long as they are heard from. A lease is the open attempt of a job. Times are the
 * database's own, so that replicas need not agree on theirs.
 */
@Singleton
final class Leases {
    /** A lease that its worker has not listed for so long is taken back: longer than a heartbeat is held up on its way. */
    private static final Duration UNLISTED = Duration.ofSeconds(6);

    private final Sql sql;
    private final JobEvents events;
    private final AttemptEnd end;
    private final Strangers strangers;

    Leases(Sql sql, JobEvents events, AttemptEnd end, Strangers strangers) {
        this.sql = sql;
        this.events = events;
        this.end = end;
        this.strangers = strangers;
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
        Cost cost = beat.cost();
        Renewed renewed = tx.row(
                """
                UPDATE attempt SET lease_until = now() + ? * interval '1 ms', stage = coalesce(?, stage),
                    fraction = greatest(?, fraction), remaining_ms = ?, cpu_seconds = coalesce(?, cpu_seconds),
                    gpu_seconds = coalesce(?, gpu_seconds), bytes_in = coalesce(?, bytes_in),
                    bytes_out = coalesce(?, bytes_out)
                WHERE fencing_token = ? AND job_id = ? AND ended_at IS NULL
                  AND worker_id IN (SELECT id FROM worker WHERE token_id = ?)
                RETURNING studio_id, number""",
                row -> new Renewed(row.uuid("studio_id"), row.number("number")),
                LeaseTimes.LEASE.toMillis(),
                progress == null ? null : progress.stage(),
                progress == null ? null : progress.fraction(),
                progress == null || progress.remaining() == null
                        ? null
                        : progress.remaining().toMillis(),
                cost == null ? null : cost.cpuSeconds(),
                cost == null ? null : cost.gpuSeconds(),
                cost == null ? null : cost.bytesIn(),
                cost == null ? null : cost.bytesOut(),
                beat.lease().fencingToken(),
                beat.lease().job(),
                token);
        if (renewed == null) {
            return new LeaseStatus(beat.lease(), whyGone(tx, beat.lease()));
        }
        if (progress != null) {
            tx.afterCommit(() -> events.progress(renewed.studio, beat.lease().job(), renewed.attempt, progress));
        }
        return new LeaseStatus(beat.lease(), LeaseStatus.State.HELD);
    }

    private record Renewed(UUID studio, int attempt) {}

    private static LeaseStatus.State whyGone(Tx tx, Lease lease) {
        JobState state = tx.row(
                "SELECT state FROM job WHERE id = ? AND fencing_token = ?",
                row -> row.constant("state", JobState.class),
                lease.job(),
                lease.fencingToken());
        return state == JobState.CANCELLED ? LeaseStatus.State.CANCELLED : LeaseStatus.State.LOST;
    }

    /**
     * Ends the attempts that the worker has not listed for a while. One that it never listed did not reach it: the answer
     * got lost. One that it did list, and dropped, counts as a try, else it would go round for ever.
     */
    private void endUnlisted(Tx tx, UUID worker, List<Beat> beats) {
        Set<Long> listed = new HashSet<>();
        beats.forEach(beat -> listed.add(beat.lease().fencingToken()));
        tx
                .rows(
                        "SELECT " + LeasedJob.COLUMNS + """
                        , lease_until = lease.started_at + ? * interval '1 ms' AS is_unheard_of
                        """ + LeasedJob.FROM + """
                        WHERE lease.worker_id = ? AND lease.ended_at IS NULL AND state = 'RUNNING'
                          AND lease_until < now() + ? * interval '1 ms'
                        ORDER BY job.id FOR UPDATE SKIP LOCKED""",
                        row -> new Unlisted(LeasedJob.read(row), row.flag("is_unheard_of")),
                        LeaseTimes.LEASE.toMillis(),
                        worker,
                        LeaseTimes.LEASE.minus(UNLISTED).toMillis())
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
                        WHERE job.id = ? AND fencing_token = ? AND state = 'RUNNING'
                          AND job.worker_id IN (SELECT id FROM worker WHERE token_id = ?) FOR UPDATE""", LeasedJob::read, lease.job(), lease.fencingToken(), token);
    }

    /** Whether the job is still leased as it was; its row is locked then. */
    static boolean isHeld(Tx tx, LeasedJob job) {
        return tx.row(
                        LeasedJob.SELECT
                                + "WHERE job.studio_id = ? AND job.id = ? AND fencing_token = ? AND state = 'RUNNING' FOR UPDATE",
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
                    WHERE state = 'RUNNING' AND lease.ended_at IS NULL AND lease_until < now()
                    ORDER BY lease_until LIMIT 100 FOR UPDATE SKIP LOCKED""", LeasedJob::read);
            lost.forEach(job -> end.lost(tx, job));
            return lost.size();
        });
    }

    /** Ends the attempts of strangers that go on for longer than they may, heard from or not. The number of them. */
    int endOverdue() {
        return sql.everywhere(tx -> {
            List<Aged> overdue = tx
                    .rows(
                            "SELECT " + LeasedJob.COLUMNS + """
                            , extract(epoch FROM now() - lease.started_at)::bigint AS seconds
                            """ + LeasedJob.FROM + """
                            WHERE lease.worker_id IN (SELECT id FROM worker WHERE NOT is_trusted)
                              AND lease.ended_at IS NULL AND state = 'RUNNING'
                              AND lease.started_at < now() - ? * interval '1 ms'
                            ORDER BY job.id""",
                            row -> new Aged(LeasedJob.read(row), Duration.ofSeconds(row.big("seconds"))),
                            Strangers.TIME.toMillis())
                    .stream()
                    .filter(attempt -> attempt.age.compareTo(strangers.time(tx, attempt.job)) > 0)
                    .filter(attempt -> isHeld(tx, attempt.job))
                    .toList();
            overdue.forEach(attempt -> end.overdue(tx, attempt.job));
            return overdue.size();
        });
    }

    private record Aged(LeasedJob job, Duration age) {}

    /** True when a job's time came in the last {@code within}: its wait after a failed attempt is over. */
    boolean hasBecomeDue(Duration within) {
        return sql.everywhere(tx -> tx.one("""
                SELECT EXISTS (SELECT 1 FROM job WHERE state = 'QUEUED' AND run_at <= now()
                    AND run_at > now() - ? * interval '1 ms') AS is_due""", row -> row.flag("is_due"), within.toMillis()));
    }
}
