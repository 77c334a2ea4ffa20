package io.viralforge.worker;

import io.viralforge.types.CostInput;
import io.viralforge.worker.media.Usage;
import java.lang.management.ManagementFactory;

/** What one attempt has used so far; for the thread that does it. */
final class Spent {
    private final double threadSeconds = threadSeconds();
    private double engineSeconds;
    private double gpuSeconds;
    private long bytesIn;
    private long bytesOut;

    void engine(Usage usage) {
        engineSeconds += usage.cpuSeconds();
        gpuSeconds += usage.gpuSeconds();
    }

    void received(long bytes) {
        bytesIn += bytes;
    }

    void sent(long bytes) {
        bytesOut += bytes;
    }

    /** CPU of the engine, its children and the calling thread. */
    CostInput total() {
        return new CostInput(engineSeconds + threadSeconds() - threadSeconds, gpuSeconds, bytesIn, bytesOut);
    }

    private static double threadSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }
}
