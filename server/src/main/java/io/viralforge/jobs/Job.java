package io.viralforge.jobs;

import io.viralforge.platform.sql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A job as its studio sees it. What only workers see (fencing token, lease) is not in it. */
record Job(
        UUID id,
        JobKind kind,
        JobState state,
        int attempt,
        int maxAttempts,
        @Nullable Instant runAt,
        @Nullable String recipe,
        @Nullable String recipeKey,
        @Nullable Progress progress,
        @Nullable Failure failure,
        List<String> warnings,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /** Selects what {@link #read} wants; WHERE follows. */
    static final String SELECT = """
            SELECT job.id, kind, state, job.attempt, max_attempts, run_at, recipe, recipe_key, stage, fraction,
                remaining_ms, job.failure_code, job.failure_message, warnings, created_at, job.started_at, job.ended_at
            FROM job LEFT JOIN attempt AS lease ON state = 'RUNNING' AND lease.fencing_token = job.fencing_token
            """;

    static Job read(Row row) {
        JobState state = row.constant("state", JobState.class);
        JobFailureCode failure = row.constantOrNull("failure_code", JobFailureCode.class);
        return new Job(
                row.uuid("id"),
                row.constant("kind", JobKind.class),
                state,
                row.number("attempt"),
                row.number("max_attempts"),
                state == JobState.QUEUED ? row.instant("run_at") : null,
                row.textOrNull("recipe"),
                row.textOrNull("recipe_key"),
                state == JobState.RUNNING ? progress(row) : null,
                failure == null ? null : new Failure(failure, row.text("failure_message")),
                row.texts("warnings"),
                row.instant("created_at"),
                row.instantOrNull("started_at"),
                row.instantOrNull("ended_at"));
    }

    private static @Nullable Progress progress(Row row) {
        JobStage stage = row.constantOrNull("stage", JobStage.class);
        Double fraction = row.realOrNull("fraction");
        Long remaining = row.bigOrNull("remaining_ms");
        return stage == null || fraction == null
                ? null
                : new Progress(stage, fraction, remaining == null ? null : Duration.ofMillis(remaining));
    }
}
