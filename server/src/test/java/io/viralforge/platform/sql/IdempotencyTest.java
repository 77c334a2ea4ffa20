package io.viralforge.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.testing.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private final TestServer server = TestServer.shared();
    private final Idempotency idempotency = server.bean(Idempotency.class);
    private final UUID studio = UUID.randomUUID();
    private final UUID actor = UUID.randomUUID();
    private final AtomicInteger actions = new AtomicInteger();

    @Test
    void aRepeatGetsTheFirstResult() {
        Outcome<UUID> first = once(request("key", Map.of("a", 1)));
        assertThat(once(request("key", Map.of("a", 1)))).isEqualTo(first);
        assertThat(actions).hasValue(1);
    }

    @Test
    void theSameKeyForAnotherRequestIsAConflict() {
        once(request("key", Map.of("a", 1)));
        assertThat(code(once(request("key", Map.of("a", 2))))).isEqualTo(UserErrorCode.CONFLICT);
        assertThat(actions).hasValue(1);
    }

    @Test
    void keysOfOthersAndOfOtherOperationsHaveNothingToDoWithIt() {
        Outcome<UUID> first = once(request("key", Map.of()));
        Outcome<UUID> elsewhere = once(Idempotency.Request.of(UUID.randomUUID(), actor, "jobSubmit", "key", Map.of()));
        Outcome<UUID> someone = once(Idempotency.Request.of(studio, UUID.randomUUID(), "jobSubmit", "key", Map.of()));
        Outcome<UUID> other = once(Idempotency.Request.of(studio, actor, "uploadStart", "key", Map.of()));
        assertThat(List.of(first, elsewhere, someone, other)).doesNotHaveDuplicates();
    }

    @Test
    void aRefusedOrFailedActionLeavesTheKeyFree() {
        Idempotency.Request request = request("key", Map.of());
        assertThat(code(run(request, () -> Outcome.refused(UserErrorCode.WRONG_STATE, "Not now."))))
                .isEqualTo(UserErrorCode.WRONG_STATE);
        assertThatThrownBy(() -> run(request, () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(once(request)).isInstanceOf(Outcome.Done.class);
        assertThat(actions).hasValue(1);
    }

    @Test
    void whoComesSecondWaitsForTheFirstAndGetsItsResult() throws Exception {
        Idempotency.Request request = request("key", Map.of());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome<UUID>> first = threads.submit(() -> run(request, () -> {
                begun.countDown();
                await(mayEnd);
                return act();
            }));
            await(begun);
            Future<Outcome<UUID>> second = threads.submit(() -> once(request));
            awaitBlocked();
            mayEnd.countDown();
            assertThat(second.get()).isEqualTo(first.get());
        }
        assertThat(actions).hasValue(1);
    }

    @Test
    void whoComesSecondActsWhenTheFirstWasRefused() throws Exception {
        Idempotency.Request request = request("key", Map.of());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome<UUID>> first = threads.submit(() -> run(request, () -> {
                begun.countDown();
                await(mayEnd);
                return Outcome.refused(UserErrorCode.WRONG_STATE, "Not now.");
            }));
            await(begun);
            Future<Outcome<UUID>> second = threads.submit(() -> once(request));
            awaitBlocked();
            mayEnd.countDown();
            assertThat(code(first.get())).isEqualTo(UserErrorCode.WRONG_STATE);
            assertThat(second.get()).isInstanceOf(Outcome.Done.class);
        }
    }

    @Test
    void whatIsNoKeyIsRefused() {
        assertThat(code(once(request("", Map.of())))).isEqualTo(UserErrorCode.OUT_OF_RANGE);
        assertThat(code(once(request("k".repeat(201), Map.of())))).isEqualTo(UserErrorCode.OUT_OF_RANGE);
        assertThat(code(once(request("a\u0000", Map.of())))).isEqualTo(UserErrorCode.INVALID);
        assertThat(code(once(request("a\uD800", Map.of())))).isEqualTo(UserErrorCode.INVALID);
        assertThat(once(request("k".repeat(200), Map.of()))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void oldKeysAreForgotten() {
        once(request("key", Map.of()));
        server.sql()
                .<Integer>inStudio(
                        studio, tx -> idempotency.purge(tx, Instant.now().plusSeconds(60)));
        once(request("key", Map.of("other", true)));
        assertThat(actions).hasValue(2);
    }

    private Idempotency.Request request(String key, Map<String, ?> arguments) {
        return Idempotency.Request.of(studio, actor, "jobSubmit", key, arguments);
    }

    private Outcome<UUID> once(Idempotency.Request request) {
        return run(request, this::act);
    }

    private Outcome<UUID> run(Idempotency.Request request, java.util.function.Supplier<Outcome<UUID>> action) {
        return server.sql().inStudio(request.studio(), tx -> idempotency.once(tx, request, action));
    }

    private Outcome<UUID> act() {
        actions.incrementAndGet();
        return Outcome.done(UUID.randomUUID());
    }

    private static UserErrorCode code(Outcome<UUID> outcome) {
        return switch (outcome) {
            case Outcome.Done<UUID> done -> throw new AssertionError(done);
            case Outcome.Refused<UUID> refused -> refused.errors().getFirst().code();
        };
    }

    /** Until Postgres says that a statement of this database waits for a lock. */
    private void awaitBlocked() {
        while (server.sql().<Integer>everywhere(tx -> tx.one("""
                        SELECT count(*)::int AS n FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """, row -> row.number("n"))) == 0) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
