package io.viralforge.platform.events;

import io.viralforge.platform.error.MayBeAway;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does the same thing again and again until it is stopped. A failure is logged and makes it pause, an error
 * too: what one input overflows must not stop what all others wait for. Where memory runs out the JVM ends by itself.
 */
public final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    /** While something is away: when it is back, all that waited for it goes on. */
    private static final long LOOK_MILLIS = 2_000;

    /** One round; it waits by itself for a reason to work. */
    public interface Round {
        void run() throws InterruptedException;
    }

    private final String name;
    private final Round round;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private Loop(String name, Round round) {
        this.name = name;
        this.round = round;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    public static Loop start(String name, Round round) {
        Loop loop = new Loop(name, round);
        loop.thread.start();
        return loop;
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Lets the round that runs come to its end, for at most 5 seconds; {@code wake} ends its waiting. */
    public void stop(Wake wake) {
        stopped.countDown();
        wake.wake();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        boolean wasAway = false;
        try {
            while (!isStopped()) {
                try {
                    round.run();
                    if (wasAway) {
                        LOG.info("{} goes on", name);
                    }
                    failures = 0;
                    wasAway = false;
                } catch (RuntimeException | Error e) {
                    if (isStopped()) {
                        return;
                    }
                    boolean isAway = MayBeAway.isAway(e);
                    long pause = pauseMillis(failures++, isAway);
                    if (!isAway) {
                        LOG.error("{} failed; next try in {} ms", name, pause, e);
                    } else if (!wasAway) {
                        // It passes, and need not be told again and again.
                        LOG.warn("{} waits: {}", name, e.getMessage());
                    }
                    wasAway = isAway;
                    if (stopped.await(pause, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After so many failures in a row before this one. */
    static long pauseMillis(int failures, boolean isAway) {
        return Math.min(FIRST_PAUSE_MILLIS << Math.min(failures, 10), isAway ? LOOK_MILLIS : LONGEST_PAUSE_MILLIS);
    }
}
