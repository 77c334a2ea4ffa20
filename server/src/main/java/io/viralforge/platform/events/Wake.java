package io.viralforge.platform.events;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells a waiting thread to look. Many calls before it looks count as one. */
public class Wake {
    private final Semaphore pending = new Semaphore(0);

    public final void wake() {
        if (pending.availablePermits() == 0) {
            pending.release();
        }
    }

    /** Waits for a wake-up, at most so long: what another replica left behind when it died is found by looking. */
    public final void await(long millis) throws InterruptedException {
        if (pending.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            pending.drainPermits();
        }
    }
}
