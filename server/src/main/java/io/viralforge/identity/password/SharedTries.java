package io.viralforge.identity.password;

import io.lettuce.core.ScriptOutputType;
import io.viralforge.identity.password.Brakes.Rule;
import io.viralforge.platform.redis.RedisLink;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Counts tries in Redis, for all replicas together; while Redis cannot be reached, each replica counts for itself. */
@Singleton
final class SharedTries implements Tries {
    /** Keys: count, wait. Arguments: memory in ms, free failures, longest wait in ms. Result: ms to wait. */
    private static final String BEGIN = """
            local left = redis.call('PTTL', KEYS[2])
            if left > 0 then return left end
            local failures = redis.call('INCR', KEYS[1])
            redis.call('PEXPIRE', KEYS[1], ARGV[1])
            local beyond = failures - tonumber(ARGV[2])
            if beyond >= 0 then
              local wait = math.min(1000 * 2 ^ math.min(beyond, 20), tonumber(ARGV[3]))
              redis.call('SET', KEYS[2], '1', 'PX', string.format('%d', wait))
            end
            return 0
            """;

    private static final String TAKE_BACK = """
            local failures = redis.call('DECR', KEYS[1])
            if failures <= 0 then redis.call('DEL', KEYS[1]) end
            if failures < tonumber(ARGV[1]) then redis.call('DEL', KEYS[2]) end
            return 0
            """;

    private final RedisLink redis;
    private final MemoryTries own;

    SharedTries(RedisLink redis, InstantSource clock) {
        this.redis = redis;
        this.own = new MemoryTries(clock);
    }

    @Override
    public Duration begin(Rule rule, String key) {
        Long wait = redis.ask(commands -> commands.<Long>eval(
                BEGIN,
                ScriptOutputType.INTEGER,
                keys(rule, key),
                Long.toString(rule.memory().toMillis()),
                Integer.toString(rule.free()),
                Long.toString(rule.longest().toMillis())));
        return wait != null ? Duration.ofMillis(wait) : own.begin(rule, key);
    }

    @Override
    public void takeBack(Rule rule, String key) {
        Long done = redis.ask(commands -> commands.<Long>eval(
                TAKE_BACK, ScriptOutputType.INTEGER, keys(rule, key), Integer.toString(rule.free())));
        if (done == null) {
            own.takeBack(rule, key);
        }
    }

    @Override
    public void forget(Rule rule, String key) {
        if (redis.ask(commands -> commands.del(keys(rule, key))) == null) {
            own.forget(rule, key);
        }
    }

    /** In braces what decides where a Redis cluster keeps a key: both must lie together. */
    private String[] keys(Rule rule, String key) {
        String name = redis.key("tries:{" + rule.name() + ":" + key + "}");
        return new String[] {name + ":count", name + ":wait"};
    }
}
