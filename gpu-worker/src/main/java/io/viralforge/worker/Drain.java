package io.viralforge.worker;

import io.viralforge.client.GraphqlException;
import io.viralforge.types.JobKind;
import io.viralforge.types.JobStage;
import io.viralforge.worker.RunningJob.StopReason;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The orderly end: what can be finished within the grace time is, the rest goes back unharmed. */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final int RELEASE_TRIES = 3;
    private static final Duration RELEASE_PAUSE = Duration.ofMillis(200);

    private final Server server;
    private final HeldJobs held;
    private final Heart heart;
    private final Duration grace;

    Drain(Server server, HeldJobs held, Heart heart, Duration grace) {
        this.server = server;
        this.held = held;
        this.heart = heart;
        this.grace = grace;
    }

    void run() throws InterruptedException {
        heart.drain();
        long end = System.nanoTime() + grace.toNanos();
        giveBack(held.all().stream().filter(this::isHopeless).toList());
        held.awaitNone(Duration.ofNanos(end - System.nanoTime()));
        giveBack(held.all());
    }

    /** Whether a job will not end in time. Inspections and sending a result usually do. */
    private boolean isHopeless(RunningJob job) {
        var report = job.report();
        var remaining = report.remaining();
        boolean isShort = job.kind() == JobKind.INSPECT || report.stage() == JobStage.UPLOAD;
        return remaining == null ? !isShort || grace.isZero() : remaining.compareTo(grace) > 0;
    }

    private void giveBack(List<RunningJob> jobs) throws InterruptedException {
        if (jobs.isEmpty()) {
            return;
        }
        jobs.forEach(job -> job.stop(StopReason.RELEASED));
        for (var job : jobs) {
            job.awaitEnd();
        }
        // One that was settled in the same moment is simply not released.
        var leases = jobs.stream().map(RunningJob::lease).toList();
        for (int tries = 1; tries <= RELEASE_TRIES; tries++) {
            try {
                LOG.info("Given back: {}", server.release(leases));
                break;
            } catch (GraphqlException away) {
                // Unreleased leases run out by themselves; that costs the job an attempt, no more.
                LOG.warn("Could not give back {}: {}", leases, away.getMessage());
                Thread.sleep(RELEASE_PAUSE);
            }
        }
        jobs.forEach(held::remove);
    }
}
