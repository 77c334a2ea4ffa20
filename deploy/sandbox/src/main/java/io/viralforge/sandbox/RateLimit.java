package io.viralforge.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** So many requests in any minute, for each token. */
final class RateLimit {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final int most;
    private final Map<String, Deque<Instant>> seen = new HashMap<>();

    RateLimit(InstantSource clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    /**
     * One request.
     *
     * @throws Refused 429 rate_limit_exceeded
     */
    synchronized void pass(String token) {
        Instant now = clock.instant();
        Deque<Instant> times = seen.computeIfAbsent(token, _ -> new ArrayDeque<>());
        times.removeIf(time -> !time.plus(MINUTE).isAfter(now));
        if (times.size() >= most) {
            throw TiktokErrors.tooFast();
        }
        times.add(now);
    }

    synchronized void useUp(String token) {
        Deque<Instant> times = seen.computeIfAbsent(token, _ -> new ArrayDeque<>());
        while (times.size() < most) {
            times.add(clock.instant());
        }
    }
}
