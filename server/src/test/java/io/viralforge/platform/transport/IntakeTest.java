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
    private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String PREFLIGHT = String.join(
            "\r\n",
            "OPTIONS /graphql HTTP/1.1",
            "Host: x",
            "Origin: https://elsewhere.example",
            "Access-Control-Request-Method: POST",
            "");
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final int LARGE = 200_000;
    private static final int STRANGERS = 20;
    private static final int NEWCOMERS = 100;
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                1, Map.of("viralforge.client-address-header", "X-Client", "viralforge.socket.init-timeout", "60s"));
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
            answer(talker);
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
    void whatHasNoLengthIsNotReadWithoutEndEither() throws IOException {
        try (Socket talker = connect()) {
            send(talker, POST + CHUNKED + "2dc6c0\r\n" + " ".repeat(3_000_000));
            assertThat(answer(talker)).startsWith("HTTP/1.1 413").contains("BAD_REQUEST");
        }
        try (Socket talker = connect()) {
            send(talker, "POST /nope HTTP/1.1\r\nHost: x\r\n" + CHUNKED + "2dc6c0\r\n");
            assertThat(answer(talker)).startsWith("HTTP/1.1 404");
            send(talker, " ".repeat(3_000_000));
            assertThat(talker.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whatComesAfterTheAnswerTakesNoRoom() throws IOException {
        Held held = server.bean(Held.class);
        Held.Room room = held.room("127.0.0.1");
        assertThat(room.take(held.mostOfOne())).isTrue();
        try {
            for (String request : List.of(
                    "POST /nope HTTP/1.1\r\nHost: x\r\n",
                    "POST /health/ready HTTP/1.1\r\nHost: x\r\n",
                    "GET /health/ready HTTP/1.1\r\nHost: x\r\n",
                    PREFLIGHT)) {
                try (Socket socket = connect()) {
                    send(socket, request + "Content-Length: " + LARGE + "\r\n\r\n");
                    assertThat(answer(socket)).startsWith("HTTP/1.1 ");
                    send(socket, " ".repeat(LARGE) + LIVE);
                    assertThat(answer(socket)).as(request).startsWith("HTTP/1.1 200");
                }
            }
            assertThat(heldBytes()).isEqualTo(held.mostOfOne());
        } finally {
            room.clear();
        }
    }

    @Test
    void whatCameBeforeIsAnsweredFirst() throws IOException {
        String body = "{\"query\":\"{ service { version } }\"}";
        try (Socket socket = connect()) {
            send(
                    socket,
                    POST + "Content-Length: " + body.length() + "\r\n\r\n" + body + POST
                            + "Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\n{\"a\":\"b\"}");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("version");
            assertThat(answer(socket)).startsWith("HTTP/1.1 415");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whoAsksWithoutReadingIsAnsweredEightTimes() throws IOException {
        String body = "{\"query\":\"{ service { version } }\"}";
        String request = POST + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        try (Socket socket = connect()) {
            send(socket, request.repeat(50));
            for (int i = 0; i < 8; i++) {
                assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("version");
            }
            assertThat(answer(socket)).startsWith("HTTP/1.1 429").contains("THROTTLED");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void bytesThatNobodyCanLookAtYetHaveALimitForAllTogether() throws IOException {
        Held held = server.bean(Held.class);
        List<Held.Room> others = new ArrayList<>();
        for (long left = held.most() - LARGE; left > 0; left -= held.mostOfOne()) {
            Held.Room room = held.room("192.0.2." + others.size());
            others.add(room);
            assertThat(room.take(Math.min(left, held.mostOfOne()))).isTrue();
        }
        try {
            try (Socket half = connect()) {
                send(half, POST + "Content-Length: " + LARGE + "\r\n\r\n" + " ".repeat(LARGE / 2));
                until(() -> heldBytes() == held.most() - LARGE / 2);
                assertThat(ask(large("198.51.100.1")))
                        .startsWith("HTTP/1.1 503")
                        .contains("UNAVAILABLE");
                assertThat(ask(LIVE)).startsWith("HTTP/1.1 200");
            }
            until(() -> heldBytes() == held.most() - LARGE);
            assertThat(ask(large("198.51.100.1"))).startsWith("HTTP/1.1 400").contains("BAD_REQUEST");
        } finally {
            others.forEach(Held.Room::clear);
        }
    }

    @Test
    void oneNetworkMayHoldAShareOfThemAndSmallThingsFindRoom() throws IOException {
        Held held = server.bean(Held.class);
        Held.Room room = held.room("192.0.2.1");
        assertThat(room.take(held.mostOfOne())).isTrue();
        try {
            assertThat(ask(large("192.0.2.1"))).startsWith("HTTP/1.1 503");
            assertThat(ask(large("192.0.2.2"))).startsWith("HTTP/1.1 400");
            String small = POST + "X-Client: 192.0.2.1\r\nContent-Length: 10000\r\n\r\n" + " ".repeat(10_000);
            assertThat(ask(small)).startsWith("HTTP/1.1 400");
            until(() -> heldBytes() == held.mostOfOne());
        } finally {
            room.clear();
        }
    }

    private static String large(String address) {
        return POST + "X-Client: " + address + "\r\nContent-Length: " + LARGE + "\r\n\r\n" + " ".repeat(LARGE);
    }

    /** Looks again after each answer of the server's, for as long as it takes to give some thousands. */
    private static void until(BooleanSupplier isSo) throws IOException {
        for (int i = 0; i < 5_000 && !isSo.getAsBoolean(); i++) {
            ask(LIVE);
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
    void soDoMessagesInPartsAndFramesThatAreNotWhole() throws IOException, InterruptedException {
        Held held = server.bean(Held.class);
        Map<String, String> member = Map.of(
                "X-Client", "192.0.2.3", "Authorization", "Bearer " + TestServer.token(server.newMember(Scope.READ)));
        Held.Room room = held.room("192.0.2.3");
        assertThat(room.take(held.mostOfOne() - 10_000)).isTrue();
        try (RawSocket socket = greeted(member)) {
            until(() -> heldBytes() == held.mostOfOne() - 10_000);
            socket.sendPart(" ".repeat(8_000));
            until(() -> heldBytes() > held.mostOfOne() - 10_000);
            socket.sendPart(" ".repeat(60_000));
            assertThat(socket.closeCode()).isEqualTo(1013);
        } finally {
            room.clear();
        }
        until(() -> heldBytes() == 0);
        try (Socket socket = connect()) {
            send(socket, UPGRADE);
            answer(socket);
            byte[] head = {(byte) 0x81, (byte) 0xfe, (byte) 0x20, 0, 0, 0, 0, 0};
            socket.getOutputStream().write(head);
            send(socket, " ".repeat(5_000));
            until(() -> heldBytes() == head.length + 5_000);
        }
        until(() -> heldBytes() == 0);
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

    @Test
    void whoHasNotSaidWhoTheyAreIsCountedFromTheOpening() throws InterruptedException {
        Map<String, String> there = Map.of("X-Client", "198.51.100.7");
        List<RawSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < NEWCOMERS; i++) {
                sockets.add(RawSocket.open(server.uri(), there));
            }
            RawSocket oneMore = RawSocket.open(server.uri(), there);
            sockets.add(oneMore);
            assertThat(oneMore.closeCode()).isEqualTo(1013);
            sockets.add(greeted(Map.of("X-Client", "198.51.100.8")));
            RawSocket first = sockets.getFirst();
            first.send("{\"type\":\"connection_init\"}");
            assertThat(first.next().get("type").asText()).isEqualTo("connection_ack");
            sockets.add(greeted(there));
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

    private static String ask(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return answer(socket);
        }
    }

    /** Its headers, and as much as they say comes after. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        read(socket, answer, () -> answer.indexOf("\r\n\r\n") >= 0);
        Matcher length = LENGTH.matcher(answer);
        int whole = answer.length() + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        read(socket, answer, () -> answer.length() == whole);
        return answer.toString();
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
