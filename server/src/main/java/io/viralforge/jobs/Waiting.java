package io.viralforge.jobs;

import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Says of queued jobs why they have not begun, so that none waits in silence. */
@Singleton
final class Waiting {
    /** What a queued job waits for; the schema describes each. */
    enum Reason {
        TURN,
        BACKOFF,
        LIMIT,
        WORKER_HELD_BACK,
        WORKER_OFFLINE,
        NO_CAPABLE_WORKER
    }

    /** Why a queued job has not begun. */
    record JobWaiting(Reason reason, List<String> missing) {
        static JobWaiting read(Row row) {
            Reason reason = row.constant("reason", Reason.class);
            return new JobWaiting(reason, reason == Reason.NO_CAPABLE_WORKER ? row.texts("missing") : List.of());
        }
    }

    private final Sql sql;

    Waiting(Sql sql) {
        this.sql = sql;
    }

    /** Of those of the jobs that are queued. Every worker is looked at for each: there are not many. */
    Map<UUID, JobWaiting> reasons(UUID studio, Set<UUID> jobs) {
        Map<UUID, JobWaiting> reasons = new HashMap<>();
        sql.doInStudio(
                studio,
                tx -> tx.rows(
                                """
                                SELECT job.id, CASE
                                    WHEN run_at > now() THEN 'BACKOFF'
                                    WHEN kind = 'RENDER' AND (SELECT count(*) FROM job AS other
                                            WHERE other.studio_id = job.studio_id AND other.state = 'RUNNING'
                                              AND other.kind = 'RENDER')
                                        >= (SELECT max_running FROM queue_limit WHERE studio_id = job.studio_id)
                                        THEN 'LIMIT'
                                    WHEN able.is_free THEN 'TURN'
                                    WHEN able.is_online THEN 'WORKER_HELD_BACK'
                                    WHEN able.is_online IS NOT NULL THEN 'WORKER_OFFLINE'
                                    ELSE 'NO_CAPABLE_WORKER' END AS reason,
                                    coalesce(best.missing, job.needs) AS missing
                                FROM job
                                CROSS JOIN LATERAL (
                                    SELECT bool_or(state = 'ONLINE') AS is_free, bool_or(state <> 'OFFLINE') AS is_online
                                    FROM (\
                                """ + Workers.SELECT + """
                                    WHERE needs <@ offers AND job.memory_bytes <= worker.memory_bytes) AS worker) AS able
                                LEFT JOIN LATERAL (
                                    SELECT ARRAY(SELECT unnest(job.needs) EXCEPT SELECT unnest(offers))
                                        || CASE WHEN job.memory_bytes > worker.memory_bytes
                                            THEN ARRAY['memory:' || job.memory_bytes / 1048576 || ' MiB']
                                            ELSE ARRAY[]::text[] END AS missing
                                    FROM worker ORDER BY cardinality(ARRAY(
                                        SELECT unnest(job.needs) EXCEPT SELECT unnest(offers))), worker.memory_bytes DESC
                                    LIMIT 1) AS best ON true
                                WHERE job.studio_id = ? AND job.id = ANY (?) AND job.state = 'QUEUED'""",
                                row -> Map.entry(row.uuid("id"), JobWaiting.read(row)),
                                LeaseTimes.OFFLINE.toMillis(),
                                studio,
                                jobs)
                        .forEach(entry -> reasons.put(entry.getKey(), entry.getValue())));
        return reasons;
    }
}
