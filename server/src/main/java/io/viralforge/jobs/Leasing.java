package io.viralforge.jobs;

import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Hands jobs to workers. Between studios the one with the fewest running jobs of the kind goes first; within a studio,
 * the job whose {@link Turn} it is. Studios cannot outbid each other: a priority counts within its own studio, and
 * between studios only where both have as many running.
 */
@Singleton
final class Leasing {
    /** Further jobs that are looked at, of all studios together: others may be leasing the first ones right now. */
    private static final int LOOK_PAST = 16;

    private static final int LOOK_FURTHER = 256;

    /**
     * The studios that wait are found by leaping from one to the next in the index job_queue. Of each the first jobs are
     * numbered on from what it has running: that number is their share, and the smallest goes first, as if they were
     * leased one by one. The best are locked one after the other until there are enough.
     *
     * <p>A job is looked up by its id alone, and its state is asked in a way that no partial index answers: that one would
     * be walked from its beginning.
     */
    private static final String LEASE = """
            WITH RECURSIVE waiting (kind, studio_id) AS (
                SELECT asked, (SELECT studio_id FROM job WHERE state = 'QUEUED' AND kind = asked
                        ORDER BY studio_id LIMIT 1)
                    FROM unnest(?::text[]) AS asked
                UNION ALL
                SELECT kind, (SELECT studio_id FROM job WHERE state = 'QUEUED' AND kind = waiting.kind
                        AND studio_id > waiting.studio_id ORDER BY studio_id LIMIT 1)
                    FROM waiting WHERE studio_id IS NOT NULL),
            candidate AS (
                SELECT first.id, first.turn, running.jobs + row_number() OVER (
                        PARTITION BY waiting.kind, waiting.studio_id ORDER BY first.turn, first.id) AS share,
                    CASE waiting.kind WHEN 'RENDER' THEN max_running END AS most
                FROM waiting LEFT JOIN queue_limit USING (studio_id)
                CROSS JOIN LATERAL (
                    SELECT count(*) AS jobs FROM job
                    WHERE state = 'RUNNING' AND studio_id = waiting.studio_id AND kind = waiting.kind) AS running
                CROSS JOIN LATERAL (
                    SELECT id, turn FROM job
                    WHERE state = 'QUEUED' AND kind = waiting.kind AND studio_id = waiting.studio_id
                      AND run_at <= now() AND needs <@ ?::text[] AND memory_bytes <= ? AND cores <= ?
                    ORDER BY turn, id LIMIT (SELECT ? + ? / greatest(1, count(studio_id)) FROM waiting)) AS first),
            locked AS (
                SELECT free.id, share, turn
                FROM (SELECT * FROM candidate WHERE most IS NULL OR share <= most ORDER BY share, turn, id) AS best
                CROSS JOIN LATERAL (
                    SELECT job.id FROM job WHERE job.id = best.id AND (state = 'QUEUED') IS TRUE
                    FOR UPDATE SKIP LOCKED) AS free
                LIMIT ?),
            next AS (
                SELECT id, worker_id, worker_name, place
                FROM (SELECT id, row_number() OVER (ORDER BY share, turn, id) AS place FROM locked) AS ordered
                JOIN unnest(?::uuid[], ?::text[]) WITH ORDINALITY AS place (worker_id, worker_name, place) USING (place)),
            leased AS (
                UPDATE job SET state = ?, attempt = attempt + 1, fencing_token = nextval('fencing_token'),
                    worker_id = next.worker_id, started_at = coalesce(started_at, now())
                FROM next WHERE job.id = next.id AND (state = ANY (?)) IS TRUE
                RETURNING job.studio_id, job.id, kind, attempt, max_attempts, fencing_token, recipe, cores, memory_bytes,
                    job.worker_id, worker_name, place),
            begun AS (
                INSERT INTO attempt (studio_id, job_id, number, fencing_token, worker_id, worker_name, started_at,
                    lease_until)
                SELECT studio_id, id, attempt, fencing_token, worker_id, worker_name, now(), now() + ? * interval '1 ms'
                FROM leased
                RETURNING fencing_token, lease_until)
            SELECT * FROM leased JOIN begun USING (fencing_token) ORDER BY place""";

    /** More at once would keep the rows of their jobs locked for longer than anybody likes to wait. */
    private static final int MOST_TOGETHER = 64;

