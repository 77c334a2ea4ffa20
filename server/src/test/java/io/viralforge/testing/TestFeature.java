package io.viralforge.testing;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.events.Event;
import io.viralforge.platform.events.EventLog;
import io.viralforge.platform.events.Outbox;
import io.viralforge.platform.events.Ticks;
import io.viralforge.platform.events.Topic;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Loader;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Fields that let the transport be tested without any feature. */
@Singleton
@Requires(property = "viralforge.test-schema", value = "true")
public final class TestFeature implements GraphqlFeature {
    private static final String SDL = """
            extend type Query {
              testEcho(text: String, at: DateTime, length: Duration, big: Long, url: URL): TestEcho!
              testFailure(how: String!): String
              testSecret: String @scope(any: [MONEY, ADMIN])
              testTwice(name: String!): String
              testIsVirtual: Boolean!
            }
            extend type Mutation {
              testWrite(count: Int! = 1): Int! @scope(any: [CREATE])
              testTick(n: Int!): Boolean! @scope(any: [CREATE])
            }
            extend type Subscription {
              testEvents(after: String): TestEvent! @scope(any: [READ])
              testTicks: Int! @scope(any: [READ])
              testCount(to: Int!, failAt: Int): Int!
            }
            type TestEcho { text: String at: DateTime length: Duration big: Long url: URL self: TestEcho! missing: String }
            type TestEvent { cursor: String! n: Int! name: String }
            """;

    /** What {@code testEcho} answers; deliberately without an accessor for {@code missing}. */
    record TestEcho(
            @Nullable Object text,
            @Nullable Object at,
            @Nullable Object length,
            @Nullable Object big,
            @Nullable Object url) {
        public TestEcho self() {
            return this;
        }
    }

    private final Sql sql;
    private final Outbox outbox;
    private final EventLog log;
    private final Ticks ticks;

    /** How often the loader was asked. */
    public final AtomicInteger loads = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int counting;
    private final AtomicLong counted = new AtomicLong();

    TestFeature(Sql sql, Outbox outbox, EventLog log, Ticks ticks) {
        this.sql = sql;
        this.outbox = outbox;
        this.log = log;
        this.ticks = ticks;
    }

    @Override
    public String sdl() {
        return SDL;
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        return List.of(new Loader<String, String>("test.name", (actor, keys) -> {
            loads.incrementAndGet();
            Map<String, String> found = new HashMap<>();
            keys.forEach(key -> found.put(key, key + "!"));
            return found;
        }));
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                "Query",
                type -> type.dataFetcher("testEcho", TestFeature::echo)
                        .dataFetcher("testFailure", TestFeature::fail)
                        .dataFetcher("testSecret", env -> "gold")
                        .dataFetcher("testTwice", TestFeature::twice)
                        .dataFetcher(
                                "testIsVirtual", env -> Thread.currentThread().isVirtual()));
        wiring.type(
                "Mutation", type -> type.dataFetcher("testWrite", this::write).dataFetcher("testTick", this::tick));
        wiring.type(
                "Subscription",
                type -> type.dataFetcher("testEvents", this::events)
                        .dataFetcher("testTicks", this::ticks)
                        .dataFetcher("testCount", this::count));
        wiring.type(
                "TestEvent",
                type -> type.dataFetcher(
                                "n", env -> event(env).payload().get("n").asInt())
                        .dataFetcher("name", env -> name(env, "same")));
    }

    private static TestEcho echo(DataFetchingEnvironment env) {
        return new TestEcho(
                env.getArgument("text"),
                env.getArgument("at"),
                env.getArgument("length"),
                env.getArgument("big"),
                env.getArgument("url"));
    }

    private static Object fail(DataFetchingEnvironment env) {
        String how = Objects.requireNonNull(env.getArgument("how"));
        throw how.equals("INTERNAL")
                ? new IllegalStateException("jdbc:postgresql://secret-host")
                : new CodedException(ErrorCode.valueOf(how), "As you wish.");
    }

    /** A loader asked in the wake of another. */
    private static CompletableFuture<@Nullable String> twice(DataFetchingEnvironment env) {
        return name(env, Objects.requireNonNull(env.getArgument("name")))
                .thenCompose(name -> name(env, Objects.requireNonNull(name)));
    }

    private static CompletableFuture<@Nullable String> name(DataFetchingEnvironment env, String key) {
        return Objects.requireNonNull(env.<String, @Nullable String>getDataLoader("test.name"))
                .load(key);
    }

    private static Event event(DataFetchingEnvironment env) {
        return Objects.requireNonNull(env.getSource());
    }

    private int write(DataFetchingEnvironment env) {
        UUID studio = Caller.studio(env);
        int count = Objects.requireNonNull(env.<Integer>getArgument("count"));
        sql.doInStudio(studio, tx -> {
            for (int n = 0; n < count; n++) {
                outbox.write(tx, studio, Topic.JOB, studio, Map.of("n", n));
            }
        });
        return count;
    }

    private boolean tick(DataFetchingEnvironment env) {
        ticks.send(
                Ticks.studio("test", Caller.studio(env)),
                new UUID(0, 0),
                Map.of("n", Objects.requireNonNull(env.<Integer>getArgument("n"))));
        return true;
    }

    private Object events(DataFetchingEnvironment env) {
        return log.follow(Caller.studio(env), Topic.JOB, (Set<UUID>) null, env.getArgument("after"));
    }

    private Object ticks(DataFetchingEnvironment env) {
        return Flux.from(ticks.follow(Ticks.studio("test", Caller.studio(env))))
                .map(tick -> tick.payload().get("n").asInt());
    }

    private Object count(DataFetchingEnvironment env) {
        Integer failAt = env.getArgument("failAt");
        counted.set(0);
        return Flux.range(1, Objects.requireNonNull(env.<Integer>getArgument("to")))
                .map(n -> {
                    if (n.equals(failAt)) {
                        throw new CodedException(ErrorCode.CURSOR_EXPIRED, "No more.");
                    }
                    counted.set(n);
                    return n;
                })
                .doOnSubscribe(subscription -> count(1))
                .doFinally(signal -> count(-1));
    }

    private void count(int change) {
        lock.lock();
        try {
            counting += change;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many testCount streams run. */
    public void awaitCounting(int wanted) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(20);
            while (counting != wanted) {
                left = changed.awaitNanos(left);
                if (left <= 0) {
                    throw new AssertionError(counting + " streams run instead of " + wanted);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** How far testCount has come once it no longer moves. */
    public long countedWhenStalled() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long before = -1;
        long now = counted.get();
        while (before != now) {
            before = now;
            never.await(500, TimeUnit.MILLISECONDS);
            now = counted.get();
        }
        return now;
    }
}
