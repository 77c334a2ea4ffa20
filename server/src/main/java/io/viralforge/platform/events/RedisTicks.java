package io.viralforge.platform.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.redis.RedisLink;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ticks, handed to this replica's subscribers at once and to the others' by Redis. */
@Singleton
final class RedisTicks implements Ticks {
    private static final Logger LOG = LoggerFactory.getLogger(RedisTicks.class);
    private static final String PREFIX = "tick:";

    private final RedisLink redis;
    private final ObjectMapper json;
    private final String replica;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Set<Mailbox>> mailboxes = new HashMap<>();

    RedisTicks(RedisLink redis, ObjectMapper json, Uuid7 ids) {
        this.redis = redis;
        this.json = json;
        this.replica = ids.next().toString();
    }

    @Override
    public void send(String channel, UUID key, Map<String, ?> payload) {
        JsonNode content = json.valueToTree(payload);
        deliver(channel, new Tick(key, content));
        redis.publish(
                PREFIX + channel,
                json.createObjectNode()
                        .put("from", replica)
                        .put("key", key.toString())
                        .<com.fasterxml.jackson.databind.node.ObjectNode>set("payload", content)
                        .toString());
    }

    @Override
    public Publisher<Tick> follow(String channel) {
        return new Pump<>("ticks", () -> open(channel));
    }

    /** The first to follow a channel makes this replica hear it, the last to go ends that. */
    private Mailbox open(String channel) {
        Mailbox mailbox = new Mailbox(closed -> close(channel, closed));
        lock.lock();
        try {
            Set<Mailbox> others = mailboxes.computeIfAbsent(channel, fresh -> new HashSet<>());
            if (others.isEmpty()) {
                redis.subscribe(PREFIX + channel, message -> hear(channel, message));
            }
            others.add(mailbox);
        } finally {
            lock.unlock();
        }
        return mailbox;
    }

    private void close(String channel, Mailbox mailbox) {
        lock.lock();
        try {
            Set<Mailbox> all = mailboxes.getOrDefault(channel, Set.of());
            if (all.remove(mailbox) && all.isEmpty()) {
                mailboxes.remove(channel);
                redis.unsubscribe(PREFIX + channel);
            }
        } finally {
            lock.unlock();
        }
    }

    private void hear(String channel, String message) {
        try {
            JsonNode tick = json.readTree(message);
            if (!tick.path("from").asText().equals(replica)) {
                deliver(channel, new Tick(UUID.fromString(tick.path("key").asText()), tick.path("payload")));
            }
        } catch (JsonProcessingException | IllegalArgumentException foreign) {
            LOG.warn("a message on {} that is no tick", channel, foreign);
        }
    }

    private void deliver(String channel, Tick tick) {
        List<Mailbox> all;
        lock.lock();
        try {
            all = List.copyOf(mailboxes.getOrDefault(channel, Set.of()));
        } finally {
            lock.unlock();
        }
        all.forEach(mailbox -> mailbox.put(tick));
    }
}
