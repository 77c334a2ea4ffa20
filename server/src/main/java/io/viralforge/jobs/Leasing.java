package io.viralforge.jobs;

import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
                SELECT id, worker_id, worker_name, gpu, place
                FROM (SELECT id, row_number() OVER (ORDER BY share, turn, id) AS place FROM locked) AS ordered
                JOIN unnest(?::uuid[], ?::text[], ?::text[]) WITH ORDINALITY
                    AS place (worker_id, worker_name, gpu, place) USING (place)),
            leased AS (
                UPDATE job SET state = ?, attempt = attempt + 1, fencing_token = nextval('fencing_token'),
                    worker_id = next.worker_id, started_at = coalesce(started_at, now())
                FROM next WHERE job.id = next.id AND (state = ANY (?)) IS TRUE
                RETURNING job.studio_id, job.id, kind, attempt, max_attempts, fencing_token, recipe, cores, memory_bytes,
                    traceparent, run_at, job.worker_id, worker_name,
                    (SELECT is_trusted FROM worker WHERE worker.id = next.worker_id) AS is_trusted,
                    CASE WHEN ? = ANY (needs) THEN gpu::int END AS gpu, place),
            begun AS (
                INSERT INTO attempt (studio_id, job_id, number, fencing_token, worker_id, worker_name, started_at,
                    lease_until, gpu)
                SELECT studio_id, id, attempt, fencing_token, worker_id, worker_name, now(),
                    now() + ? * interval '1 ms', gpu
                FROM leased
                RETURNING fencing_token, lease_until)
            SELECT * FROM leased JOIN begun USING (fencing_token) ORDER BY place""";

    /** More at once would keep the rows of their jobs locked for longer than anybody likes to wait. */
    private static final int MOST_TOGETHER = 64;

    /** Of transactions that lease while any studio has a limit. */
    private static final long LIMITS_LOCK = 0x6c696d697473L;

    private final Sql sql;
    private final JobEvents events;
    private final Together<Request, List<LeasedJob>> together = new Together<>(MOST_TOGETHER, this::lease);

    Leasing(Sql sql, JobEvents events) {
        this.sql = sql;
        this.events = events;
    }

    /** What may be leased: where two workers ask for the same, a job for one of them is one for the other. */
    private record Ask(Set<JobKind> kinds, List<String> offers, Worker.Room room) {
        Ask withoutGpu() {
            return new Ask(
                    kinds,
                    offers.stream().filter(word -> !word.equals(Needs.GPU)).toList(),
                    room);
        }
    }

    private record Request(Ask ask, Worker worker, int max) {}

    /**
     * Where one job may go.
     *
     * @param request number of the request that gets it
     * @param gpu the worker's number of the one that the job gets if it needs one; null: none is free
     */
    private record Place(
            int request, Worker worker, @Nullable Integer gpu) {}

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
        return sql.everywhere(tx -> {
            prepare(tx);
            List<List<LeasedJob>> leased = requests.stream()
                    .<List<LeasedJob>>map(request -> new ArrayList<>())
                    .toList();
            places(tx, limited(tx, requests)).forEach((ask, places) -> {
                List<LeasedJob> jobs = lease(tx, ask, places);
                for (int i = 0; i < jobs.size(); i++) {
                    leased.get(places.get(i).request).add(jobs.get(i));
                }
            });
            return leased;
        });
    }

    /** Of all workers of a token that is not trusted together, no more than are left to it. */
    private static List<Request> limited(Tx tx, List<Request> requests) {
        Map<UUID, Integer> left = new HashMap<>();
        // In one order everywhere, so that two transactions never wait for each other.
        requests.stream()
                .filter(request -> !request.worker.isTrusted())
                .map(request -> request.worker.token())
                .sorted()
                .distinct()
                .forEach(token -> left.put(token, Strangers.leasesLeft(tx, token)));
        return requests.stream()
                .map(request -> {
                    int most = left.getOrDefault(request.worker.token(), request.max);
                    int max = Math.min(most, request.max);
                    left.computeIfPresent(request.worker.token(), (token, before) -> before - max);
                    return new Request(request.ask, request.worker, max);
                })
                .toList();
    }

    /** Of each worker as many places as it asks for; those that come with a GPU may be given other jobs than the rest. */
    private static Map<Ask, List<Place>> places(Tx tx, List<Request> requests) {
        Map<UUID, Deque<Integer>> gpus = Gpus.free(
                tx,
                requests.stream()
                        .map(Request::worker)
                        .filter(worker -> !worker.capabilities().gpus().isEmpty())
                        .map(Worker::id)
                        .toList());
        Map<Ask, List<Place>> places = new LinkedHashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            Deque<Integer> free = gpus.getOrDefault(request.worker.id(), new ArrayDeque<>());
            for (int n = 0; n < request.max; n++) {
                Integer gpu = free.poll();
                places.computeIfAbsent(gpu == null ? request.ask.withoutGpu() : request.ask, first -> new ArrayList<>())
                        .add(new Place(i, request.worker, gpu));
            }
        }
        return places;
    }

    /** Jobs for as many of these places as there are, for the first one first. */
    private List<LeasedJob> lease(Tx tx, Ask ask, List<Place> places) {
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

    private static List<LeasedJob> lease(Tx tx, Ask ask, List<Place> places, int past) {
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
                places.stream().map(place -> place.worker.id()).toList(),
                places.stream().map(place -> place.worker.name()).toList(),
                places.stream()
                        .map(place -> place.gpu == null ? null : place.gpu.toString())
                        .toList(),
                JobAction.LEASE.to(),
                JobAction.LEASE.from(),
                Needs.GPU,
                LeaseTimes.LEASE.toMillis());
    }

    /**
     * Two who lease at the same moment do not see each other's: only one at a time may count up to a limit. The statistics
     * of a queue are always old, so the planner is left no way but along the indexes.
     */
    private static void prepare(Tx tx) {
        tx.row("""
                WITH alone AS (
                    SELECT pg_advisory_xact_lock(?) FROM (
                        SELECT 1 FROM queue_limit WHERE max_running IS NOT NULL LIMIT 1) AS limited)
                SELECT (SELECT count(*) FROM alone), set_config('enable_seqscan', 'off', true),
                    set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
                    set_config('jit', 'off', true)""", row -> true, LIMITS_LOCK);
    }
}
