package io.viralforge.platform.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Durable;
import java.time.Instant;
import java.util.UUID;

/**
 * A numbered event.
 *
 * @param seq its number: greater than that of every event before it, in all studios
 * @param studio whose
 * @param topic about what
 * @param subject which one
 * @param payload what happened; small, no entity in it
 * @param at when it was written
 */
public record Event(long seq, UUID studio, Topic topic, UUID subject, JsonNode payload, Instant at) implements Durable {
    static final int RADIX = 36;

    @Override
    public String cursor() {
        return cursor(seq);
    }

    /** The cursor to resume with after everything up to that number. */
    static String cursor(long seq) {
        return "e" + Long.toString(seq, RADIX);
    }
}
