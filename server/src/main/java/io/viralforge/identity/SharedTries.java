package io.viralforge.identity;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.viralforge.identity.SignInBrake.Rule;
import io.viralforge.platform.redis.RedisLink;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts tries in Redis, for all replicas together; while Redis cannot be reached, each replica counts for itself. */
@Singleton
final class SharedTries implements Tries {
    /** Redis answers in a millisecond or is not there. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(SharedTries.class);

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
        return ask(
                commands -> commands.<Long>eval(
                        BEGIN,
                        ScriptOutputType.INTEGER,
                        keys(rule, key),
                        Long.toString(SignInBrake.MEMORY.toMillis()),
                        Integer.toString(rule.free()),
                        Long.toString(rule.longest().toMillis())),
                Duration::ofMillis,
                () -> own.begin(rule, key));
    }

    @Override
    public void takeBack(Rule rule, String key) {
        ask(
                commands -> commands.<Long>eval(
                        TAKE_BACK, ScriptOutputType.INTEGER, keys(rule, key), Integer.toString(rule.free())),
                done -> done,
                () -> {
                    own.takeBack(rule, key);
                    return 0L;
                });
    }

    @Override
    public void forget(Rule rule, String key) {
        ask(commands -> commands.del(keys(rule, key)), done -> done, () -> {
            own.forget(rule, key);
            return 0L;
        });
    }

    private <R, T> T ask(
            Function<RedisAsyncCommands<String, String>, RedisFuture<R>> command,
            Function<R, T> result,
            Supplier<T> otherwise) {
        RedisAsyncCommands<String, String> commands = redis.commands();
        if (commands == null) {
            return otherwise.get();
        }
        try {
            return result.apply(command.apply(commands).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException | RedisException e) {
            LOG.warn("Redis does not answer: a try to sign in is counted by this replica alone. {}", e.toString());
            return otherwise.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise.get();
        }
    }

    /** In braces what decides where a Redis cluster keeps a key: both must lie together. */
    private String[] keys(Rule rule, String key) {
        String name = redis.key("tries:{" + rule.name() + ":" + key + "}");
        return new String[] {name + ":count", name + ":wait"};
    }
}
