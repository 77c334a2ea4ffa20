package io.viralforge.platform.events;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.sql.Json;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log's SQL. */
@Singleton
final class EventStore {
    /** The number of the last event, and that of the last one deleted for its age. */
    record Head(long last, long purged) {}

    private static final String COLUMNS = "SELECT seq, studio_id, topic, subject, payload, at FROM event ";
    private static final TypeReference<JsonNode> PAYLOAD = new TypeReference<>() {};

    private final Sql sql;
    private final Json json;

    EventStore(Sql sql, Json json) {
        this.sql = sql;
        this.json = json;
    }

    Head head() {
        return sql.everywhere(EventStore::head);
    }

    static Head head(Tx tx) {
        return tx.one("SELECT last, purged FROM event_head", row -> new Head(row.big("last"), row.big("purged")));
    }

    /**
     * Numbers up to so many committed events of the outbox, in the order they were written. The head's row is locked until
     * the numbers are committed: so numbers become visible in their order, and a reader that has seen one has seen all
     * before it.
     *
     * @return the number of the last one; null when there were none
     */
    @Nullable
    Long number(int most) {
        return sql.everywhere(tx -> {
            if (tx.row("SELECT 1 AS found FROM outbox LIMIT 1", row -> true) == null) {
                return null;
            }
            long last = tx.one("SELECT last FROM event_head FOR UPDATE", row -> row.big("last"));
            long moved = tx.one("""
                    WITH taken AS (
                        DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT ?) RETURNING *
                    ), moved AS (
                        INSERT INTO event (studio_id, seq, topic, subject, payload, at)
                        SELECT studio_id, ? + row_number() OVER (ORDER BY id), topic, subject, payload, at FROM taken
                        RETURNING seq
                    ) SELECT count(*) AS moved FROM moved
                    """, row -> row.big("moved"), most, last);
            if (moved == 0) {
                return null;
            }
            tx.update("UPDATE event_head SET last = ?", last + moved);
            return last + moved;
        });
    }

    /** The next events of all studios. */
    List<Event> after(long seq, int most) {
        return sql.everywhere(tx -> tx.rows(COLUMNS + "WHERE seq > ? ORDER BY seq LIMIT ?", this::event, seq, most));
    }

    /** The next events of one studio's topic; null when some after {@code seq} have been deleted. */
    @Nullable
    List<Event> after(long seq, int most, UUID studio, Topic topic, @Nullable Set<UUID> subjects) {
        return sql.inStudio(studio, tx -> {
            String where = "WHERE studio_id = ? AND topic = ? AND seq > ?";
            List<Event> events = subjects == null
                    ? tx.rows(COLUMNS + where + " ORDER BY seq LIMIT ?", this::event, studio, topic, seq, most)
                    : tx.rows(
                            COLUMNS + where + " AND subject = ANY (?) ORDER BY seq LIMIT ?",
                            this::event,
                            studio,
                            topic,
                            seq,
                            subjects,
                            most);
            return head(tx).purged() > seq ? null : events;
        });
    }

    /** The next events of one studio, of these topics; null when some after {@code seq} have been deleted. */
    @Nullable
    List<Event> after(long seq, int most, UUID studio, Collection<Topic> topics) {
        return sql.inStudio(studio, tx -> {
            List<Event> events = tx.rows(
                    COLUMNS + "WHERE studio_id = ? AND topic = ANY (?) AND seq > ? ORDER BY seq LIMIT ?",
                    this::event,
                    studio,
                    topics,
                    seq,
                    most);
            return head(tx).purged() > seq ? null : events;
        });
    }

    /** The next events of these topics, of all studios. */
    List<Event> next(Tx tx, long seq, Collection<Topic> topics, int most) {
        return tx.rows(
                COLUMNS + "WHERE seq > ? AND topic = ANY (?) ORDER BY seq LIMIT ?", this::event, seq, topics, most);
    }

    /**
     * Deletes what is older, but nothing that one of these listeners has still to handle.
     *
     * @param last what is older than that goes even so
     * @return how many
     */
    int purge(Instant before, Instant last, Collection<String> listeners, int most) {
        sql.doEverywhere(tx -> tx.update("""
                UPDATE event_head SET purged = greatest(purged,
                    (SELECT max(seq) FROM event WHERE at < ?),
                    least(
                        (SELECT coalesce(max(seq), 0) FROM event WHERE at < ?),
                        (SELECT min(seq) FROM event_listener WHERE name = ANY (?))))
                """, last, before, listeners));
        int deleted = 0;
        int batch;
        do {
            batch = sql.everywhere(tx -> tx.update("""
                    DELETE FROM event WHERE seq IN (
                        SELECT seq FROM event WHERE seq <= (SELECT purged FROM event_head) ORDER BY seq LIMIT ?)
                    """, most));
            deleted += batch;
        } while (batch == most);
        return deleted;
    }

    private Event event(Row row) {
        return new Event(
                row.big("seq"),
                row.uuid("studio_id"),
                row.constant("topic", Topic.class),
                row.uuid("subject"),
                json.read(row.text("payload"), PAYLOAD),
                row.instant("at"));
    }
}
