package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.storage.ObjectKey;
import io.viralforge.platform.storage.ObjectStore;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.RawSocket;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server's patience is a second here. That it is over is told by a connection that says nothing: it is cut then. */
class SlowClientsTest {
    private static final String POST = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    private static final String GET = "GET /health/live HTTP/1.1\r\nHost: x\r\n";
    private static final int BODY_BYTES = 40_000;
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(1, Map.of("viralforge.slow-client-patience", "1s", "viralforge.test-schema", true));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoSendsHeadersByteByByteIsCut() throws IOException {
        try (Socket socket = connect()) {
            send(socket, GET + "X-Slow: ");
            assertThatItIsCutWhileSending(socket);
        }
    }

    @Test
    void whoSendsABodyByteByByteIsCut() throws IOException {
        try (Socket socket = connect()) {
            send(socket, POST + "Content-Length: 100000\r\n\r\n");
            assertThatItIsCutWhileSending(socket);
        }
    }

    @Test
    void whoHasAskedProperlyAndThenSlowsDownIsCut() throws IOException {
        try (Socket socket = connect()) {
            send(socket, GET + "\r\n");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
            send(socket, "G");
            assertThatItIsCutWhileSending(socket);
        }
    }

    @Test
    void whoBeginsTheNextRequestWithTheLastIsWatchedToo() throws IOException {
        try (Socket socket = connect()) {
            send(socket, GET + "\r\n" + POST + "Content-Length: 100000\r\n\r\n");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whoIsSilentBetweenRequestsIsKept() throws IOException {
        try (Socket socket = connect()) {
            send(socket, GET + "\r\n");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
            waitUntilPatienceIsOver();
            waitUntilPatienceIsOver();
            send(socket, GET + "\r\n");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aBodyThatKeepsMovingMayTakeItsTime() throws IOException, InterruptedException {
        try (Socket socket = connect()) {
            send(socket, POST + "Content-Length: " + BODY_BYTES + "\r\n\r\n");
            sendSteadily(socket);
            assertThat(answer(socket)).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void aPartThatKeepsMovingMayTakeItsTime() throws IOException, InterruptedException {
        ObjectStore store = server.bean(ObjectStore.class);
        ObjectKey key = new ObjectKey(UUID.randomUUID(), UUID.randomUUID());
        String upload = store.start(key);
        URI part = store.signPart(key, upload, 1, BODY_BYTES, Duration.ofHours(1));
        try (Socket socket = connect()) {
            send(socket, "PUT " + part + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n");
            sendSteadily(socket);
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        }
        assertThat(store.parts(key, upload)).hasSize(1);
    }

    @Test
    void whoWaitsForAnAnswerIsNotSlow() {
        Actor.Member member = server.newMember(Scope.CREATE);
        CompletableFuture<GraphqlResponse> answer = server.sql().everywhere(tx -> {
            tx.update("LOCK TABLE outbox IN EXCLUSIVE MODE");
            CompletableFuture<GraphqlResponse> waiting = CompletableFuture.supplyAsync(
                    () -> server.ask(member, "mutation { testWrite }"), Thread::startVirtualThread);
            waitUntilPatienceIsOver();
            waitUntilPatienceIsOver();
            assertThat(waiting).isNotDone();
            return waiting;
        });
        assertThat(answer.orTimeout(20, TimeUnit.SECONDS)
                        .join()
                        .data()
                        .get("testWrite")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aSocketMayBeSilent() throws InterruptedException {
        try (RawSocket socket = RawSocket.open(server.uri(), Map.of())) {
            socket.send("{\"type\": \"connection_init\"}");
            assertThat(socket.next().get("type").asText()).isEqualTo("connection_ack");
            waitUntilPatienceIsOver();
            socket.send("{\"type\": \"ping\"}");
            assertThat(socket.next().get("type").asText()).isEqualTo("pong");
            waitUntilPatienceIsOver();
            waitUntilPatienceIsOver();
            socket.send("{\"type\": \"ping\"}");
            assertThat(socket.next().get("type").asText()).isEqualTo("pong");
        }
    }

    @Test
    void aMessageHasToBeFinished() throws InterruptedException {
        try (RawSocket socket = RawSocket.open(server.uri(), Map.of())) {
            socket.sendPart("{\"type\":");
            assertThat(socket.closeReason()).isEqualTo(SocketClose.TOO_LATE.reason());
        }
        try (RawSocket socket = RawSocket.open(server.uri(), Map.of())) {
            socket.sendPart("{\"type\":");
            socket.sendAnyway("\"ping\"}", true);
            assertThat(socket.next().get("type").asText()).isEqualTo("pong");
            waitUntilPatienceIsOver();
            waitUntilPatienceIsOver();
            socket.send("{\"type\":\"ping\"}");
            assertThat(socket.next().get("type").asText()).isEqualTo("pong");
        }
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(server.uri().getHost(), server.uri().getPort());
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The first bytes of an answer, all of it as the answers here are. */
    private static String answer(Socket socket) throws IOException {
        byte[] answer = new byte[4096];
        int count = socket.getInputStream().read(answer);
        return new String(answer, 0, Math.max(count, 0), StandardCharsets.US_ASCII);
    }

    private static void waitUntilPatienceIsOver() {
        try (Socket silent = connect()) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertThatItIsCutWhileSending(Socket socket) throws IOException {
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            var sending = clock.scheduleAtFixedRate(() -> trySend(socket, "a"), 50, 50, TimeUnit.MILLISECONDS);
            try {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            } catch (SocketException reset) {
                // As well cut: what was still on its way found nobody.
            } finally {
                sending.cancel(false);
            }
        }
    }

    /** Sends the body over two seconds. */
    private static void sendSteadily(Socket socket) throws InterruptedException {
        String piece = "a".repeat(BODY_BYTES / 40);
        CountDownLatch left = new CountDownLatch(40);
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            var sending = clock.scheduleAtFixedRate(
                    () -> {
                        if (left.getCount() > 0) {
                            trySend(socket, piece);
                            left.countDown();
                        }
                    },
                    50,
                    50,
                    TimeUnit.MILLISECONDS);
            assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
            sending.cancel(false);
        }
    }

    private static void trySend(Socket socket, String text) {
        try {
            send(socket, text);
        } catch (IOException cut) {
            // The reading side tells.
        }
    }
}
