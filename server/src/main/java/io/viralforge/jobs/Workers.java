package io.viralforge.jobs;

import io.viralforge.identity.WorkerTrust;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.log.Subject;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The installation's workers. They belong to no studio, so every statement here runs for the installation. */
@Singleton
final class Workers {
    /** Where a worker stands, of its own columns; {@link LeaseTimes#OFFLINE} is the only parameter. ONLINE may be given jobs. */
    static final String STATE = """
            CASE WHEN last_seen_at < now() - ? * interval '1 ms' THEN 'OFFLINE'
                 WHEN quarantined_until > now() THEN 'QUARANTINED'
                 WHEN stance = 'DRAIN' OR is_draining THEN 'DRAINING'
                 WHEN stance = 'PAUSE' THEN 'PAUSED'
                 ELSE 'ONLINE' END""";

    /** What {@link Worker#read} wants; {@link LeaseTimes#OFFLINE} is the only parameter. */
    private static final String COLUMNS = """
            worker.*, (SELECT count(*) FROM attempt WHERE worker_id = worker.id AND ended_at IS NULL)::int AS leased_jobs,
            stance = 'DRAIN' AS is_to_drain, coalesce(quarantined_until > now(), false) AS is_quarantined,
            """ + STATE + " AS state";

    static final String SELECT = "SELECT " + COLUMNS + " FROM worker ";

    /** Of a token that is not trusted: their keys are its own choice, and each is a row. */
    static final int MOST_OF_A_STRANGER = 200;

    private final Sql sql;
    private final WorkerTrust trust;
    private final JobEvents events;
    private final Uuid7 ids;

    Workers(Sql sql, WorkerTrust trust, JobEvents events, Uuid7 ids) {
        this.sql = sql;
        this.trust = trust;
        this.events = events;
        this.ids = ids;
    }

    /** What a worker says of itself. */
    record Registration(
            String instanceKey,
            String name,
            String version,
            String rendererVersion,
            Worker.Capabilities capabilities,
            List<String> labels) {}

    /**
     * Registers a worker, or brings what is known of it up to date: the same key from the same token is the same. A new
     * one of a token that is not trusted begins as the token's others stand, for its key is its own choice.
     *
     * @return OUT_OF_RANGE when a token that is not trusted has too many
     */
    Outcome<Worker> register(UUID token, Registration worker) {
        return sql.<Outcome<UUID>>everywhere(tx -> {
                    boolean isTrusted = trust.isTrusted(tx, token);
                    return isTrusted || others(tx, token, worker.instanceKey()) < MOST_OF_A_STRANGER
                            ? Outcome.done(register(tx, token, worker, isTrusted))
                            : Outcome.refused(
                                    UserErrorCode.OUT_OF_RANGE,
                                    "This token has " + MOST_OF_A_STRANGER
                                            + " workers. One that comes back keeps its key.",
                                    "input",
                                    "instanceKey");
                })
                .map(id -> query("WHERE id = ?", id).getFirst());
    }

    private static long others(Tx tx, UUID token, String instanceKey) {
        return tx.one(
                "SELECT count(*) AS others FROM worker WHERE token_id = ? AND instance_key <> ?",
                row -> row.big("others"),
                token,
                instanceKey);
    }

    private UUID register(Tx tx, UUID token, Registration worker, boolean isTrusted) {
        Worker.Capabilities can = worker.capabilities();
        return tx.one(
                """
                INSERT INTO worker (id, token_id, instance_key, name, version, renderer_version, cores, memory_bytes,
                    gpus, encoders, decoders, ffmpeg, models, labels, offers, is_trusted, last_seen_at, stance,
                    quarantined_until, quarantine_reason)
                SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now(),
                    CASE WHEN bool_or(stance = 'PAUSE') THEN 'PAUSE' ELSE 'WORK' END, max(quarantined_until),
                    max(quarantine_reason) FILTER (WHERE quarantined_until > now())
                FROM worker AS kin WHERE NOT ? AND kin.token_id = ?
                ON CONFLICT (token_id, instance_key) DO UPDATE SET name = excluded.name, version = excluded.version,
                    renderer_version = excluded.renderer_version, cores = excluded.cores,
                    memory_bytes = excluded.memory_bytes, gpus = excluded.gpus, encoders = excluded.encoders,
                    decoders = excluded.decoders, ffmpeg = excluded.ffmpeg, models = excluded.models,
                    labels = excluded.labels, offers = excluded.offers, is_trusted = excluded.is_trusted, is_draining = false, last_seen_at = excluded.last_seen_at,
                    stance = CASE worker.stance WHEN 'DRAIN' THEN 'WORK' ELSE worker.stance END
                RETURNING id""",
                row -> row.uuid("id"),
                ids.next(),
                token,
                worker.instanceKey(),
                worker.name(),
                worker.version(),
                worker.rendererVersion(),
                can.cores(),
                can.memoryBytes(),
                can.gpus(),
                can.encoders(),
                can.decoders(),
                can.ffmpeg(),
                can.models(),
                worker.labels(),
                Needs.offers(worker.rendererVersion(), can, worker.labels(), isTrusted),
                isTrusted,
                isTrusted,
                token);
    }

