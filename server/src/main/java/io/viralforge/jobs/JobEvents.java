package io.viralforge.jobs;

import io.micrometer.core.instrument.MeterRegistry;
import io.viralforge.platform.events.EventLog;
import io.viralforge.platform.events.Outbox;
import io.viralforge.platform.events.Ticks;
import io.viralforge.platform.events.Topic;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the rest of the world hears of jobs and workers. */
@Singleton
final class JobEvents {
    /** Channel of all workers: that there may be work, or that a heartbeat is due. */
    static final String WORKERS = "workers";

    /** A studio's channel of progress. */
    static final String PROGRESS = "progress";

    private static final UUID ANY = new UUID(0, 0);

    private final Outbox outbox;
    private final Ticks ticks;
    private final MeterRegistry meters;

    JobEvents(Outbox outbox, Ticks ticks, MeterRegistry meters) {
        this.outbox = outbox;
        this.ticks = ticks;
        this.meters = meters;
    }

    /** The job changed to this state, once the transaction is committed. */
    void changed(Tx tx, UUID studio, UUID job, JobKind kind, JobState state, int attempt) {
        write(tx, studio, job, state, payload(kind, state, attempt));
        count(tx, kind, state);
    }

    /** As {@link #changed}, where an attempt ended and used something. */
    void attemptEnded(Tx tx, UUID studio, UUID job, JobKind kind, JobState state, int attempt, Cost cost) {
        write(tx, studio, job, state, Map.of("kind", kind, "state", state, "attempt", attempt, "cost", cost));
        count(tx, kind, state);
        tx.afterCommit(() -> {
            meters.summary("viralforge.attempts.cpu.seconds", "kind", kind.name())
                    .record(cost.cpuSeconds());
            meters.summary("viralforge.attempts.gpu.seconds", "kind", kind.name())
                    .record(cost.gpuSeconds());
        });
    }

    /** These jobs were leased. */
    void leased(Tx tx, List<LeasedJob> jobs) {
        outbox.write(
                tx,
                Topic.JOB,
                jobs.stream()
                        .map(job -> new Outbox.Entry(
                                job.studio(), job.job(), payload(job.kind(), JobAction.LEASE.to(), job.attempt())))
                        .toList());
        jobs.forEach(job -> count(tx, job.kind(), JobAction.LEASE.to()));
    }

    /** An operator or a verdict changed where the worker stands. */
    void workerChanged(Tx tx, UUID worker, Worker.State state) {
        outbox.write(tx, EventLog.INSTALLATION, Topic.WORKER, worker, Map.of("state", state));
    }

    private static Map<String, ?> payload(JobKind kind, JobState state, int attempt) {
        return Map.of("kind", kind, "state", state, "attempt", attempt);
    }

    private void count(Tx tx, JobKind kind, JobState state) {
        tx.afterCommit(() -> meters.counter("viralforge.jobs.changes", "kind", kind.name(), "state", state.name())
                .increment());
    }

    private void write(Tx tx, UUID studio, UUID job, JobState state, Map<String, ?> payload) {
        outbox.write(tx, studio, Topic.JOB, job, payload);
        if (state == JobState.QUEUED) {
            tx.afterCommit(this::wakeWorkers);
        }
    }

    /** There may be something to lease. */
    void wakeWorkers() {
        ticks.send(WORKERS, ANY, Map.of("kind", WorkerSignalKind.WORK));
    }

    /** A leased job was taken from its worker: its next heartbeat tells it so. */
    void hurryHeartbeat(UUID workerToken) {
        ticks.send(WORKERS, workerToken, Map.of("kind", WorkerSignalKind.HEARTBEAT));
    }

    void progress(UUID studio, UUID job, int attempt, Progress progress) {
        ticks.send(Ticks.studio(PROGRESS, studio), job, progress.payload(attempt));
    }
}
