package io.viralforge.worker.media;

/**
 * Adds up what one piece of work uses: the thread that made this, and the children that it runs, one after the other.
 * May be read by any thread.
 */
final class Tally {
    private final OwnThread.Clock thread = OwnThread.Clock.start();
    private double endedCpu;
    private double runningCpu;
    private double verifyCpu;
    private long peakBytes;

    /** The child that runs has used so much by now. */
    synchronized void running(double cpuSeconds) {
        runningCpu = cpuSeconds;
    }

    /** It has ended. */
    synchronized void add(Child.Result child) {
        runningCpu = 0;
        endedCpu += child.cpuSeconds();
        peakBytes = Math.max(peakBytes, child.peakBytes());
    }

    /** All CPU time so far: of the thread since the work began, and of the children. */
    synchronized double cpuSeconds() {
        return thread.cpuSeconds() + endedCpu + runningCpu;
    }

    /** What was used since the given figure went into checking the result. */
    synchronized void verifiedSince(double cpuSeconds) {
        verifyCpu += cpuSeconds() - cpuSeconds;
    }

    synchronized Usage usage() {
        return new Usage(cpuSeconds(), 0, verifyCpu, peakBytes);
    }
}
