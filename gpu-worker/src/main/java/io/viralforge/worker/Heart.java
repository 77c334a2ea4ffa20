package io.viralforge.worker;

import io.viralforge.client.ErrorCode;
import io.viralforge.client.GraphqlException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a sign of life for every lease at once, every few seconds, and does what the server answers. */
final class Heart {
    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

    /** A lease lasts less than three heartbeats: one that was not heard has to be made up for soon. */
    private static final Duration RETRY = Duration.ofMillis(500);

    /** How long the server has to hear that the worker goes; it finds out by itself, only later. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Server server;
    private final HeldJobs held;
    private final Registrar registrar;
    private final Runnable drain;
    private final Consumer<StopException> stop;
    private final Wakeup due = new Wakeup();
    private final Thread thread = Thread.ofPlatform().daemon().name("heartbeat").unstarted(this::beat);
    private volatile Server.Registered registered;
    private final CountDownLatch farewell = new CountDownLatch(1);
    private volatile boolean isDraining;

    /** Registers the worker anew. */
    @FunctionalInterface
    interface Registrar {
        Server.Registered register() throws InterruptedException;
    }

    Heart(
            Server server,
            HeldJobs held,
            Registrar registrar,
            Runnable drain,
            Consumer<StopException> stop,
            Server.Registered registered) {
        this.server = server;
        this.held = held;
        this.registrar = registrar;
        this.drain = drain;
        this.stop = stop;
        this.registered = registered;
    }

    void start() {
        thread.start();
    }

    String workerId() {
        return registered.workerId();
    }

    /** The next heartbeat is sent at once. */
    void beatNow() {
        due.raise();
    }

    /** From now on says that nothing new is taken. */
    void drain() {
        isDraining = true;
        beatNow();
    }

    private void beat() {
        boolean isCutOff = false;
        try {
            while (true) {
                try {
                    var leases = held.all().stream().map(RunningJob::progress).toList();
                    boolean isLeaving = isDraining;
                    var answer = server.heartbeat(workerId(), isLeaving, leases);
                    held.follow(answer.leases());
                    if (answer.isToDrain()) {
                        drain.run();
                    }
                    if (isLeaving) {
                        farewell.countDown();
                    }
                    if (isCutOff) {
                        LOG.info("Heartbeats are heard again");
                    }
                    isCutOff = false;
                } catch (GraphqlException failed) {
                    if (failed.code() == ErrorCode.NOT_FOUND) {
                        // The leases stand: they are the token's.
                        registered = registrar.register();
                    } else if (!isCutOff) {
                        LOG.warn("A heartbeat was not heard: {}; what is under way goes on", failed.getMessage());
                        isCutOff = true;
                    }
                }
                due.await(isCutOff && RETRY.compareTo(registered.heartbeat()) < 0 ? RETRY : registered.heartbeat());
            }
        } catch (StopException refused) {
            stop.accept(refused);
        } catch (InterruptedException closed) {
            LOG.debug("No more heartbeats");
        } catch (RuntimeException unexpected) {
            LOG.error("Heartbeats ended", unexpected);
            stop.accept(new StopException(ExitCode.FAILED, "Heartbeats ended: " + unexpected.getMessage()));
        } finally {
            farewell.countDown();
        }
    }

    /** Ends it, and waits until it has ended. One that {@link #drain drains} is heard first, if the server is there. */
    void end() throws InterruptedException {
        if (isDraining && !farewell.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("The server did not hear that this worker goes");
        }
        thread.interrupt();
        thread.join();
    }
}
