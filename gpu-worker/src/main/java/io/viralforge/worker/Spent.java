package io.viralforge.worker;

import io.viralforge.types.CostInput;
import io.viralforge.worker.media.Usage;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** What one attempt has used so far: told by the thread that does it, read by the heartbeat too. */
final class Spent {
    private @Nullable Long threadId;
    private double threadBegin;
    private double engineSeconds;
    private double gpuSeconds;
    private long bytesIn;
    private long bytesOut;

    /** The calling thread does the attempt from now on. */
    synchronized void begin() {
        threadId = Thread.currentThread().threadId();
        threadBegin = threadSeconds(threadId);
    }

    /** What the engine, which is still at it, has used by now. */
    synchronized void engineSoFar(double cpuSeconds) {
        engineSeconds = cpuSeconds;
    }

    synchronized void engine(Usage usage) {
        engineSeconds = usage.cpuSeconds();
        gpuSeconds = usage.gpuSeconds();
    }

    synchronized void received(long bytes) {
        bytesIn += bytes;
    }

    synchronized void sent(long bytes) {
        bytesOut += bytes;
    }

    /** CPU of the engine, its children and the attempt's own thread. */
    synchronized CostInput total() {
        double own = threadId == null ? 0 : Math.max(0, threadSeconds(threadId) - threadBegin);
        return new CostInput(engineSeconds + own, gpuSeconds, bytesIn, bytesOut);
    }

    /** -1 once the thread has ended. */
    private static double threadSeconds(long id) {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(id) / 1e9;
    }
}
