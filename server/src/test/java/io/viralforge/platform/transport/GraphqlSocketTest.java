package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.RawSocket;
import io.viralforge.testing.TestFeature;
import io.viralforge.testing.TestServer;
import java.net.http.WebSocketHandshakeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The protocol word by word; what npm's client makes of it is in {@link GraphqlWsClientTest}. */
class GraphqlSocketTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                1,
                Map.of(
                        "viralforge.test-schema", true,
                        "viralforge.socket.init-timeout", "3s",
                        "viralforge.socket.ping-interval", "2s",
                        "viralforge.allowed-origins", "http://localhost:9999"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whatIsNoMessageClosesTheSocket() throws InterruptedException {
        for (String nonsense : new String[] {
            "x", "[]", "{}", "{\"type\": 7}", "{\"type\": \"dance\"}", "{\"type\": \"connection_init\", \"payload\": 7}"
        }) {
            try (RawSocket socket = open(null)) {
                socket.send(nonsense);
                assertThat(socket.closeCode()).as(nonsense).isEqualTo(4400);
            }
        }
        try (RawSocket socket = initialised(null)) {
            socket.send("{\"type\": \"subscribe\", \"id\": \"1\"}");
            assertThat(socket.closeCode()).isEqualTo(4400);
        }
        try (RawSocket socket = initialised(null)) {
            socket.send("{\"type\": \"subscribe\", \"payload\": {\"query\": \"{ __typename }\"}}");
            assertThat(socket.closeCode()).isEqualTo(4400);
        }
    }

    @Test
    void whoSubscribesBeforeTheHandshakeIsUnauthorized() throws InterruptedException {
        try (RawSocket socket = open(null)) {
            socket.send(subscribe("1", "{ __typename }"));
            assertThat(socket.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void whoNeverInitialisesIsLetGo() throws InterruptedException {
        try (RawSocket socket = open(null)) {
            assertThat(socket.closeCode()).isEqualTo(4408);
        }
    }

    @Test
    void whoInitialisesTwiceIsLetGo() throws InterruptedException {
        try (RawSocket socket = initialised(null)) {
            socket.send("{\"type\": \"connection_init\"}");
            assertThat(socket.closeCode()).isEqualTo(4429);
        }
    }

    @Test
    void anInvalidTokenIsForbidden() throws InterruptedException {
        try (RawSocket socket = open(null)) {
            socket.send("{\"type\": \"connection_init\", \"payload\": {\"Authorization\": \"Bearer nonsense\"}}");
            assertThat(socket.closeCode()).isEqualTo(4403);
        }
        try (RawSocket socket = RawSocket.open(server.uri(), Map.of("Authorization", "Bearer nonsense"))) {
            socket.send("{\"type\": \"connection_init\"}");
            assertThat(socket.closeCode()).isEqualTo(4403);
        }
    }

    @Test
    void aTokenMayComeWithTheUpgrade() throws InterruptedException {
        Actor.Member member = server.newMember(Scope.MONEY);
        try (RawSocket socket =
                RawSocket.open(server.uri(), Map.of("Authorization", "Bearer " + TestServer.token(member)))) {
            socket.send("{\"type\": \"connection_init\"}");
            assertThat(socket.next().get("type").asText()).isEqualTo("connection_ack");
            socket.send(subscribe("1", "{ testSecret }"));
            assertThat(socket.next().at("/payload/data/testSecret").asText()).isEqualTo("gold");
            assertThat(socket.next().get("type").asText()).isEqualTo("complete");
        }
    }

    @Test
    void anIdMayNotBeUsedTwiceAtATimeButAgainAfterwards() throws InterruptedException {
        try (RawSocket socket = initialised(null)) {
            socket.send(subscribe("1", "{ __typename }"));
            assertThat(socket.next().get("type").asText()).isEqualTo("next");
            assertThat(socket.next().get("type").asText()).isEqualTo("complete");
            socket.send(subscribe("1", "{ __typename }"));
            assertThat(socket.next().get("type").asText()).isEqualTo("next");
        }
        Actor.Member member = server.newMember(Scope.READ);
        try (RawSocket socket = initialised(TestServer.token(member))) {
            socket.send(subscribe("1", "subscription { testTicks }"));
            socket.send(subscribe("1", "{ __typename }"));
            assertThat(socket.closeCode()).isEqualTo(4409);
        }
    }

    @Test
    void idsOfOneSocketAreNothingToAnother() throws InterruptedException {
        Actor.Member member = server.newMember(Scope.READ, Scope.CREATE);
        try (RawSocket one = initialised(TestServer.token(member));
                RawSocket other = initialised(TestServer.token(member))) {
            one.send(subscribe("1", "subscription { testEvents { n } }"));
            other.send(subscribe("1", "subscription { testEvents { n } }"));
            other.send("{\"type\": \"complete\", \"id\": \"1\"}");
            other.send(subscribe("2", "{ __typename }"));
            assertThat(other.next().get("id").asText()).isEqualTo("2");
            one.send(subscribe("2", "mutation { testWrite }"));
            JsonNode first = one.next();
            JsonNode second = one.next();
            JsonNode third = one.next();
            assertThat(first + " " + second + " " + third).contains("\"testEvents\":{\"n\":0}");
        }
    }

    @Test
    void whatHappensBeforeASubscriptionIsThereComesAllTheSame() throws InterruptedException {
        Actor.Member member = server.newMember(Scope.READ, Scope.CREATE);
        String cursor = server.data(member, "{ events { cursor } }")
                .at("/events/cursor")
                .asText();
        server.data(member, "mutation { testWrite }");
        try (RawSocket socket = initialised(TestServer.token(member))) {
            socket.send(subscribe("1", "subscription { testEvents(after: \\\"%s\\\") { n } }".formatted(cursor)));
            assertThat(socket.next().at("/payload/data/testEvents/n").asInt()).isZero();
        }
    }

    @Test
    void atMostAHundredOperationsRunAtATime() throws InterruptedException {
        Actor.Member member = server.newMember(Scope.READ);
        try (RawSocket socket = initialised(TestServer.token(member))) {
            for (int i = 0; i <= 100; i++) {
                socket.send(subscribe("s" + i, "subscription { testTicks }"));
            }
            JsonNode refusal = socket.next();
            assertThat(refusal.get("type").asText()).isEqualTo("error");
            assertThat(refusal.at("/payload/0/extensions/code").asText()).isEqualTo("THROTTLED");
        }
    }

    @Test
    void theSocketOfAnExpiredTokenIsClosedSoThatClientsComeBackWithANewOne() throws InterruptedException {
        Actor.Member member = server.newMember(Scope.READ);
        String token = TestServer.token(member, Instant.now().plus(1, ChronoUnit.SECONDS));
        try (RawSocket socket = initialised(token)) {
            socket.send(subscribe("1", "subscription { testTicks }"));
            assertThat(socket.closeCode()).isEqualTo(4403);
            assertThat(socket.closeReason()).contains("expired");
        }
    }

    @Test
    void pagesOfOtherSitesAreTurnedAway() {
        for (String origin : new String[] {"https://evil.example", "null", "http://localhost:1"}) {
            assertThatThrownBy(() -> RawSocket.open(server.uri(), Map.of("Origin", origin)))
                    .as(origin)
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refusal -> assertThat(refusal.getResponse().statusCode())
                                    .isEqualTo(403));
        }
        for (String origin : new String[] {server.uri().toString(), "http://localhost:9999"}) {
            assertThatCode(() -> RawSocket.open(server.uri(), Map.of("Origin", origin))
                            .close())
                    .as(origin)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aSocketWithoutTheProtocolIsClosed() throws InterruptedException {
        try (RawSocket socket = RawSocket.openWithout(server.uri())) {
            assertThat(socket.closeCode()).isEqualTo(4406);
        }
    }

    @Test
    void aMessageThatIsTooLongEndsTheSocketWhetherInOnePieceOrMany() throws InterruptedException {
        try (RawSocket socket = initialised(null)) {
            socket.send("{\"type\": \"ping\", \"payload\": {\"x\": \"" + "x".repeat(300_000) + "\"}}");
            assertThat(socket.closeCode()).isEqualTo(1009);
        }
        try (RawSocket socket = initialised(null)) {
            for (int i = 0; i < 10; i++) {
                socket.sendPart("x".repeat(50_000));
            }
            assertThat(socket.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void pingsAreAnsweredAndSocketsThatAnswerPingsLive() throws InterruptedException {
        try (RawSocket socket = initialised(null)) {
            socket.send("{\"type\": \"ping\", \"payload\": {\"a\": 1}}");
            JsonNode pong = socket.next();
            assertThat(pong.get("type").asText()).isEqualTo("pong");
            assertThat(pong.at("/payload/a").asInt()).isEqualTo(1);
            assertThat(socket.pings(2)).isTrue();
            socket.send(subscribe("1", "{ __typename }"));
            assertThat(socket.next().get("type").asText()).isEqualTo("next");
        }
    }

    @Test
    void whatRunsForASocketEndsWithIt() throws InterruptedException {
        TestFeature feature = server.bean(TestFeature.class);
        try (RawSocket socket = initialised(null)) {
            socket.stopReading();
            socket.send(subscribe("1", "subscription { testCount(to: 100000000) }"));
            feature.awaitCounting(1);
            socket.abort();
        }
        feature.awaitCounting(0);
        try (RawSocket socket = initialised(null)) {
            socket.send(subscribe("1", "subscription { testCount(to: 100000000) }"));
            feature.awaitCounting(1);
            socket.send("{\"type\": \"complete\", \"id\": \"1\"}");
            feature.awaitCounting(0);
        }
    }

    @Test
    void aReaderThatDoesNotReadStopsTheSourceInsteadOfFillingMemory() throws InterruptedException {
        TestFeature feature = server.bean(TestFeature.class);
        try (RawSocket socket = initialised(null)) {
            socket.stopReading();
            socket.send(subscribe("1", "subscription { testCount(to: 100000000) }"));
            feature.awaitCounting(1);
            assertThat(feature.countedWhenStalled()).isLessThan(5_000_000);
        }
        feature.awaitCounting(0);
    }

    private static RawSocket open(@org.jspecify.annotations.Nullable String token) {
        return RawSocket.open(server.uri(), token == null ? Map.of() : Map.of("Authorization", "Bearer " + token));
    }

    private static RawSocket initialised(@org.jspecify.annotations.Nullable String token) throws InterruptedException {
        RawSocket socket = open(token);
        socket.send("{\"type\": \"connection_init\"}");
        assertThat(socket.next().get("type").asText()).isEqualTo("connection_ack");
        return socket;
    }

    private static String subscribe(String id, String query) {
        return "{\"type\": \"subscribe\", \"id\": \"%s\", \"payload\": {\"query\": \"%s\"}}".formatted(id, query);
    }
}