    private final Sql sql;
    private final JobEvents events;
    private final Together<Request, List<LeasedJob>> together = new Together<>(MOST_TOGETHER, this::lease);

    Leasing(Sql sql, JobEvents events) {
        this.sql = sql;
        this.events = events;
    }

    /** What may be leased: where two workers ask for the same, a job for one of them is one for the other. */
    private record Ask(Set<JobKind> kinds, List<String> offers, Worker.Room room) {}

    private record Request(Ask ask, Worker worker, int max) {}

    /**
     * Leases up to {@code max} jobs that this worker can do, each of which fits into the room that it has left. One that
     * is held back, by an operator or in quarantine, gets none.
     */
    List<LeasedJob> lease(Worker worker, Set<JobKind> kinds, int max, Worker.Room room) {
        if (worker.state() != Worker.State.ONLINE) {
            return List.of();
        }
        // Room for more than any job takes is the same to all of them.
        Worker.Room needed = new Worker.Room(
                Math.min(room.cores(), Needs.MOST.cores()),
                Math.min(Math.min(room.memoryBytes(), worker.capabilities().memoryBytes()), Needs.MOST.memoryBytes()));
        return together.ask(new Request(new Ask(kinds, worker.offers(), needed), worker, max));
    }

    /** In one transaction: finding whose turn it is costs nearly the same for many as for one. */
    private List<List<LeasedJob>> lease(List<Request> requests) {
        Map<Ask, List<Worker>> places = new LinkedHashMap<>();
        requests.forEach(request -> places.computeIfAbsent(request.ask, first -> new ArrayList<>())
                .addAll(Collections.nCopies(request.max, request.worker)));
        return sql.everywhere(tx -> {
            prepare(tx);
            Map<Ask, Iterator<LeasedJob>> leased = new HashMap<>();
            places.forEach(
                    (ask, workers) -> leased.put(ask, lease(tx, ask, workers).iterator()));
            return requests.stream()
                    .map(request -> next(request.max, Objects.requireNonNull(leased.get(request.ask))))
                    .toList();
        });
    }

    private static List<LeasedJob> next(int max, Iterator<LeasedJob> leased) {
        List<LeasedJob> next = new ArrayList<>();
        while (next.size() < max && leased.hasNext()) {
            next.add(leased.next());
        }
        return next;
    }

    /** Jobs for as many of these places as there are, for the first one first. */
    private List<LeasedJob> lease(Tx tx, Ask ask, List<Worker> places) {
        List<LeasedJob> leased = new ArrayList<>(lease(tx, ask, places, LOOK_PAST));
        if (leased.size() < places.size()) {
            // Others were at some of those, or had just taken them: a second look sees what is there now.
            leased.addAll(lease(tx, ask, places.subList(leased.size(), places.size()), LOOK_FURTHER));
        }
        if (!leased.isEmpty()) {
            events.leased(tx, leased);
        }
        return leased;
    }

    private static List<LeasedJob> lease(Tx tx, Ask ask, List<Worker> places, int past) {
        return tx.rows(
                LEASE,
                LeasedJob::read,
                ask.kinds,
                ask.offers,
                ask.room.memoryBytes(),
                ask.room.cores(),
                places.size(),
                past,
                places.size(),
                places.stream().map(Worker::id).toList(),
                places.stream().map(Worker::name).toList(),
                JobAction.LEASE.to(),
                JobAction.LEASE.from(),
                LeaseTimes.LEASE.toMillis());
    }

    /**
     * Two who lease at the same moment do not see each other's: only one at a time may count up to a limit. The statistics
     * of a queue are always old, so the planner is left no way but along the indexes.
     */
    private static void prepare(Tx tx) {
        tx.row("""
                WITH limited AS (
                    SELECT studio_id FROM queue_limit
                    WHERE max_running IS NOT NULL AND EXISTS (SELECT 1 FROM job
                        WHERE state = 'QUEUED' AND kind = 'RENDER' AND job.studio_id = queue_limit.studio_id)
                    ORDER BY studio_id FOR NO KEY UPDATE)
                SELECT (SELECT count(*) FROM limited), set_config('enable_seqscan', 'off', true),
                    set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
                    set_config('jit', 'off', true)""", row -> true);
    }
}
