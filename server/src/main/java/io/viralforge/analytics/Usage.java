package io.viralforge.analytics;

/**
 * What was used in some stretch of time.
 *
 * @param jobs jobs that ended
 * @param cpuSeconds of workers and their children
 * @param gpuSeconds likewise
 * @param bytesMoved from and to the object store
 */
record Usage(double jobs, double cpuSeconds, double gpuSeconds, double bytesMoved) {
    Usage plus(Usage other) {
        return new Usage(
                jobs + other.jobs,
                cpuSeconds + other.cpuSeconds,
                gpuSeconds + other.gpuSeconds,
                bytesMoved + other.bytesMoved);
    }
}
