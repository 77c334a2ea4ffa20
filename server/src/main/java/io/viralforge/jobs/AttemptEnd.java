package io.viralforge.jobs;

import io.viralforge.media.Assets;
import io.viralforge.media.Uploads;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Ends attempts, whichever way: job, attempt and event change in one transaction. The caller holds the job's row lock
 * and has seen it RUNNING under the fencing token.
 */
@Singleton
final class AttemptEnd {
    /** Of a job whose tries do not count: it may end its workers before they can say that they have it. */
    private static final int MOST_TRIES = 20;

    private final JobEvents events;
    private final Assets assets;
    private final Uploads uploads;
    private final RandomGenerator random = RandomGenerator.getDefault();

    AttemptEnd(JobEvents events, Assets assets, Uploads uploads) {
        this.events = events;
        this.assets = assets;
        this.uploads = uploads;
    }

    void succeeded(Tx tx, LeasedJob job, List<String> warnings, Cost cost) {
        Cost used = close(tx, job.studio(), job.fencingToken(), AttemptOutcome.SUCCEEDED, null, cost);
        move(tx, job, JobAction.COMPLETE, Duration.ZERO, null, warnings, used);
        if (job.isTrusted()) {
            strangersThatFailed(tx, job).forEach(fencingToken -> judge(tx, fencingToken));
        }
    }

    /** One attempt of each token that is not trusted and could not do what has now been done. */
    private static List<Long> strangersThatFailed(Tx tx, LeasedJob job) {
        return tx.rows("""
                SELECT max(fencing_token) AS fencing_token FROM attempt JOIN worker ON worker.id = worker_id
                WHERE studio_id = ? AND job_id = ? AND outcome = 'FAILED' AND NOT is_trusted GROUP BY token_id""", row -> row.big("fencing_token"), job.studio(), job.job());
    }

    /** Another try when one is left and may help. */
    void failed(Tx tx, LeasedJob job, Failure failure, boolean isRetryable, @Nullable Cost cost) {
        Cost used = close(tx, job.studio(), job.fencingToken(), AttemptOutcome.FAILED, failure, cost);
        notDone(tx, job, failure, isRetryable, Backoff.after(job.attempt(), random), used);
    }

    /** The worker was not heard from: another try at once, unless this job has lost its last worker. */
    void lost(Tx tx, LeasedJob job) {
        lost(tx, job, "The worker was not heard from any more.");
    }

    /** A stranger was heard from all the time, and is not done. */
    void overdue(Tx tx, LeasedJob job) {
        lost(tx, job, "The worker was not done in time.");
    }

    private void lost(Tx tx, LeasedJob job, String message) {
        Failure failure = new Failure(JobFailureCode.WORKER_LOST, message);
        Cost used = close(tx, job.studio(), job.fencingToken(), AttemptOutcome.LOST, failure, null);
        notDone(tx, job, failure, true, Duration.ZERO, used);
    }

    /** What a stranger did not do is left to a trusted worker, whatever the stranger says of it. */
    private void notDone(Tx tx, LeasedJob job, Failure failure, boolean mayHelp, Duration wait, Cost used) {
        judge(tx, job.fencingToken());
        if (isLeftToTrusted(tx, job)) {
            move(tx, job, JobAction.TRY_AGAIN, Duration.ZERO, failure, List.of(), used);
            leaveToTrusted(tx, job);
        } else if (mayHelp && job.attempt() < job.maxAttempts()) {
            move(tx, job, JobAction.TRY_AGAIN, wait, failure, List.of(), used);
        } else {
            move(tx, job, JobAction.GIVE_UP, Duration.ZERO, failure, List.of(), used);
            refuseUninspected(tx, job, failure);
        }
    }

    private static boolean isLeftToTrusted(Tx tx, LeasedJob job) {
        return !job.isTrusted() && job.maxAttempts() < MOST_TRIES && SpotChecks.isAnybodyTrusted(tx);
    }

    /** The try does not count. */
    private static void leaveToTrusted(Tx tx, LeasedJob job) {
        tx.update(
                "UPDATE job SET max_attempts = max_attempts + 1, needs = needs || ARRAY[?] WHERE studio_id = ? AND id = ?",
                Needs.TRUSTED,
                job.studio(),
                job.job());
    }

    private void judge(Tx tx, long fencingToken) {
        Quarantine.judge(tx, fencingToken)
                .forEach(worker -> events.workerChanged(tx, worker, Worker.State.QUARANTINED));
    }

    /** Given back unharmed: the try does not count, unless that happens again and again. */
    void release(Tx tx, LeasedJob job) {
        if (job.maxAttempts() >= MOST_TRIES) {
            lost(tx, job, "Workers gave it back again and again, or were not heard of with it.");
            return;
        }
        Cost used = close(tx, job.studio(), job.fencingToken(), AttemptOutcome.RELEASED, null, null);
        move(tx, job, JobAction.RELEASE, Duration.ZERO, null, List.of(), used);
        if (isLeftToTrusted(tx, job)) {
            leaveToTrusted(tx, job);
        } else {
            tx.update(
                    "UPDATE job SET max_attempts = max_attempts + 1 WHERE studio_id = ? AND id = ?",
                    job.studio(),
                    job.job());
        }
    }

