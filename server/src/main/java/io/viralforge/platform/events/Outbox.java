package io.viralforge.platform.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;

/** Where features write their events, in the transaction that makes them true. */
@Singleton
public final class Outbox {
    private final ObjectMapper json;
    private final RelayWake wake;

    Outbox(ObjectMapper json, RelayWake wake) {
        this.json = json;
        this.wake = wake;
    }

    /** Adds an event; it is numbered and delivered soon after the commit. */
    public void write(Tx tx, UUID studio, Topic topic, UUID subject, Map<String, ?> payload) {
        try {
            tx.update(
                    "INSERT INTO outbox (studio_id, topic, subject, payload) VALUES (?, ?, ?, ?::jsonb)",
                    studio,
                    topic,
                    subject,
                    json.writeValueAsString(payload));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        tx.afterCommit(wake::wake);
    }
}
