package io.viralforge.worker.media;

/**
 * What work has used.
 *
 * @param cpuSeconds of the thread that did it and of its child processes
 * @param gpuSeconds always 0 on the CPU path
 * @param verifyCpuSeconds the part of {@code cpuSeconds} that went into checking the result
 * @param peakMemoryBytes of the largest child process; 0 where the system does not tell
 */
public record Usage(double cpuSeconds, double gpuSeconds, double verifyCpuSeconds, long peakMemoryBytes) {
    /** Nothing. */
    public static final Usage NONE = new Usage(0, 0, 0, 0);
}
