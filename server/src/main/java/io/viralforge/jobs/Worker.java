package io.viralforge.jobs;

import io.viralforge.platform.sql.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A machine that does jobs. */
record Worker(
        UUID id,
        UUID token,
        String name,
        String version,
        String rendererVersion,
        State state,
        Capabilities capabilities,
        List<String> labels,
        List<String> offers,
        Instant lastSeenAt,
        int leasedJobs,
        boolean isToDrain,
        boolean isTrusted,
        @Nullable WorkerQuarantine quarantine) {

    /** Where it stands; the schema describes each. */
    enum State {
        ONLINE,
        DRAINING,
        PAUSED,
        QUARANTINED,
        OFFLINE
    }

    /** A while without jobs, because too many failed. */
    record WorkerQuarantine(Instant until, String reason) {}

    /** What it found by trying. */
    record Capabilities(
            int cores,
            long memoryBytes,
            List<String> gpus,
            List<String> encoders,
            List<String> decoders,
            String ffmpeg,
            List<String> models) {}

    /** What it has left for a further job. */
    record Room(int cores, long memoryBytes) {
        static final Room ALL = new Room(Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    static Worker read(Row row) {
        return new Worker(
                row.uuid("id"),
                row.uuid("token_id"),
                row.text("name"),
                row.text("version"),
                row.text("renderer_version"),
                row.constant("state", State.class),
                new Capabilities(
                        row.number("cores"),
                        row.big("memory_bytes"),
                        row.texts("gpus"),
                        row.texts("encoders"),
                        row.texts("decoders"),
                        row.text("ffmpeg"),
                        row.texts("models")),
                row.texts("labels"),
                row.texts("offers"),
                row.instant("last_seen_at"),
                row.number("leased_jobs"),
                row.flag("is_to_drain"),
                row.flag("is_trusted"),
                row.flag("is_quarantined")
                        ? new WorkerQuarantine(row.instant("quarantined_until"), row.text("quarantine_reason"))
                        : null);
    }
}
