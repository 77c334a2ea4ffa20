package io.viralforge.identity.password;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.viralforge.identity.password.Brakes.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Counts tries in this replica alone. */
final class MemoryTries implements Tries {
    private static final int MOST = 100_000;

    private final InstantSource clock;
    private final Cache<String, State> states;

    private record State(long failures, Instant waitUntil, Duration memory) {}

    MemoryTries(InstantSource clock) {
        this.clock = clock;
        this.states = Caffeine.newBuilder()
                .expireAfter(Expiry.<String, State>writing((name, state) -> state.memory))
                .maximumSize(MOST)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    @Override
    public Duration begin(Rule rule, String key) {
        Instant now = clock.instant();
        AtomicReference<Duration> wait = new AtomicReference<>(Duration.ZERO);
        states.asMap().compute(name(rule, key), (name, state) -> {
            if (state != null && state.waitUntil.isAfter(now)) {
                wait.set(Duration.between(now, state.waitUntil));
                return state;
            }
            long failures = state == null ? 1 : state.failures + 1;
            return new State(failures, now.plus(rule.waitAfter(failures)), rule.memory());
        });
        return wait.get();
    }

    @Override
    public void takeBack(Rule rule, String key) {
        Instant now = clock.instant();
        states.asMap().computeIfPresent(name(rule, key), (name, state) -> {
            long failures = state.failures - 1;
            return failures <= 0
                    ? null
                    : new State(failures, rule.waitAfter(failures).isZero() ? now : state.waitUntil, state.memory);
        });
    }

    @Override
    public void forget(Rule rule, String key) {
        states.invalidate(name(rule, key));
    }

    private static String name(Rule rule, String key) {
        return rule.name() + ":" + key;
    }
}
