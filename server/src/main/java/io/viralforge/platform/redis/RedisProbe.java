package io.viralforge.platform.redis;

import io.viralforge.platform.health.Probe;
import jakarta.inject.Singleton;

/** Without Redis news travels between replicas within a second instead of at once. */
@Singleton
final class RedisProbe implements Probe {
    private final RedisLink redis;

    RedisProbe(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public boolean isRequired() {
        return false;
    }

    @Override
    public boolean isUp() {
        return redis.isUp();
    }
}
