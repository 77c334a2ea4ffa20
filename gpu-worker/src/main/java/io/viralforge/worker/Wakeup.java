package io.viralforge.worker;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one waiting loop. A wake-up before the wait is not lost; several count as one. */
final class Wakeup {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();
    private boolean isRaised;

    void raise() {
        lock.lock();
        try {
            isRaised = true;
            raised.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a wake-up, at most so long; true when there was one. */
    boolean await(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (!isRaised && left > 0) {
                left = raised.awaitNanos(left);
            }
            boolean was = isRaised;
            isRaised = false;
            return was;
        } finally {
            lock.unlock();
        }
    }
}
