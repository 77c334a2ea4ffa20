package io.viralforge.worker.media;

/** Adds up what the children of one piece of work used. For one thread. */
final class Tally {
    private final double threadCpuAtStart = OwnThread.cpuSeconds();
    private double childrenCpu;
    private double verifyCpu;
    private long peakBytes;

    void add(Child.Result child) {
        childrenCpu += child.cpuSeconds();
        peakBytes = Math.max(peakBytes, child.peakBytes());
    }

    /** All CPU time so far: of this thread since the work began, and of the children. */
    double cpuSeconds() {
        return OwnThread.cpuSeconds() - threadCpuAtStart + childrenCpu;
    }

    /** What was used since the given figure went into checking the result. */
    void verifiedSince(double cpuSeconds) {
        verifyCpu += cpuSeconds() - cpuSeconds;
    }

    Usage usage() {
        return new Usage(cpuSeconds(), 0, verifyCpu, peakBytes);
    }
}
