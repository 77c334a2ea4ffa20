package io.viralforge.worker;

import io.viralforge.types.JobKind;
import io.viralforge.types.LeaseState;
import io.viralforge.types.worker.WorkerHeartbeat.LeaseStatus;
import io.viralforge.worker.RunningJob.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs this worker holds, from their lease until they are settled or lost. */
final class HeldJobs {
    private static final Logger LOG = LoggerFactory.getLogger(HeldJobs.class);

    private final ConcurrentMap<Lease, RunningJob> jobs = new ConcurrentHashMap<>();
    private final Wakeup removed = new Wakeup();

    void add(RunningJob job) {
        jobs.put(job.lease(), job);
    }

    void remove(RunningJob job) {
        jobs.remove(job.lease());
        removed.raise();
    }

    /** Waits until none is held, at most so long. */
    void awaitNone(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!jobs.isEmpty() && removed.await(Duration.ofNanos(end - System.nanoTime()))) {
            // One has ended; perhaps it was the last.
        }
    }

    List<RunningJob> all() {
        return List.copyOf(jobs.values());
    }

    /** How many of a kind; those of kinds that this worker does not know count as renders. */
    int count(JobKind kind) {
        return (int) jobs.values().stream()
                .filter(job -> (job.kind() == JobKind.INSPECT) == (kind == JobKind.INSPECT))
                .count();
    }

    /** Does what the server says about leases: what is lost or cancelled stops at once. */
    void follow(List<LeaseStatus> answers) {
        for (var answer : answers) {
            var job = jobs.get(new Lease(answer.jobId(), answer.fencingToken()));
            // A heartbeat that crosses a settlement is answered LOST, because the job has just ended well.
            if (job != null && !job.isSettling()) {
                follow(job, answer.state());
            }
        }
    }

    private static void follow(RunningJob job, LeaseState state) {
        switch (state) {
            case LOST -> {
                LOG.warn("{} is no longer ours: stopped", job.lease().jobId());
                job.stop(StopReason.LOST);
            }
            case CANCELLED -> {
                LOG.info("{} was cancelled: stopped", job.lease().jobId());
                job.stop(StopReason.CANCELLED);
            }
            case HELD, UNKNOWN -> {
                // Goes on.
            }
        }
    }
}
