package io.viralforge.analytics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns over time; entry i of each belongs to step i, null where there was nothing. */
record UsageSeries(
        Instant start,
        Grain grain,
        List<@Nullable Double> jobs,
        List<@Nullable Double> cpuSeconds,
        List<@Nullable Double> gpuSeconds,
        List<@Nullable Double> bytesMoved) {

    UsageSeries(Instant start, Grain grain) {
        this(start, grain, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void add(@Nullable Usage step) {
        jobs.add(step == null ? null : (Double) step.jobs());
        cpuSeconds.add(step == null ? null : (Double) step.cpuSeconds());
        gpuSeconds.add(step == null ? null : (Double) step.gpuSeconds());
        bytesMoved.add(step == null ? null : (Double) step.bytesMoved());
    }
}
