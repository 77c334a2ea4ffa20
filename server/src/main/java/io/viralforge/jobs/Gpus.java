package io.viralforge.jobs;

import io.viralforge.platform.sql.Tx;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Which GPUs of workers are free: numbered from 0 as the worker named them, each had by at most one open attempt. */
final class Gpus {
    private Gpus() {}

    /** Of each of these workers, the lowest first. Until the transaction ends, nobody else gives them away. */
    static Map<UUID, Deque<Integer>> free(Tx tx, Collection<UUID> workers) {
        Map<UUID, Deque<Integer>> free = new HashMap<>();
        Set<UUID> some = new TreeSet<>(workers);
        if (!some.isEmpty()) {
            // Locked first and read then: what another gave away while this waited is seen.
            tx.rows("SELECT id FROM worker WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE", row -> true, some);
            tx.rows(
                    """
                    SELECT worker.id, gpu FROM worker CROSS JOIN generate_series(0, cardinality(gpus) - 1) AS gpu
                    WHERE worker.id = ANY (?) AND NOT EXISTS (SELECT 1 FROM attempt
                        WHERE worker_id = worker.id AND ended_at IS NULL AND attempt.gpu = gpu.gpu)
                    ORDER BY gpu""",
                    row -> free.computeIfAbsent(row.uuid("id"), first -> new ArrayDeque<>())
                            .add(row.number("gpu")),
                    some);
        }
        return free;
    }
}
