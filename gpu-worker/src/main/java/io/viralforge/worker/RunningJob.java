package io.viralforge.worker;

import io.viralforge.types.JobKind;
import io.viralforge.types.JobStage;
import io.viralforge.types.LeaseProgressInput;
import io.viralforge.types.worker.WorkerLease.JobLease;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A job that this worker holds: what it is, how far it is, and the thread that does it. */
final class RunningJob {
    private final JobLease order;
    private final Lease lease;
    private final Spent spent = new Spent();
    private volatile Report report = new Report(JobStage.DOWNLOAD, 0, null);
    private volatile @Nullable Thread thread;
    private volatile boolean isSettling;
    private @Nullable StopReason stopReason;

    /** Why a job is stopped before its end. */
    enum StopReason {
        /** The lease is another's, or nobody's: nothing is said about it any more. */
        LOST,
        /** A person cancelled the job. */
        CANCELLED,
        /** The worker is told to stop; the lease is given back. */
        RELEASED,
        /** The worker cannot go on. */
        ABANDONED
    }

    /** How far it is; the fraction is of the whole job and never falls. */
    record Report(JobStage stage, double fraction, @Nullable Duration remaining) {}

    RunningJob(JobLease order) {
        this.order = order;
        this.lease = new Lease(order.jobId(), order.fencingToken());
    }

    JobLease order() {
        return order;
    }

    Lease lease() {
        return lease;
    }

    Spent spent() {
        return spent;
    }

    JobKind kind() {
        return order.kind();
    }

    void at(JobStage stage, double fraction, @Nullable Duration remaining) {
        report = new Report(stage, Math.clamp(fraction, report.fraction(), 1), remaining);
    }

    Report report() {
        return report;
    }

    LeaseProgressInput progress() {
        var now = report;
        var remaining = now.remaining();
        return new LeaseProgressInput(lease.asInput())
                .stage(now.stage())
                .fraction(now.fraction())
                .remainingMillis(remaining == null ? null : remaining.toMillis())
                .cost(spent.total());
    }

    /** Whether the server is being told how the job ended: its answer says more than a heartbeat can. */
    boolean isSettling() {
        return isSettling;
    }

    void settling(boolean begins) {
        isSettling = begins;
    }

    /** Begins the work on a thread of its own; the thread is the job's until it ends. */
    synchronized void start(Runnable work) {
        // Not a virtual one: the CPU time that it uses is part of what the job costs.
        var started = Thread.ofPlatform().daemon().name(order.jobId()).unstarted(work);
        thread = started;
        started.start();
        if (stopReason != null) {
            started.interrupt(); // It was stopped before it began.
        }
    }

    /** Interrupts the work, for the first reason given. */
    synchronized void stop(StopReason reason) {
        if (stopReason == null) {
            stopReason = reason;
            var running = thread;
            if (running != null) {
                running.interrupt();
            }
        }
    }

    synchronized @Nullable StopReason stopReason() {
        return stopReason;
    }

    void awaitEnd() throws InterruptedException {
        var running = thread;
        if (running != null) {
            running.join();
        }
    }
}
