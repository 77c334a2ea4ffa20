package io.viralforge.platform.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.micronaut.context.annotation.Value;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes and subscribes. Nothing here waits for Redis or fails without it: what is published while it is away is lost,
 * and subscriptions come back with it.
 */
@Singleton
public final class RedisLink {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration REST = Duration.ofSeconds(1);

    private final RedisClient client;
    private final String prefix;
    private final Duration moment;
    private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable StatefulRedisConnection<String, String> sending;
    private volatile @Nullable StatefulRedisPubSubConnection<String, String> hearing;
    private volatile long restUntil = System.nanoTime();

    /** @param moment how long a request may wait for an answer */
    RedisLink(
            RedisClient client,
            @Value("${viralforge.redis.prefix}") String prefix,
            @Value("${viralforge.redis.moment}") Duration moment) {
        this.moment = moment;
        this.client = client;
        this.prefix = prefix;
    }

    @PostConstruct
    void start() {
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).build())
                .timeoutOptions(TimeoutOptions.enabled(PATIENCE))
                .build());
        client.addListener(new Comeback());
        Thread.ofVirtual().name("redis-connect").start(this::connect);
    }

    /** Tries until the first connections stand; from then on Lettuce reconnects by itself. */
    private void connect() {
        boolean isTold = false;
        try {
            do {
                try {
                    sending = client.connect();
                    StatefulRedisPubSubConnection<String, String> pubSub = client.connectPubSub();
                    pubSub.addListener(new Heard());
                    hearing = pubSub;
                    subscribeAll();
                    return;
                } catch (RuntimeException away) {
                    StatefulRedisConnection<String, String> half = sending;
                    if (half != null) {
                        lose(half.closeAsync());
                    }
                    if (!isTold) {
                        LOG.warn("Redis cannot be reached; going on without: {}", away.toString());
                        isTold = true;
                    }
                }
            } while (!closed.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @PreDestroy
    void stop() {
        closed.countDown();
    }

    /** Sends a message to whoever subscribes to the channel now, on any replica, this one included. */
    public void publish(String channel, String message) {
        StatefulRedisConnection<String, String> connection = sending;
        if (connection != null && connection.isOpen()) {
            lose(connection.async().publish(prefix + channel, message));
        }
    }

    /** Calls back for each message of the channel, on a thread that must not be kept waiting. One listener a channel. */
    public void subscribe(String channel, Consumer<String> listener) {
        if (listeners.putIfAbsent(prefix + channel, listener) != null) {
            throw new IllegalStateException(channel + " has a listener");
        }
        StatefulRedisPubSubConnection<String, String> connection = hearing;
        if (connection != null && connection.isOpen()) {
            lose(connection.async().subscribe(prefix + channel));
        }
    }

    /** Ends {@link #subscribe}. */
    public void unsubscribe(String channel) {
        listeners.remove(prefix + channel);
        StatefulRedisPubSubConnection<String, String> connection = hearing;
        if (connection != null && connection.isOpen()) {
            lose(connection.async().unsubscribe(prefix + channel));
        }
    }

    /** For commands of other kinds; null while Redis is away. */
    public @Nullable RedisAsyncCommands<String, String> commands() {
        StatefulRedisConnection<String, String> connection = sending;
        return connection != null && connection.isOpen() ? connection.async() : null;
    }

    /**
     * What Redis answers; null when it has nothing, is away, or takes longer than a moment. Once it has, it is let alone for
     * a second, so that one that hangs does not make every request wait.
     */
    public <T> @Nullable T ask(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> question) {
        RedisAsyncCommands<String, String> commands = commands();
        if (commands == null || System.nanoTime() - restUntil < 0) {
            return null;
        }
        try {
            return question.apply(commands).get(moment.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            restUntil = System.nanoTime() + REST.toNanos();
            LOG.warn("Redis does not answer within {} ms; going on without", moment.toMillis());
        } catch (ExecutionException | RedisException away) {
            LOG.debug("Redis has not answered", away);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    /** As {@link #ask}, when nobody waits for the answer. */
    public void tell(Function<RedisAsyncCommands<String, String>, RedisFuture<?>> message) {
        RedisAsyncCommands<String, String> commands = commands();
        if (commands != null) {
            lose(message.apply(commands));
        }
    }

    /** The name by which this installation keeps a key. */
    public String key(String name) {
        return prefix + name;
    }

    /** Asks Redis; blocks up to 2 seconds. */
    public boolean isUp() {
        StatefulRedisConnection<String, String> connection = sending;
        return connection != null
                && connection.isOpen()
                && "PONG".equals(connection.sync().ping());
    }

    private void subscribeAll() {
        StatefulRedisPubSubConnection<String, String> connection = hearing;
        if (connection != null && !listeners.isEmpty()) {
            lose(connection.async().subscribe(listeners.keySet().toArray(String[]::new)));
        }
    }

    /** Nobody waits for what came of it: a failure means that Redis is away, which is allowed. */
    private static void lose(CompletionStage<?> sent) {
        sent.exceptionally(away -> {
            LOG.debug("lost", away);
            return null;
        });
    }

    private final class Heard extends RedisPubSubAdapter<String, String> {
        @Override
        public void message(String channel, String message) {
            Consumer<String> listener = listeners.get(channel);
            if (listener != null) {
                listener.accept(message);
            }
        }
    }

    /** Subscriptions asked for while Redis was away are made when it is back. */
    private final class Comeback implements RedisConnectionStateListener {
        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
            if (connection == hearing) {
                subscribeAll();
            }
        }
    }
}
