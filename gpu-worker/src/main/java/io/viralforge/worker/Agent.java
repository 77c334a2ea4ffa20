package io.viralforge.worker;

import io.viralforge.client.Backoff;
import io.viralforge.client.ErrorCode;
import io.viralforge.client.GraphqlException;
import io.viralforge.client.Transfers;
import io.viralforge.trace.Tracing;
import io.viralforge.types.JobKind;
import io.viralforge.types.worker.WorkerLease.JobLease;
import io.viralforge.worker.RunningJob.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The worker itself. Four loops, each on a thread of its own: this one leases work, {@link Heart} keeps what is held,
 * {@link Ears} listens for wake-ups, and every job has its thread. They share {@link HeldJobs} and wake each other.
 *
 * <p>While the server is away, jobs go on: whether a lease still stands is for the server to say when it is back, not for
 * the clock here.
 */
final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final Server server;
    private final Identity identity;
    private final AgentSettings settings;
    private final InputCache cache;
    private final Transfers transfers;
    private final Engine engine;
    private final WorkFolder folder;
    private final Backoff backoff;
    private final Tracing tracing;
    private final HeldJobs held = new HeldJobs();
    private final Wakeup wakeup = new Wakeup();
    private final AtomicReference<@Nullable StopException> fatal = new AtomicReference<>();
    private volatile @Nullable Duration grace;
    private @Nullable Thread registering;

    Agent(
            Server server,
            Identity identity,
            AgentSettings settings,
            InputCache cache,
            Transfers transfers,
            Engine engine,
            WorkFolder folder,
            Backoff backoff,
            Tracing tracing) {
        this.tracing = tracing;
        this.server = server;
        this.identity = identity;
        this.settings = settings;
        this.cache = cache;
        this.transfers = transfers;
        this.engine = engine;
        this.folder = folder;
        this.backoff = backoff;
    }

    /**
     * Works until told to {@link #drain}.
     *
     * @throws StopException when it cannot go on; every job has been stopped by then
     */
    void run() throws InterruptedException {
        Heart heart = null;
        Ears ears = null;
        try {
            var registered = register();
            LOG.info("{} is registered as {} and waits for work", identity.name(), registered.workerId());
            heart = new Heart(server, held, this::registerAgain, this::drainForOperator, this::stop, registered);
            ears = new Ears(server, wakeup, heart, settings.jitter(), backoff, this::stop);
            heart.start();
            ears.start();
            leaseUntilDrained(heart);
            var given = grace;
            if (given != null && fatal.get() == null) {
                new Drain(server, held, heart, given).run();
            }
        } catch (StopException stopped) {
            stop(stopped);
        } catch (InterruptedException interrupted) {
            if (grace == null) {
                throw interrupted;
            }
        } finally {
            if (ears != null) {
                ears.end();
            }
            if (heart != null) {
                heart.end();
            }
            abandon();
        }
        var why = fatal.get();
        if (why != null) {
            throw why;
        }
    }

    /**
     * Takes nothing new; {@link #run} returns when what is held has ended or was given back.
     *
     * @param time how long jobs that may end in time are given for it
     */
    synchronized void drain(Duration time) {
        grace = time;
        wakeup.raise();
        if (registering != null) {
            registering.interrupt(); // It may be waiting for a server that is not there.
        }
    }

    private void drainForOperator() {
        if (grace == null) {
            LOG.info("An operator wants this worker to end");
            drain(settings.grace());
        }
    }

    /** Ends everything at once. */
    private void stop(StopException why) {
        if (fatal.compareAndSet(null, why)) {
            held.all().forEach(job -> job.stop(StopReason.ABANDONED));
            wakeup.raise();
        }
    }

    /** Waits for the server as long as it takes, or until told to stop. */
    private Server.Registered register() throws InterruptedException {
        synchronized (this) {
            if (grace != null) {
                throw new InterruptedException("told to stop");
            }
            registering = Thread.currentThread();
        }
        try {
            return server.register(identity);
        } finally {
            synchronized (this) {
                registering = null;
            }
        }
    }

    private Server.Registered registerAgain() throws InterruptedException {
        LOG.warn("The server does not know this worker any more: registering again");
        return server.register(identity);
    }

    private void leaseUntilDrained(Heart heart) throws InterruptedException {
        int failures = 0;
        while (grace == null && fatal.get() == null) {
            var pause = jittered(settings.poll());
            try {
                leaseWhatFits(heart);
                if (failures > 0) {
                    LOG.info("The server is back");
                }
                failures = 0;
            } catch (GraphqlException failed) {
                if (failed.code() == ErrorCode.NOT_FOUND) {
                    heart.beatNow(); // Which finds out the same, and registers again.
                } else if (failures == 0) {
                    LOG.warn("No work to be had: {}", failed.getMessage());
                }
                pause = backoff.after(++failures);
            }
            wakeup.await(pause);
        }
    }

    private void leaseWhatFits(Heart heart) throws InterruptedException {
        leaseInspections(heart);
        // One after the other: what is left depends on what was given.
        boolean isMore = true;
        while (isMore) {
            isMore = leaseRender(heart);
        }
    }

    private void leaseInspections(Heart heart) throws InterruptedException {
        int free = settings.inspections() - held.count(JobKind.INSPECT);
        if (free > 0 && grace == null) {
            server.lease(heart.workerId(), JobKind.INSPECT, free, null).forEach(order -> begin(order, heart));
        }
    }

    /** True when there was one. */
    private boolean leaseRender(Heart heart) throws InterruptedException {
        var room = settings.room().beside(held.all());
        if (held.count(JobKind.RENDER) >= settings.renders() || room.isNone() || grace != null) {
            return false;
        }
        var leased = server.lease(heart.workerId(), JobKind.RENDER, 1, room);
        leased.forEach(order -> begin(order, heart));
        return !leased.isEmpty();
    }

    private void begin(JobLease order, Heart heart) {
        var job = new RunningJob(order);
        held.add(job);
        // A job that ends this worker counts as a try only if the server knows that it was here.
        heart.beatNow();
        LOG.info("{} taken: {}, attempt {}", order.jobId(), order.kind(), order.attempt());
        job.start(() -> perform(job));
    }

    private void perform(RunningJob job) {
        long begin = System.nanoTime();
        var id = job.lease().jobId();
        // In every line about it, where the log is JSON.
        MDC.put("job", id);
        MDC.put("attempt", Integer.toString(job.order().attempt()));
        try (var span = tracing.work("attempt", job.order().traceparent())) {
            span.with("job", id).with("attempt", Integer.toString(job.order().attempt()));
            var what = new JobRun(job, server, cache, transfers, engine, folder).run();
            var seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1e3;
            LOG.info("{} {} after {} s", id, what, seconds);
        } catch (LeaseLostException lost) {
            LOG.warn("{} is no longer ours: thrown away", id);
        } catch (StopException stopped) {
            stop(stopped);
        } catch (InterruptedException stopped) {
            LOG.info("{} stopped: {}", id, job.stopReason());
        } catch (RuntimeException unexpected) {
            // Without a settlement the lease runs out, and the job goes to another worker.
            LOG.error("{} could not be settled", id, unexpected);
        } finally {
            if (job.stopReason() != StopReason.RELEASED) {
                held.remove(job);
            }
            wakeup.raise();
        }
    }

    /** Makes sure that no job's thread outlives the agent. */
    private void abandon() throws InterruptedException {
        List<RunningJob> left = held.all();
        left.forEach(job -> job.stop(StopReason.ABANDONED));
        for (var job : left) {
            job.awaitEnd();
        }
    }

    private static Duration jittered(Duration length) {
        return length.plusMillis(ThreadLocalRandom.current().nextLong(length.toMillis() / 4 + 1));
    }
}
