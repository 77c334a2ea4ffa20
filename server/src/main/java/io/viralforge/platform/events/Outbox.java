package io.viralforge.platform.events;

import io.viralforge.platform.sql.Json;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Where features write their events, in the transaction that makes them true. */
@Singleton
public final class Outbox {
    private final Json json;
    private final RelayWake wake;

    Outbox(Json json, RelayWake wake) {
        this.json = json;
        this.wake = wake;
    }

    /** An event about this subject. */
    public record Entry(UUID studio, UUID subject, Map<String, ?> payload) {}

    /** Adds an event; it is numbered and delivered soon after the commit. */
    public void write(Tx tx, UUID studio, Topic topic, UUID subject, Map<String, ?> payload) {
        write(tx, topic, List.of(new Entry(studio, subject, payload)));
    }

    /** Adds events about one topic, in this order. */
    public void write(Tx tx, Topic topic, List<Entry> entries) {
        tx.update(
                """
                INSERT INTO outbox (studio_id, topic, subject, payload)
                SELECT studio_id, ?, subject, payload::jsonb
                FROM unnest(?::uuid[], ?::uuid[], ?::text[]) WITH ORDINALITY AS entry (studio_id, subject, payload, number)
                ORDER BY number""",
                topic,
                entries.stream().map(Entry::studio).toList(),
                entries.stream().map(Entry::subject).toList(),
                entries.stream().map(entry -> json.text(entry.payload)).toList());
        tx.afterCommit(wake::wake);
    }
}
