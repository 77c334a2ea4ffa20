package io.viralforge.jobs;

import io.viralforge.platform.sql.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job in a worker's hands.
 *
 * @param isTrusted whether the worker's token is
 */
record LeasedJob(
        UUID studio,
        UUID job,
        JobKind kind,
        int attempt,
        int maxAttempts,
        long fencingToken,
        Instant expiresAt,
        @Nullable String recipe,
        int cores,
        long memoryBytes,
        @Nullable Integer gpu,
        @Nullable String traceparent,
        Instant waitingSince,
        boolean isTrusted) {

    /** What {@link #read} wants. */
    static final String COLUMNS = """
            job.studio_id, job.id, kind, job.attempt, max_attempts, fencing_token, lease_until, recipe, cores,
                memory_bytes, gpu, traceparent, run_at,
                (SELECT is_trusted FROM worker WHERE worker.id = lease.worker_id) AS is_trusted
            """;

    static final String FROM = "FROM job JOIN attempt AS lease USING (fencing_token)\n";

    /** A job with its open attempt; WHERE follows. */
    static final String SELECT = "SELECT " + COLUMNS + FROM;

    static LeasedJob read(Row row) {
        return new LeasedJob(
                row.uuid("studio_id"),
                row.uuid("id"),
                row.constant("kind", JobKind.class),
                row.number("attempt"),
                row.number("max_attempts"),
                row.big("fencing_token"),
                row.instant("lease_until"),
                row.textOrNull("recipe"),
                row.number("cores"),
                row.big("memory_bytes"),
                row.numberOrNull("gpu"),
                row.textOrNull("traceparent"),
                row.instant("run_at"),
                row.flag("is_trusted"));
    }
}
