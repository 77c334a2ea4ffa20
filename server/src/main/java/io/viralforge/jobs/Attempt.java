package io.viralforge.jobs;

import io.viralforge.platform.sql.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One try of a job on one worker. */
record Attempt(
        int number,
        String workerName,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable AttemptOutcome outcome,
        @Nullable Failure failure,
        @Nullable String videoSha256,
        Cost cost) {
    static Attempt read(Row row) {
        JobFailureCode code = row.constantOrNull("failure_code", JobFailureCode.class);
        return new Attempt(
                row.number("number"),
                row.text("worker_name"),
                row.instant("started_at"),
                row.instantOrNull("ended_at"),
                row.constantOrNull("outcome", AttemptOutcome.class),
                code == null ? null : new Failure(code, row.text("failure_message")),
                row.textOrNull("video_sha256"),
                Cost.read(row));
    }
}
