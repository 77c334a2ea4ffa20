package io.viralforge.platform.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.micronaut.context.annotation.Value;
import io.viralforge.platform.redis.RedisLink;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many points each caller has to spend: a bucket that fills up steadily. It is kept in Redis for all replicas together;
 * while Redis is away, each replica keeps its own. Workers have terms of their own, for hundreds of them may share a token.
 */
@Singleton
final class Budgets {
    /** Key: the bucket. Arguments: what it holds, what flows in a second, what to take; less than nothing gives back. */
    private static final String TAKE = """
            local maximum, restored, points = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local time = redis.call('TIME')
            local now = time[1] + time[2] / 1000000
            local bucket = redis.call('HMGET', KEYS[1], 'left', 'at')
            local since = math.max(0, now - (tonumber(bucket[2]) or now))
            local left = math.min(maximum, (tonumber(bucket[1]) or maximum) + since * restored)
            local taken = 0
            if points <= left then
              left = math.min(maximum, left - points)
              taken = 1
            end
            redis.call('HSET', KEYS[1], 'left', string.format('%.3f', left), 'at', string.format('%.6f', now))
            redis.call('PEXPIRE', KEYS[1], math.ceil(1000 * maximum / restored) + 1000)
            return {taken, math.floor(left)}
            """;

    /**
     * What a caller may spend.
     *
     * @param maximum points at a time
     * @param restored points that come back in a second
     */
    record Terms(long maximum, long restored) {
        Terms {
            if (maximum < 1 || restored < 1) {
                throw new IllegalArgumentException("a bucket that never fills");
            }
        }
    }

    /**
     * A bucket after something was asked of it.
     *
     * @param isTaken false: there were too few points, and none was taken
     * @param left points that are there now
     * @param isShared whether Redis was asked
     */
    record Bucket(String account, Terms terms, boolean isTaken, long left, boolean isShared) {
        /** The same with points given back. */
        Bucket plus(long points) {
            return new Bucket(account, terms, isTaken, Math.min(terms.maximum(), left + points), isShared);
        }

        /**
         * What the answer's {@code extensions.cost} says.
         *
         * @param requested points the operation could have cost
         * @param actual points it did cost, null when it was not executed
         */
        Map<String, @Nullable Object> view(long requested, @Nullable Long actual) {
            Map<String, @Nullable Object> view = new LinkedHashMap<>();
            view.put("requestedQueryCost", requested);
            view.put("actualQueryCost", actual);
            view.put(
                    "throttleStatus",
                    Map.of(
                            "maximumAvailable", terms.maximum(),
                            "currentlyAvailable", left,
                            "restoreRate", terms.restored()));
            return view;
        }

        /** How long until so many points are there. */
        Duration until(long points) {
            return Duration.ofSeconds(Math.max(1, Math.ceilDiv(points - left, terms.restored())));
        }
    }

    private record Own(double left, long atNanos) {}

    private final RedisLink redis;
    private final Terms usual;
    private final Terms workers;
    private final Cache<String, Own> own =
            Caffeine.newBuilder().maximumSize(100_000).build();

    Budgets(
            RedisLink redis,
            @Value("${viralforge.cost.bucket}") long bucket,
            @Value("${viralforge.cost.restored}") long restored,
            @Value("${viralforge.cost.worker-bucket}") long workerBucket,
            @Value("${viralforge.cost.worker-restored}") long workerRestored) {
        this.redis = redis;
        this.usual = new Terms(bucket, restored);
        this.workers = new Terms(workerBucket, workerRestored);
    }

    /** Takes points from the caller's bucket, if there are as many. */
    Bucket take(Actor actor, String address, long points) {
        Terms terms = actor instanceof Actor.WorkerNode ? workers : usual;
        String account = actor.account(address);
        List<Long> answer = redis.ask(commands -> taking(commands, account, terms, points));
        return answer == null
                ? takeHere(account, terms, points)
                : new Bucket(account, terms, answer.get(0) == 1, answer.get(1), true);
    }

    /** Gives back what was not spent. Nobody waits for it. */
    Bucket giveBack(Bucket bucket, long points) {
        if (points <= 0) {
            return bucket;
        }
        if (!bucket.isShared()) {
            return takeHere(bucket.account(), bucket.terms(), -points);
        }
        redis.tell(commands -> taking(commands, bucket.account(), bucket.terms(), -points));
        return bucket.plus(points);
    }

    private RedisFuture<List<Long>> taking(
            RedisAsyncCommands<String, String> commands, String account, Terms terms, long points) {
        return commands.eval(
                TAKE,
                ScriptOutputType.MULTI,
                new String[] {redis.key("budget:" + account)},
                Long.toString(terms.maximum()),
                Long.toString(terms.restored()),
                Long.toString(points));
    }

    private Bucket takeHere(String account, Terms terms, long points) {
        double maximum = terms.maximum();
        boolean[] isTaken = {false};
        Own after = own.asMap().compute(account, (key, before) -> {
            long now = System.nanoTime();
            double left = before == null
                    ? maximum
                    : Math.min(maximum, before.left() + (now - before.atNanos()) / 1e9 * terms.restored());
            isTaken[0] = points <= (long) left;
            return new Own(isTaken[0] ? Math.min(maximum, left - points) : left, now);
        });
        return new Bucket(account, terms, isTaken[0], (long) after.left(), false);
    }
}
