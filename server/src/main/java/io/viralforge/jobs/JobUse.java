package io.viralforge.jobs;

import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What jobs used on a day, for who puts a price on it: all attempts, those that came to nothing too.
 *
 * @param day in UTC, on which the attempts ended; today for those that go on
 */
public record JobUse(LocalDate day, double cpuSeconds, double gpuSeconds) {
    private static final String SELECT = """
            SELECT %s (coalesce(attempt.ended_at, now()) AT TIME ZONE 'UTC')::date::text AS day,
                sum(cpu_seconds) AS cpu_seconds, sum(gpu_seconds) AS gpu_seconds
            FROM attempt %s
            """;

    /** Of the jobs that made these assets, by asset. Of one that no job made, or whose job is forgotten, there is none. */
    public static Map<UUID, List<JobUse>> ofOutputs(Tx tx, UUID studio, Collection<UUID> assets) {
        Map<UUID, List<JobUse>> uses = new HashMap<>();
        tx.rows(
                        SELECT.formatted(
                                        "asset_id,",
                                        "JOIN job_output o ON o.studio_id = attempt.studio_id AND o.job_id = attempt.job_id")
                                + "WHERE attempt.studio_id = ? AND asset_id = ANY (?) GROUP BY 1, 2",
                        row -> Map.entry(row.uuid("asset_id"), read(row)),
                        studio,
                        assets)
                .forEach(use -> uses.computeIfAbsent(use.getKey(), asset -> new ArrayList<>())
                        .add(use.getValue()));
        return uses;
    }

    /** Of all the studio's jobs since then. */
    public static List<JobUse> since(Tx tx, UUID studio, Instant from) {
        return tx.rows(
                SELECT.formatted("", "")
                        + "WHERE attempt.studio_id = ? AND coalesce(attempt.ended_at, now()) >= ? GROUP BY 1",
                JobUse::read,
                studio,
                from);
    }

    private static JobUse read(Row row) {
        return new JobUse(LocalDate.parse(row.text("day")), row.real("cpu_seconds"), row.real("gpu_seconds"));
    }
}
