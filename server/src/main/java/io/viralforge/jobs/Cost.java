package io.viralforge.jobs;

import io.viralforge.platform.sql.Row;
import java.util.List;

/** What work has used: seconds of CPU and GPU, bytes from and to the object store. */
record Cost(double cpuSeconds, double gpuSeconds, long bytesIn, long bytesOut) {
    static final Cost NONE = new Cost(0, 0, 0, 0);

    /** A worker is believed only within reason. */
    private static final double MOST_SECONDS = 1e7;

    private static final long MOST_BYTES = 1L << 50;

    Cost {
        cpuSeconds = Math.clamp(cpuSeconds, 0, MOST_SECONDS);
        gpuSeconds = Math.clamp(gpuSeconds, 0, MOST_SECONDS);
        bytesIn = Math.clamp(bytesIn, 0, MOST_BYTES);
        bytesOut = Math.clamp(bytesOut, 0, MOST_BYTES);
    }

    static Cost read(Row row) {
        return new Cost(row.real("cpu_seconds"), row.real("gpu_seconds"), row.big("bytes_in"), row.big("bytes_out"));
    }

    static Cost sum(List<Cost> costs) {
        return costs.stream().reduce(NONE, Cost::plus);
    }

    private Cost plus(Cost other) {
        return new Cost(
                cpuSeconds + other.cpuSeconds,
                gpuSeconds + other.gpuSeconds,
                bytesIn + other.bytesIn,
                bytesOut + other.bytesOut);
    }
}