    /** Done, but not believed: a trusted worker makes it again. The try does not count. */
    void setAside(Tx tx, LeasedJob job, SpotChecks.Digests digests, Cost cost) {
        Cost used = close(tx, job.studio(), job.fencingToken(), AttemptOutcome.SET_ASIDE, null, cost);
        digests.keep(tx, job);
        move(tx, job, JobAction.SET_ASIDE, Duration.ZERO, null, List.of(), used);
        leaveToTrusted(tx, job);
    }

    private void move(
            Tx tx,
            LeasedJob job,
            JobAction action,
            Duration wait,
            @Nullable Failure failure,
            List<String> warnings,
            Cost cost) {
        int changed = tx.update(
                """
                UPDATE job SET state = ?, worker_id = NULL, run_at = now() + ? * interval '1 ms', failure_code = ?,
                    failure_message = ?, warnings = ?, ended_at = CASE WHEN ? THEN now() END
                WHERE studio_id = ? AND id = ? AND fencing_token = ? AND state = ANY (?)""",
                action.to(),
                wait.toMillis(),
                failure == null ? null : failure.code(),
                failure == null ? null : failure.message(),
                warnings,
                action.to().isEnded(),
                job.studio(),
                job.job(),
                job.fencingToken(),
                action.from());
        if (changed != 1) {
            throw new IllegalStateException("job " + job.job() + " was not held");
        }
        if (action != JobAction.COMPLETE) {
            giveUpOutputs(tx, job);
        }
        events.attemptEnded(tx, job.studio(), job.job(), job.kind(), action.to(), job.attempt(), cost);
    }

    /** Fails those of the renders that wait; no attempt of them is open. */
    void drop(Tx tx, UUID studio, List<UUID> jobs, Failure why) {
        tx.rows(
                        """
                        UPDATE job SET state = ?, ended_at = now(), failure_code = ?, failure_message = ?
                        WHERE studio_id = ? AND id = ANY (?) AND state = ANY (?) RETURNING id, attempt""",
                        row -> Map.entry(row.uuid("id"), row.number("attempt")),
                        JobAction.DROP.to(),
                        why.code(),
                        why.message(),
                        studio,
                        jobs,
                        JobAction.DROP.from())
                .forEach(job ->
                        events.changed(tx, studio, job.getKey(), JobKind.RENDER, JobAction.DROP.to(), job.getValue()));
    }

    /** What was sent of results that nobody will have. */
    private void giveUpOutputs(Tx tx, LeasedJob job) {
        tx.rows(
                        "SELECT upload_id FROM attempt_output WHERE studio_id = ? AND fencing_token = ?",
                        row -> row.uuid("upload_id"),
                        job.studio(),
                        job.fencingToken())
                .forEach(upload -> uploads.giveUp(tx, job.studio(), upload));
    }

    /**
     * Ends the attempt's own row.
     *
     * @param cost null leaves what its heartbeats told
     * @return what it used
     */
    static Cost close(
            Tx tx,
            UUID studio,
            long fencingToken,
            AttemptOutcome outcome,
            @Nullable Failure failure,
            @Nullable Cost cost) {
        Cost used = tx.row(
                """
                UPDATE attempt SET ended_at = now(), outcome = ?, failure_code = ?, failure_message = ?,
                    cpu_seconds = coalesce(?, cpu_seconds), gpu_seconds = coalesce(?, gpu_seconds),
                    bytes_in = coalesce(?, bytes_in), bytes_out = coalesce(?, bytes_out)
                WHERE studio_id = ? AND fencing_token = ? AND outcome IS NULL
                RETURNING cpu_seconds, gpu_seconds, bytes_in, bytes_out""",
                Cost::read,
                outcome,
                failure == null ? null : failure.code(),
                failure == null ? null : failure.message(),
                cost == null ? null : cost.cpuSeconds(),
                cost == null ? null : cost.gpuSeconds(),
                cost == null ? null : cost.bytesIn(),
                cost == null ? null : cost.bytesOut(),
                studio,
                fencingToken);
        return used == null ? Cost.NONE : used;
    }

    /** A file that no worker could finish decoding must not stay in CHECKING for ever. */
    private void refuseUninspected(Tx tx, LeasedJob job, Failure failure) {
        switch (job.kind()) {
            case RENDER -> {}
            case INSPECT ->
                assets.giveUpInspection(
                        tx,
                        job.studio(),
                        JobStore.inputs(tx, job.studio(), job.job()).getFirst(),
                        failure.message());
        }
    }
}
