package io.viralforge.trends;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that networks give for an id and a secret (RFC 6749, 4.4), kept in this replica's memory. One thread at a time
 * asks a network for its token; the others wait for what it gets.
 */
@Singleton
final class Tokens {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** So long before it ends a token is given no more, for what is asked with it takes its time. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final int USUAL_SECONDS = 600;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private record Token(String value, Instant ends) {}

    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock();

        @Nullable
        Token token;
    }

    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private final InstantSource clock;

    Tokens(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * One that counts.
     *
     * @param refused one that the network has taken back before its time; null: none
     * @param login asks for another, and gives the answer
     * @throws ChangedShapeException when the network gives something else
     */
    String get(Network network, @Nullable String refused, Setback.Step<byte[]> login) throws Setback {
        Slot slot = slots.computeIfAbsent(network.id(), _ -> new Slot());
        slot.lock.lock();
        try {
            Token token = slot.token;
            if (token == null || !token.ends.isAfter(clock.instant()) || token.value.equals(refused)) {
                token = read(login.take());
                slot.token = token;
            }
            return token.value;
        } finally {
            slot.lock.unlock();
        }
    }

    private Token read(byte[] body) {
        JsonNode answer;
        try {
            answer = MAPPER.readTree(body);
        } catch (IOException malformed) {
            throw new ChangedShapeException("JSON with a token was expected");
        }
        String value = answer.path("access_token").asText();
        if (!TOKEN.matcher(value).matches()) {
            throw new ChangedShapeException("access_token should be a token");
        }
        Duration length = Duration.ofSeconds(answer.path("expires_in").asInt(USUAL_SECONDS));
        return new Token(value, clock.instant().plus(length).minus(MARGIN));
    }
}