    /**
     * The worker with this id, heard from right now.
     *
     * @throws CodedException NOT_FOUND when it is not one of this token's, so that it registers anew
     */
    Worker heardFrom(UUID token, @Nullable UUID id, @Nullable Boolean isDraining) {
        Worker known = sql.<@Nullable Worker>everywhere(
                tx -> tx.row("""
                UPDATE worker SET last_seen_at = now(), is_draining = coalesce(?, is_draining)
                WHERE id = ? AND token_id = ? RETURNING\s""" + COLUMNS, Worker::read, isDraining, id, token, LeaseTimes.OFFLINE.toMillis()));
        if (known == null) {
            throw new CodedException(ErrorCode.NOT_FOUND, "No such worker: register again.");
        }
        Subject.WORKER.is(Id.Type.WORKER.of(known.id()));
        return known;
    }

    /** Has it take nothing new until it is resumed. */
    Outcome<Worker> pause(@Nullable UUID id) {
        return stand(id, "stance = 'PAUSE'");
    }

    /** Has it finish what ends soon, give back the rest, and end: its next heartbeat is told. */
    Outcome<Worker> drain(@Nullable UUID id) {
        return stand(id, "stance = 'DRAIN'");
    }

    /** Lets it take jobs again, whyever it did not. */
    Outcome<Worker> resume(@Nullable UUID id) {
        return stand(id, "stance = 'WORK', quarantined_until = NULL, quarantine_reason = NULL, pardoned_at = now()");
    }

    private Outcome<Worker> stand(@Nullable UUID id, String how) {
        Worker known = sql.<@Nullable Worker>everywhere(tx -> {
            Worker worker = tx.row(
                    "UPDATE worker SET " + how + " WHERE id = ? RETURNING " + COLUMNS,
                    Worker::read,
                    id,
                    LeaseTimes.OFFLINE.toMillis());
            UUID token = tx.row("SELECT token_id FROM worker WHERE id = ?", row -> row.uuid("token_id"), id);
            if (worker != null) {
                events.workerChanged(tx, worker.id(), worker.state());
            }
            if (token != null) {
                tx.afterCommit(() -> events.hurryHeartbeat(token));
                tx.afterCommit(events::wakeWorkers);
            }
            return worker;
        });
        return known == null ? Outcome.refused(UserErrorCode.NOT_FOUND, "No such worker.", "id") : Outcome.done(known);
    }

    /** Most recently registered first. */
    List<Worker> list(Page page) {
        return query(
                "WHERE (?::uuid IS NULL OR id < ?::uuid) ORDER BY id DESC LIMIT ?",
                page.afterId(),
                page.afterId(),
                page.limit());
    }

    Map<UUID, Worker> find(Set<UUID> ids) {
        Map<UUID, Worker> found = new HashMap<>();
        query("WHERE id = ANY (?)", ids).forEach(worker -> found.put(worker.id(), worker));
        return found;
    }

    /** Whether any worker is there to take a job. */
    boolean hasAny() {
        return sql.everywhere(tx -> tx.one(
                "SELECT EXISTS (SELECT 1 FROM worker WHERE last_seen_at >= now() - ? * interval '1 ms') AS has_any",
                row -> row.flag("has_any"),
                LeaseTimes.OFFLINE.toMillis()));
    }

    private List<Worker> query(String where, @Nullable Object... parameters) {
        @Nullable Object[] all = new Object[parameters.length + 1];
        all[0] = LeaseTimes.OFFLINE.toMillis();
        System.arraycopy(parameters, 0, all, 1, parameters.length);
        Function<Row, Worker> reader = Worker::read;
        return sql.everywhere(tx -> tx.rows(SELECT + where, reader, all));
    }
}
