package io.viralforge.worker.media;

import io.viralforge.trace.Span;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs work on a platform thread of its own and waits for it. Two things need one: CPU time is only counted for
 * platform threads, and Linux ends a guarded child when the thread that started it ends, which carriers of virtual
 * threads do when they please.
 */
final class OwnThread {
    private OwnThread() {}

    /** Interrupting the caller interrupts the work, and returns only when the work has ended. */
    static <T> T call(String name, Callable<T> work) throws InterruptedException {
        var task = new FutureTask<>(Span.carried(work));
        Thread thread = Thread.ofPlatform().daemon().name(name).start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            joinForCertain(thread);
            throw e;
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) throws InterruptedException {
        switch (e.getCause()) {
            case InterruptedException interrupted -> throw interrupted;
            case Error error -> throw error;
            case RuntimeException unexpected -> {
                return unexpected;
            }
            case null, default -> {
                return new IllegalStateException(e.getCause());
            }
        }
    }

    /** Counts the CPU time of the thread that made it; any thread may ask, as long as that one lives. */
    record Clock(long threadId, long begin) {
        static Clock start() {
            long id = Thread.currentThread().threadId();
            return new Clock(id, ManagementFactory.getThreadMXBean().getThreadCpuTime(id));
        }

        double cpuSeconds() {
            return Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(threadId) - begin) / 1e9;
        }
    }

    private static void joinForCertain(Thread thread) {
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
