package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.RawSocket;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What strangers may bring, and hold. */
class IntakeTest {
    private static final String POST = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    private static final String UPGRADE = String.join(
            "\r\n",
            "GET /graphql HTTP/1.1",
            "Host: x",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: graphql-transport-ws",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
            "",
            "");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private static final int STRANGERS = 20;
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void noFrameIsInflated() throws IOException {
        assertThat(ask(UPGRADE)).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("sec-websocket-extensions");
    }

    @Test
    void noBodyIsInflated() throws IOException {
        assertThat(ask(POST + "Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\n{\"a\":\"b\"}"))
                .startsWith("HTTP/1.1 415")
                .contains("BAD_REQUEST");
    }

    @Test
    void whatIsTooLargeIsNotReadAtAll() throws IOException {
        assertThat(ask(POST + "Content-Length: 2097153\r\n\r\n"))
                .startsWith("HTTP/1.1 413")
                .contains("BAD_REQUEST");
    }

    @Test
    void whoIsTurnedAwayWhileTalkingHearsWhy() throws IOException {
        try (Socket talker = connect()) {
            send(talker, POST + "Content-Length: 3000000\r\n\r\n");
            assertThat(answerWhileTalking(talker)).startsWith("HTTP/1.1 413");
        }
        try (Socket talker = connect()) {
            send(talker, UPGRADE);
            StringBuilder answer = new StringBuilder();
            read(talker, answer, () -> answer.indexOf("\r\n\r\n") >= 0);
            byte[] head = {(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0, 0x2d, (byte) 0xc6, (byte) 0xc0, 0, 0, 0, 0};
            talker.getOutputStream().write(head);
            assertThat(answerWhileTalking(talker))
                    .as("close frame, 1009")
                    .startsWith("\u0088")
                    .contains("\u0003\u00f1");
        }
    }

    /** The answer to who goes on talking after its first byte. */
    private static String answerWhileTalking(Socket talker) throws IOException {
        StringBuilder answer = new StringBuilder();
        send(talker, " ".repeat(1_000));
        read(talker, answer, () -> !answer.isEmpty());
        for (int i = 0; i < 20; i++) {
            send(talker, " ".repeat(100_000));
        }
        return answer + new String(talker.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void smallThingsInGreatNumberAreRefused() {
        GraphqlResponse response =
                server.ask(null, "{ service { version } }", Map.of("a", Collections.nCopies(40_000, Map.of("", 1.5))));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body().toString()).contains("too many values");
    }

    @Test
    void aNumberWithoutEndIsNotReckonedWith() {
        for (String number : List.of("7".repeat(190_000), "-" + "7".repeat(190_000), "1e" + "7".repeat(190_000))) {
            GraphqlResponse response = server.ask(null, "{ jobs(first: " + number + ") { nodes { id } } }");
            assertThat(response.body().toString())
                    .contains("more than 40 characters")
                    .hasSizeLessThan(1_000);
        }
        assertThat(server.ask(null, "{ jobs(first: \"" + "7".repeat(100_000) + "\") { nodes { id } } }")
                        .body()
                        .toString())
                .as("what is wrong is not sent back whole")
                .hasSizeLessThan(3_000);
    }

    @Test
    void bytesThatNobodyCanLookAtYetHaveALimitForAllTogether() throws IOException {
        Held held = server.bean(Held.class);
        int large = 200_000;
        String other = POST + "Content-Length: " + large + "\r\n\r\n" + " ".repeat(large);
        assertThat(held.take(held.most() - large)).isTrue();
        try {
            try (Socket half = connect()) {
                send(half, POST + "Content-Length: " + large + "\r\n\r\n" + " ".repeat(large / 2));
                until(() -> heldBytes() == held.most() - large / 2);
                assertThat(ask(other)).startsWith("HTTP/1.1 503").contains("UNAVAILABLE");
            }
            until(() -> heldBytes() == held.most() - large);
            assertThat(ask(other)).startsWith("HTTP/1.1 400").contains("BAD_REQUEST");
        } finally {
            held.give(held.most() - large);
        }
    }

    /** Looks again after each answer of the server's, for as long as it takes to give some thousands. */
    private static void until(BooleanSupplier isSo) throws IOException {
        for (int i = 0; i < 5_000 && !isSo.getAsBoolean(); i++) {
            ask("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        assertThat(isSo.getAsBoolean()).isTrue();
    }

    private static long heldBytes() {
        return (long) server.bean(MeterRegistry.class)
                .get("viralforge.http.held.bytes")
                .gauge()
                .value();
    }

    @Test
    void soDoMessagesInParts() throws InterruptedException {
        Held held = server.bean(Held.class);
        Map<String, String> member =
                Map.of("Authorization", "Bearer " + TestServer.token(server.newMember(Scope.READ)));
        assertThat(held.take(held.most() - 10_000)).isTrue();
        try (RawSocket socket = RawSocket.open(server.uri(), member)) {
            socket.sendPart(" ".repeat(20_000));
            assertThat(socket.closeCode()).isEqualTo(1013);
        } finally {
            held.give(held.most() - 10_000);
        }
    }

    @Test
    void strangersHaveFewSocketsAndSaySmallThings() throws InterruptedException {
        List<RawSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < STRANGERS; i++) {
                sockets.add(greeted(Map.of()));
            }
            RawSocket oneMore = RawSocket.open(server.uri(), Map.of());
            sockets.add(oneMore);
            oneMore.send("{\"type\":\"connection_init\"}");
            assertThat(oneMore.closeCode()).isEqualTo(1013);
            RawSocket first = sockets.getFirst();
            first.send("{\"type\":\"ping\",\"payload\":{\"a\":\"" + "x".repeat(20_000) + "\"}}");
            assertThat(first.closeCode()).isEqualTo(1009);
            String token = "Bearer " + TestServer.token(server.newMember(Scope.READ));
            RawSocket member = greeted(Map.of("Authorization", token));
            sockets.add(member);
            member.send("{\"type\":\"ping\",\"payload\":{\"a\":\"" + "x".repeat(20_000) + "\"}}");
            assertThat(member.next().get("type").asText()).isEqualTo("pong");
        } finally {
            sockets.forEach(RawSocket::close);
        }
    }

    private static RawSocket greeted(Map<String, String> headers) throws InterruptedException {
        RawSocket socket = RawSocket.open(server.uri(), headers);
        socket.send("{\"type\":\"connection_init\"}");
        assertThat(socket.next().get("type").asText()).isEqualTo("connection_ack");
        return socket;
    }

    /** The answer: its headers, and as much as they say comes after. */
    private static String ask(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            StringBuilder answer = new StringBuilder();
            read(socket, answer, () -> answer.indexOf("\r\n\r\n") >= 0);
            Matcher length = LENGTH.matcher(answer);
            int whole = answer.length() + (length.find() ? Integer.parseInt(length.group(1)) : 0);
            read(socket, answer, () -> answer.length() == whole);
            return answer.toString();
        }
    }

    private static void read(Socket socket, StringBuilder answer, BooleanSupplier isEnough) throws IOException {
        while (!isEnough.getAsBoolean()) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new AssertionError("cut after: " + answer);
            }
            answer.append((char) next);
        }
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(server.uri().getHost(), server.uri().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
