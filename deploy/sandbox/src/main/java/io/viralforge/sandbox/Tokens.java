package io.viralforge.sandbox;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Secrets handed out, each for something and for a time: codes, access tokens, refresh tokens. */
final class Tokens<T> {
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Entry<T>(T value, Instant expires) {}

    private final InstantSource clock;
    private final String prefix;
    private final Map<String, Entry<T>> entries = new ConcurrentHashMap<>();

    Tokens(InstantSource clock, String prefix) {
        this.clock = clock;
        this.prefix = prefix;
    }

    String issue(T value, Duration life) {
        String token = prefix + random(32);
        entries.put(token, new Entry<>(value, clock.instant().plus(life)));
        return token;
    }

    /** What it stands for; null when it is none, or none any more. */
    @Nullable
    T find(@Nullable String token) {
        return token == null ? null : alive(entries.get(token));
    }

    /** The same, and from now on it is none. */
    @Nullable
    T take(@Nullable String token) {
        return token == null ? null : alive(entries.remove(token));
    }

    void forget(Predicate<T> which) {
        entries.values().removeIf(entry -> which.test(entry.value()));
    }

    private @Nullable T alive(@Nullable Entry<T> entry) {
        return entry == null || !clock.instant().isBefore(entry.expires()) ? null : entry.value();
    }

    /** So many random bytes in the letters of base64url. */
    static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
