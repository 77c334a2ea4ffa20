package io.viralforge.platform.events;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that does the same thing again and again until it is stopped. A failure is logged and makes it pause. */
public final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LAST_PAUSE_MILLIS = 30_000;

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
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (!isStopped()) {
                try {
                    round.run();
                    pause = FIRST_PAUSE_MILLIS;
                } catch (RuntimeException e) {
                    if (isStopped()) {
                        return;
                    }
                    log(e, pause);
                    if (stopped.await(pause, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                    pause = Math.min(2 * pause, LAST_PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** That something cannot be reached is known and passes; anything else is a fault of ours. */
    private void log(RuntimeException failure, long pause) {
        if (failure instanceof CodedException coded && coded.code() == ErrorCode.UNAVAILABLE) {
            LOG.warn("{} waits: {} Next try in {} ms", name, coded.getMessage(), pause);
        } else {
            LOG.error("{} failed; next try in {} ms", name, pause, failure);
        }
    }
}
