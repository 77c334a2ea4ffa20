package io.viralforge.jobs;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Sql;
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
    private static final String SELECT = """
            SELECT worker.*, (SELECT count(*) FROM attempt WHERE worker_id = worker.id AND ended_at IS NULL)::int
                    AS leased_jobs,
                CASE WHEN last_seen_at < now() - ? * interval '1 ms' THEN 'OFFLINE'
                     WHEN is_draining THEN 'DRAINING' ELSE 'ONLINE' END AS state
            FROM worker\s""";

    private final Sql sql;
    private final Uuid7 ids;

    Workers(Sql sql, Uuid7 ids) {
        this.sql = sql;
        this.ids = ids;
    }

    /** What a worker says of itself. */
    record Registration(
            String instanceKey,
            String name,
            String version,
            String rendererVersion,
            Worker.Capabilities capabilities) {}

    /** Registers a worker, or brings what is known of it up to date: the same key from the same token is the same. */
    Worker register(UUID token, Registration worker) {
        Worker.Capabilities can = worker.capabilities();
        UUID id = sql.everywhere(tx -> tx.one(
                """
                INSERT INTO worker (id, token_id, instance_key, name, version, renderer_version, cores, memory_bytes,
                    gpus, encoders, decoders, ffmpeg, offers, last_seen_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now())
                ON CONFLICT (token_id, instance_key) DO UPDATE SET name = excluded.name, version = excluded.version,
                    renderer_version = excluded.renderer_version, cores = excluded.cores,
                    memory_bytes = excluded.memory_bytes, gpus = excluded.gpus, encoders = excluded.encoders,
                    decoders = excluded.decoders, ffmpeg = excluded.ffmpeg, offers = excluded.offers,
                    is_draining = false, last_seen_at = excluded.last_seen_at
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
                Needs.offers(worker.rendererVersion(), can)));
        return query("WHERE id = ?", id).getFirst();
    }

    /**
     * The worker with this id, heard from right now.
     *
     * @throws CodedException NOT_FOUND when it is not one of this token's, so that it registers anew
     */
    Worker heardFrom(UUID token, @Nullable UUID id, @Nullable Boolean isDraining) {
        int known = sql.everywhere(tx -> tx.update("""
                UPDATE worker SET last_seen_at = now(), is_draining = coalesce(?, is_draining)
                WHERE id = ? AND token_id = ?""", isDraining, id, token));
        if (known == 0) {
            throw new CodedException(ErrorCode.NOT_FOUND, "No such worker: register again.");
        }
        return query("WHERE id = ?", id).getFirst();
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
