package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.netty.websocket.WebSocketSessionRepository;
import io.micronaut.runtime.server.EmbeddedServer;
import io.netty.channel.Channel;
import io.viralforge.platform.graphql.Engine;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.RawSocket;
import io.viralforge.testing.RawStream;
import io.viralforge.testing.TestFeature;
import io.viralforge.testing.TestServer;
import io.viralforge.trace.Tracing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What clients are owed who ask and do not read. */
class OutflowTest {
    private static final String UPGRADE = String.join(
            "\r\n",
            "GET /graphql HTTP/1.1",
            "Host: x",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: graphql-transport-ws",
            "",
            "");
    /** What is sent of it and never read is a multiple of what the network's own buffers take. */
    private static final int FLOOD_BYTES = 64 << 20;

    private static final int MOST_OWED_BYTES = 1 << 20;
    private static final int NEWCOMERS = 100;
    private static final int PONGS = 800;
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                1,
                Map.of(
                        "viralforge.socket.init-timeout", "60s",
                        "viralforge.socket.ping-interval", "1s",
                        "micronaut.server.idle-timeout", "3s",
                        "viralforge.test-schema", true));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What the WebSocket protocol has answered by itself, and what ours has, of who has not said who they are. */
    @Test
    void whoAsksAndNeverReadsIsOwedLittleAndLetGo() {
        byte[] pings = pieces(frame(0x89, "x".repeat(125)));
        byte[] messages = pieces(frame(0x81, "{\"type\":\"ping\",\"payload\":{\"a\":\"" + "x".repeat(10_000) + "\"}}"));
        List<CompletableFuture<Void>> floods = Stream.of(pings, messages)
                .map(piece -> CompletableFuture.runAsync(() -> flood(piece), Thread::startVirtualThread))
                .toList();
        floods.forEach(flood -> flood.orTimeout(60, TimeUnit.SECONDS).join());
        until(() -> sockets() == 0);
    }

    private static void flood(byte[] piece) {
        long sent = 0;
        long mostOwed = 0;
        try (Socket socket = upgraded()) {
            while (sent < FLOOD_BYTES) {
                socket.getOutputStream().write(piece);
                sent += piece.length;
                mostOwed = Math.max(mostOwed, owed());
            }
        } catch (IOException letGo) {
            // As it should be.
        }
        assertThat(sent).isLessThan(FLOOD_BYTES);
        assertThat(mostOwed).isLessThan(MOST_OWED_BYTES);
    }

    @Test
    void whoReadsLateIsServedAllTheSame() throws InterruptedException {
        TestServer patient = TestServer.shared();
        Map<String, String> member =
                Map.of("Authorization", "Bearer " + TestServer.token(patient.newMember(Scope.READ)));
        String ping = "{\"type\":\"ping\",\"payload\":{\"a\":\"" + "x".repeat(50_000) + "\"}}";
        try (RawSocket socket = RawSocket.open(patient.uri(), member)) {
            socket.send("{\"type\":\"connection_init\"}");
            assertThat(socket.next().get("type").asText()).isEqualTo("connection_ack");
            socket.stopReading();
            CompletableFuture<Void> asking = CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < PONGS; i++) {
                            socket.send(ping);
                        }
                    },
                    Thread::startVirtualThread);
            until(() -> channels(patient).stream().anyMatch(channel -> !channel.isWritable()));
            socket.goOnReading();
            for (int i = 0; i < PONGS; i++) {
                assertThat(socket.next().get("type").asText()).isEqualTo("pong");
            }
            asking.join();
        }
    }

    /** That nothing moves either way is put up with for five minutes elsewhere, and for three seconds here. */
    @Test
    void aStreamThatNobodyReadsEnds() throws InterruptedException {
        TestFeature feature = server.bean(TestFeature.class);
        var log = new ListAppender<ILoggingEvent>();
        var micronaut = (Logger) LoggerFactory.getLogger("io.micronaut.http.server.netty.RoutingInBoundHandler");
        log.start();
        micronaut.addAppender(log);
        String endless = "subscription { testCount(to: 100000000) }";
        try (RawStream stream = RawStream.post(server.uri(), null, endless, Map.of())) {
            stream.next();
            stream.stopReading();
            feature.awaitCounting(1);
            feature.awaitCounting(0);
            assertThat(log.list)
                    .as("not an error for each event that did not go out")
                    .isEmpty();
        } finally {
            micronaut.detachAppender(log);
        }
    }

    /** Its close frame waits behind what is not read. */
    @Test
    void aSeatIsFreeOnceItsConnectionIsGone() {
        Callers callers = new Callers(1, 1);
        Conversation.Setting setting = new Conversation.Setting(
                server.bean(Engine.class),
                server.bean(Bearer.class),
                server.bean(Timers.class),
                server.bean(RequestIds.class),
                callers,
                server.bean(Tracing.class));
        List<Conversation> conversations = new ArrayList<>();
        for (int i = 0; i < NEWCOMERS; i++) {
            Conversation conversation = new Conversation(setting, new Deaf(), null, "192.0.2.1");
            conversations.add(conversation);
            assertThat(conversation.sit()).isTrue();
        }
        conversations.forEach(conversation -> conversation.close(SocketClose.GOING_AWAY));
        assertThat(callers.open("192.0.2.1")).isNull();
        conversations.forEach(Conversation::gone);
        assertThat(callers.open("192.0.2.1")).isNotNull();
    }

    private record Deaf() implements Wire {
        @Override
        public CompletionStage<?> send(String message) {
            return new CompletableFuture<>();
        }

        @Override
        public void ping() {}

        @Override
        public void close(int code, String reason) {}
    }

    private static List<Channel> channels(TestServer of) {
        return List.copyOf(((WebSocketSessionRepository) of.bean(EmbeddedServer.class)).getChannelGroup());
    }

    /** To the socket that is owed most, in bytes. */
    private static long owed() {
        return channels(server).stream()
                .mapToLong(Channel::bytesBeforeWritable)
                .max()
                .orElse(0);
    }

    private static double sockets() {
        return server.bean(MeterRegistry.class)
                .get("viralforge.sockets")
                .gauge()
                .value();
    }

    private static void until(BooleanSupplier isSo) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static Socket upgraded() throws IOException {
        Socket socket = new Socket(server.uri().getHost(), server.uri().getPort());
        socket.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
        BufferedReader answer =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(answer.readLine()).startsWith("HTTP/1.1 101");
        return socket;
    }

    /** A frame with a mask of zeros. */
    private static byte[] frame(int head, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(bytes.length + 8).put((byte) head);
        if (bytes.length <= 125) {
            frame.put((byte) (0x80 | bytes.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) bytes.length);
        }
        frame.putInt(0).put(bytes);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /** Many of them, to be sent at once. */
    private static byte[] pieces(byte[] frame) {
        ByteBuffer many = ByteBuffer.allocate(Math.max(1, (64 << 10) / frame.length) * frame.length);
        while (many.hasRemaining()) {
            many.put(frame);
        }
        return many.array();
    }
}
