package io.viralforge.worker;

import io.viralforge.client.Backoff;
import io.viralforge.client.GraphqlException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to the server's signals and wakes whom they concern. They are lossy: everything also happens without them. */
final class Ears {
    private static final Logger LOG = LoggerFactory.getLogger(Ears.class);

    private final Server server;
    private final Wakeup work;
    private final Heart heart;
    private final Duration jitter;
    private final Backoff backoff;
    private final Consumer<StopException> stop;
    private final Thread thread = Thread.ofPlatform().daemon().name("signals").unstarted(this::listen);

    Ears(Server server, Wakeup work, Heart heart, Duration jitter, Backoff backoff, Consumer<StopException> stop) {
        this.server = server;
        this.work = work;
        this.heart = heart;
        this.jitter = jitter;
        this.backoff = backoff;
        this.stop = stop;
    }

    void start() {
        thread.start();
    }

    private void listen() {
        try {
            for (int failures = 1; ; failures++) {
                // What was signalled while nobody listened is lost: look for oneself on every connection.
                try (var signals = server.signals(this::lookForOneself)) {
                    for (var signal = signals.next(); signal != null; signal = signals.next()) {
                        failures = 1;
                        switch (signal.workerSignals().kind()) {
                            case WORK -> {
                                // All workers hear this one: not all should ask in the same instant.
                                Thread.sleep(Duration.ofMillis(
                                        ThreadLocalRandom.current().nextLong(jitter.toMillis() + 1)));
                                work.raise();
                            }
                            case HEARTBEAT -> heart.beatNow();
                            case UNKNOWN -> lookForOneself();
                        }
                    }
                } catch (GraphqlException failed) {
                    var fatal = Server.stopping(failed);
                    if (fatal instanceof StopException stopped) {
                        throw stopped;
                    }
                    if (failures == 1) {
                        LOG.warn("No signals: {}; asking now and then instead", failed.getMessage());
                    }
                }
                Thread.sleep(backoff.after(failures));
            }
        } catch (StopException refused) {
            stop.accept(refused);
        } catch (InterruptedException closed) {
            LOG.debug("No more signals");
        } catch (RuntimeException unexpected) {
            // Polling goes on without.
            LOG.error("No more signals", unexpected);
        }
    }

    private void lookForOneself() {
        work.raise();
        heart.beatNow();
    }

    /** Ends it, and waits until it has ended. */
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
