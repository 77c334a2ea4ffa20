package io.viralforge.platform.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.reactivestreams.Publisher;

/**
 * Lossy news, spread to all replicas by Redis: nobody relies on getting it. For each subscriber the newest tick of a
 * key replaces an older one that has not been taken yet.
 */
public interface Ticks {
    /** What the tick is of, within its channel. */
    record Tick(UUID key, JsonNode payload) {}

    /** A studio's own channel; any other name is a channel of the installation. */
    static String studio(String name, UUID studio) {
        return name + ":" + studio;
    }

    /** Sends a tick; never fails and never waits for a reader. Without Redis it reaches this replica alone. */
    void send(String channel, UUID key, Map<String, ?> payload);

    /** The channel's ticks from now on. */
    Publisher<Tick> follow(String channel);
}
