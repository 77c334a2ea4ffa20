package io.viralforge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.client.FakeServer.Response;
import io.viralforge.types.cli.JobEvents;
import io.viralforge.types.cli.JobProgressTicks;
import io.viralforge.types.worker.WorkerSignals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static final ClientSettings QUICK = ClientSettings.usual()
            .withBackoff(new Backoff(Duration.ofMillis(5), Duration.ofMillis(20)))
            .withPatience(Duration.ofSeconds(5), Duration.ofSeconds(5))
            .withPing(Duration.ofMillis(300));

    private final FakeServer server = new FakeServer();
    private final AtomicInteger connections = new AtomicInteger();

    EventStreamTest() throws IOException {
        server.on("POST", "/graphql", request -> Response.json(200, "{\"data\":{\"events\":{\"cursor\":\"0\"}}}"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aDurableSubscriptionThatIsCutGoesOnAfterTheLastEventSeen() throws Exception {
        // A log of 40 events; every connection is cut after a few, in the middle of a frame.
        server.onSocket("/graphql", socket -> {
            var after = variables(socket.accept()).get("after");
            int from = after == null ? 0 : Integer.parseInt(after.toString());
            connections.incrementAndGet();
            for (int i = from + 1; i <= Math.min(from + 7, 40); i++) {
                socket.next(event(i));
            }
            socket.cut();
        });
        var seen = new ArrayList<Integer>();
        try (var client = client(QUICK);
                var events = client.subscribe(new JobEvents())) {
            while (seen.size() < 40) {
                var event = Objects.requireNonNull(events.next());
                seen.add(event.jobEvents().attempt());
            }
        }
        assertThat(seen)
                .isEqualTo(java.util.stream.IntStream.rangeClosed(1, 40).boxed().toList());
        assertThat(connections).hasValue(6);
    }

    @Test
    void aDurableSubscriptionThatIsCutBeforeItsFirstEventGoesOnFromWhereItBegan() throws Exception {
        var asked = new AtomicInteger();
        server.on("POST", "/graphql", request -> switch (asked.incrementAndGet()) {
            case 1 -> Response.status(503);
            case 2 -> Response.json(200, "{\"data\":{\"events\":{\"cursor\":\"17\"}}}");
            default -> Response.json(200, "{\"data\":{\"events\":{\"cursor\":\"99\"}}}");
        });
        server.onSocket("/graphql", socket -> {
            var after = variables(socket.accept()).get("after");
            if (connections.incrementAndGet() < 3) {
                socket.cut();
            } else {
                socket.next(event("17".equals(after) ? 18 : 0));
                socket.receive();
            }
        });
        try (var client = client(QUICK);
                var events = client.subscribe(new JobEvents())) {
            assertThat(Objects.requireNonNull(events.next()).jobEvents().attempt())
                    .isEqualTo(18);
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void aRefusedCursorIsFinal() throws Exception {
        server.on(
                "POST",
                "/graphql",
                request -> Response.json(
                        200,
                        "{\"data\":null,\"errors\":[{\"message\":\"No\",\"extensions\":{\"code\":\"FORBIDDEN\"}}]}"));
        try (var client = client(QUICK);
                var events = client.subscribe(new JobEvents())) {
            assertThatThrownBy(events::next)
                    .extracting(e -> ((GraphqlException) e).code())
                    .isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(events.isEnded()).isTrue();
        }
    }

    @Test
    void theCallersOwnCursorIsWhereItBegins() throws Exception {
        var payloads = new LinkedBlockingQueue<Map<String, @Nullable Object>>();
        server.onSocket("/graphql", socket -> {
            payloads.add(socket.accept());
            socket.receive();
        });
        try (var client = client(QUICK);
                var events = client.subscribe(new JobEvents().after("17"))) {
            events.next(Duration.ofMillis(50));
            var payload = payloads.take();
            assertThat(variables(payload)).containsEntry("after", "17");
            assertThat(payload).containsEntry("query", new JobEvents().document());
        }
    }

    @Test
    void aLossySubscriptionJustGoesOn() throws Exception {
        server.onSocket("/graphql", socket -> {
            socket.accept();
            socket.next("{\"workerSignals\":{\"kind\":\"WORK\"}}");
            socket.cut();
        });
        var connected = new AtomicInteger();
        try (var client = client(QUICK);
                var events = client.subscribe(new WorkerSignals(), connected::incrementAndGet)) {
            events.next();
            events.next();
            events.next();
        }
        assertThat(connected).hasValue(3);
    }

    @Test
    void aServerThatVanishesAndComesBackIsFoundAgain() throws Exception {
        var ready = new LinkedBlockingQueue<Boolean>();
        server.onSocket("/graphql", socket -> {
            socket.accept();
            ready.add(true);
            if (connections.incrementAndGet() > 1) {
                socket.next(event(1));
            }
            socket.receive();
        });
        try (var client = client(QUICK);
                var events = client.subscribe(new JobEvents())) {
            var event = CompletableFuture.supplyAsync(() -> uninterrupted(events), Thread::startVirtualThread);
            ready.take();
            server.vanish();
            server.comeBack();
            assertThat(event.get(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void anEventSplitOverFramesAndWithWideCharactersIsRead() throws Exception {
        var name = "å".repeat(70_000);
        server.onSocket("/graphql", socket -> {
            socket.accept();
            socket.next("{\"jobProgress\":{\"jobId\":\"" + name
                    + "\",\"attempt\":1,\"progress\":{\"stage\":\"RENDER\",\"fraction\":0.5,\"remaining\":null}}}");
            socket.receive();
        });
        try (var client = client(QUICK);
                var events = client.subscribe(new JobProgressTicks())) {
            var tick = Objects.requireNonNull(events.next());
            assertThat(tick.jobProgress().jobId()).isEqualTo(name);
        }
    }

    @Test
    void completeEndsTheStream() throws Exception {
        server.onSocket("/graphql", socket -> {
            socket.accept();
            socket.next(event(1));
            socket.send("{\"id\":\"1\",\"type\":\"complete\"}");
            socket.receive();
        });
        try (var client = client(QUICK);
                var events = client.subscribe(new JobEvents())) {
            assertThat(events.next()).isNotNull();
            assertThat(events.next()).isNull();
            assertThat(events.isEnded()).isTrue();
        }
    }

    @Test
    void anErrorOfTheSubscriptionIsFinalWithItsCode() throws Exception {
        server.onSocket("/graphql", socket -> {
            socket.accept();
            connections.incrementAndGet();
            socket.send("{\"id\":\"1\",\"type\":\"error\",\"payload\":[{\"message\":\"Too old\","
                    + "\"extensions\":{\"code\":\"CURSOR_EXPIRED\"}}]}");
            socket.receive();
        });
        try (var client = client(QUICK);
                var events = client.subscribe(new JobEvents().after("1"))) {
            assertThatThrownBy(events::next)
                    .isInstanceOf(GraphqlException.class)
                    .extracting(e -> ((GraphqlException) e).code())
                    .isEqualTo(ErrorCode.CURSOR_EXPIRED);
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void aPassingErrorOfTheSubscriptionIsTriedAgain() throws Exception {
        server.onSocket("/graphql", socket -> {
            socket.accept();
            if (connections.incrementAndGet() < 3) {
                socket.send("{\"id\":\"1\",\"type\":\"error\",\"payload\":[{\"message\":\"Later\","
                        + "\"extensions\":{\"code\":\"UNAVAILABLE\"}}]}");
            } else {
                socket.next(event(1));
            }
            socket.receive();
        });
        try (var client = client(QUICK);
                var events = client.subscribe(new JobEvents())) {
            assertThat(events.next()).isNotNull();
        }
    }

    @Test
    void refusedIsFinalAndEveryOtherCloseIsNot() throws Exception {
        var code = new AtomicInteger();
        server.onSocket("/graphql", socket -> {
            socket.receive();
            connections.incrementAndGet();
            socket.close(code.get(), "because");
        });
        try (var client = client(QUICK.withPatience(Duration.ZERO, Duration.ofMillis(100)))) {
            for (int last : new int[] {4400, 4401, 4403}) {
                connections.set(0);
                code.set(last);
                assertThatThrownBy(() -> client.subscribe(new JobEvents()).next())
                        .isInstanceOf(last == 4400 ? GraphqlException.class : UnauthenticatedException.class)
                        .hasMessageContaining("because (code " + last + ")");
                assertThat(connections).hasValue(1);
            }
            for (int passing : new int[] {1001, 1011, 1013, 4408, 4429, 4500}) {
                connections.set(0);
                code.set(passing);
                assertThatThrownBy(() -> client.subscribe(new JobEvents()).next())
                        .isInstanceOf(UnreachableException.class);
                assertThat(connections).hasValueGreaterThan(1);
            }
        }
    }

    @Test
    void aRefusedTokenIsTradedAndTheStreamGoesOn() throws Exception {
        var token = new AtomicReference<>("old");
        server.onSocket("/graphql", socket -> {
            if ("Bearer new".equals(socket.header("authorization"))) {
                assertThat(variables(socket.accept())).containsEntry("after", "1");
                socket.next(event(2));
                socket.receive();
                return;
            }
            socket.accept();
            socket.next(event(1));
            socket.close(4403, "Forbidden: token expired");
        });
        var tokens = new TokenSource() {
            @Override
            public @Nullable String token() {
                return token.get();
            }

            @Override
            public @Nullable String refresh(@Nullable String refused) {
                token.set("new");
                return "new";
            }
        };
        try (var client = new GraphqlClient(server.uri("/graphql"), tokens, QUICK);
                var events = client.subscribe(new JobEvents())) {
            assertThat(events.next()).isNotNull();
            var second = Objects.requireNonNull(events.next());
            assertThat(second.jobEvents().attempt()).isEqualTo(2);
        }
    }

    @Test
    void aRefusedUpgradeIsFinal() throws Exception {
        server.on("GET", "/graphql", request -> Response.status(401));
        try (var client = client(QUICK)) {
            assertThatThrownBy(() -> client.subscribe(new JobEvents()).next())
                    .isInstanceOf(UnauthenticatedException.class);
            server.on("GET", "/graphql", request -> Response.status(403));
            assertThatThrownBy(() -> client.subscribe(new JobEvents()).next())
                    .extracting(e -> ((GraphqlException) e).code())
                    .isEqualTo(ErrorCode.FORBIDDEN);
        }
    }

    @Test
    void aSilentServerIsPingedAndThenGivenUp() throws Exception {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        server.onSocket("/graphql", socket -> {
            socket.accept();
            if (connections.incrementAndGet() == 1) {
                for (var message = socket.receive(); message != null; message = socket.receive()) {
                    heard.add(String.valueOf(message.get("type")));
                }
            } else {
                socket.next(event(1));
                socket.receive();
            }
        });
        try (var client = client(QUICK.withPing(Duration.ofMillis(50)));
                var events = client.subscribe(new JobEvents())) {
            assertThat(events.next()).isNotNull();
        }
        assertThat(heard).contains("ping");
        assertThat(connections).hasValue(2);
    }

    @Test
    void aPingOfTheServerIsAnswered() throws Exception {
        var answered = new CompletableFuture<Object>();
        server.onSocket("/graphql", socket -> {
            socket.accept();
            socket.send("{\"type\":\"ping\"}");
            var message = socket.receive();
            answered.complete(message == null ? "nothing" : String.valueOf(message.get("type")));
            socket.receive();
        });
        try (var client = client(QUICK);
                var events = client.subscribe(new JobEvents())) {
            events.next(Duration.ofMillis(200));
            assertThat(answered.get(5, TimeUnit.SECONDS)).isEqualTo("pong");
        }
    }

    @Test
    void closingSaysGoodbyeAndWakesTheReader() throws Exception {
        var goodbye = new CompletableFuture<Object>();
        var ready = new CountDownLatch(1);
        server.onSocket("/graphql", socket -> {
            socket.accept();
            ready.countDown();
            var message = socket.receive();
            goodbye.complete(message == null ? "nothing" : String.valueOf(message.get("type")));
            assertThat(socket.receive()).isNull();
        });
        try (var client = client(QUICK)) {
            var events = client.subscribe(new JobEvents());
            var reader = CompletableFuture.supplyAsync(
                    () -> uninterrupted(events) == null ? "ended" : "event", Thread::startVirtualThread);
            ready.await();
            events.close();
            assertThat(reader.get(5, TimeUnit.SECONDS)).isEqualTo("ended");
            assertThat(goodbye.get(5, TimeUnit.SECONDS)).isEqualTo("complete");
        }
    }

    @Test
    void closingTheClientWakesTheReader() throws Exception {
        var ready = new CountDownLatch(1);
        server.onSocket("/graphql", socket -> {
            socket.accept();
            ready.countDown();
            socket.receive();
        });
        var client = client(QUICK);
        var events = client.subscribe(new JobEvents());
        var reader = CompletableFuture.supplyAsync(() -> uninterrupted(events), Thread::startVirtualThread);
        ready.await();
        client.close();
        assertThatThrownBy(() -> reader.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(GraphqlException.class);
    }

    @Test
    void aSlowReaderHoldsTheServerBackAndMissesNothing() throws Exception {
        int count = 2_000;
        server.onSocket("/graphql", socket -> {
            socket.accept();
            for (int i = 1; i <= count; i++) {
                socket.next(event(i));
            }
            socket.receive();
        });
        try (var client = client(QUICK.withPing(Duration.ofSeconds(10)));
                var events = client.subscribe(new JobEvents())) {
            for (int i = 1; i <= count; i++) {
                var event = Objects.requireNonNull(events.next());
                assertThat(event.jobEvents().attempt()).isEqualTo(i);
            }
        }
    }

    private GraphqlClient client(ClientSettings settings) {
        return new GraphqlClient(server.uri("/graphql"), TokenSource.of("t"), settings);
    }

    private static <D> @Nullable D uninterrupted(EventStream<D> events) {
        try {
            return events.next();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, @Nullable Object> variables(Map<String, @Nullable Object> payload) {
        return Json.asObject(Objects.requireNonNull(payload.get("variables")));
    }

    private static String event(int number) {
        return "{\"jobEvents\":{\"cursor\":\"" + number + "\",\"at\":\"2026-01-01T00:00:00Z\",\"state\":\"RUNNING\","
                + "\"attempt\":" + number + ",\"job\":null}}";
    }
}
