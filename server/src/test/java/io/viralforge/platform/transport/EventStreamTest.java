package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.RawStream;
import io.viralforge.testing.TestFeature;
import io.viralforge.testing.TestServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static final String EVENTS = "subscription { testEvents { n } }";
    private static final String COUNT = "subscription { testCount(to: 100000000) }";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(2, Map.of("viralforge.test-schema", true, "viralforge.stream.most-per-actor", 2));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aStreamOpensWithAComment2KbLongAndIsNeitherKeptNorHeldBackNorCompressed() throws InterruptedException {
        try (RawStream stream = RawStream.get(
                server.uri(),
                null,
                "subscription { testCount(to: 2) }",
                Map.of("Accept-Encoding", "gzip, br, deflate"))) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
            assertThat(stream.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(stream.headers().firstValue("X-Accel-Buffering")).contains("no");
            assertThat(stream.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(stream.comment()).hasSizeGreaterThanOrEqualTo(2_048).isBlank();
            assertThat(stream.next().at("/data/testCount").asInt()).isEqualTo(1);
            assertThat(stream.next().at("/data/testCount").asInt()).isEqualTo(2);
            assertThat(stream.next()).isEqualTo(new RawStream.Event("complete", null, null));
            assertThat(stream.isEnded()).isTrue();
        }
    }

    @Test
    void queriesAndMutationsAreAnsweredByOneEvent() throws InterruptedException {
        Actor.Member member = server.newMember(Scope.CREATE);
        assertThat(only(member, "{ testIsVirtual }").at("/data/testIsVirtual").asBoolean())
                .isTrue();
        assertThat(only(member, "mutation { testWrite(count: 3) }")
                        .at("/data/testWrite")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void whatIsWrongWithAnOperationComesAsAnEventAndWhatIsWrongWithTheRequestAsAStatus() throws InterruptedException {
        for (String query : List.of("{", "{ nothing }", EVENTS, "{ testFailure(how: \"NOT_FOUND\") nothing }")) {
            assertThat(only(null, query).at("/errors/0/extensions/code").asText())
                    .as(query)
                    .isIn("BAD_REQUEST", "UNAUTHENTICATED");
        }
        try (RawStream late = open(null, "subscription { testCount(to: 5, failAt: 2) }", Map.of())) {
            assertThat(late.next().at("/data/testCount").asInt()).isEqualTo(1);
            assertThat(late.next().at("/errors/0/extensions/code").asText()).isEqualTo("CURSOR_EXPIRED");
            assertThat(late.next().name()).isEqualTo("complete");
        }
        Actor.Member member = server.newMember(Scope.READ);
        try (RawStream odd = open(member, EVENTS, Map.of("Last-Event-ID", "nonsense"))) {
            assertThat(odd.next().at("/errors/0/extensions/code").asText()).isEqualTo("BAD_REQUEST");
        }
        try (RawStream forged = open(null, EVENTS, Map.of("Authorization", "Bearer x"))) {
            assertThat(forged.status()).isEqualTo(401);
        }
    }

    @Test
    void aDurableStreamGoesOnAfterTheLastIdOnTheOtherReplicaWithoutGapOrRepeat() throws InterruptedException {
        Actor.Member member = server.newMember(Scope.READ, Scope.CREATE);
        List<Integer> seen = new ArrayList<>();
        String last = null;
        try (RawStream first = open(member, EVENTS, Map.of())) {
            first.comment();
            // Whether it is joined already nobody can tell, so the first event is written until it is seen.
            server.data(member, "mutation { testWrite(count: 1) }");
            RawStream.Event event = first.next();
            last = event.id();
            seen.add(event.at("/data/testEvents/n").asInt());
        }
        server.data(member, "mutation { testWrite(count: 60) }");
        for (int cut = 0; seen.size() < 61; cut++) {
            try (RawStream stream =
                    RawStream.get(server.uri(cut % 2), member, EVENTS, Map.of("Last-Event-ID", String.valueOf(last)))) {
                for (int n = 0; n < 7 && seen.size() < 61; n++) {
                    RawStream.Event event = stream.next();
                    last = event.id();
                    seen.add(event.at("/data/testEvents/n").asInt());
                }
            }
        }
        List<Integer> expected = new ArrayList<>(List.of(0));
        expected.addAll(IntStream.range(0, 60).boxed().toList());
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void whatCannotBeResumedHasNoId() throws InterruptedException {
        try (RawStream stream = open(null, "subscription { testCount(to: 1) }", Map.of("Last-Event-ID", "e5"))) {
            assertThat(stream.next().id()).isNull();
        }
    }

    @Test
    void theSourceEndsWithItsReader() throws InterruptedException {
        TestFeature feature = server.bean(TestFeature.class);
        RawStream stream = open(null, COUNT, Map.of());
        stream.next();
        feature.awaitCounting(1);
        stream.close();
        feature.awaitCounting(0);
    }

    @Test
    void aReaderThatDoesNotReadStopsTheSourceInsteadOfFillingMemory() throws InterruptedException {
        TestFeature feature = server.bean(TestFeature.class);
        try (RawStream stream = open(null, COUNT, Map.of())) {
            stream.next();
            stream.stopReading();
            feature.awaitCounting(1);
            assertThat(feature.countedWhenStalled()).isLessThan(5_000_000);
        }
        feature.awaitCounting(0);
    }

    @Test
    void anActorHasSoManyStreamsOnAReplicaAndNoMore() throws InterruptedException {
        Actor.Member member = server.newMember(Scope.READ);
        TestFeature feature = server.bean(TestFeature.class);
        try (RawStream first = open(member, COUNT, Map.of())) {
            first.next();
            try (RawStream second = open(member, COUNT, Map.of())) {
                second.next();
                try (RawStream third = open(member, COUNT, Map.of())) {
                    assertThat(third.status()).isEqualTo(429);
                }
                try (RawStream query = open(member, "{ __typename }", Map.of())) {
                    assertThat(query.status()).isEqualTo(200);
                }
            }
            feature.awaitCounting(1);
            try (RawStream next = open(member, COUNT, Map.of())) {
                assertThat(next.status()).isEqualTo(200);
                next.next();
            }
        }
        feature.awaitCounting(0);
    }

    @Test
    void aStreamShowsThatItLivesAndEndsByItselfInGoodOrder() throws InterruptedException {
        Map<String, Object> quick = Map.of(
                "viralforge.test-schema", true,
                "viralforge.stream.heartbeat", "30ms",
                "viralforge.stream.shortest", "1s",
                "viralforge.stream.longest", "1500ms");
        try (TestServer own = TestServer.start(1, quick);
                RawStream stream = RawStream.get(
                        own.uri(), own.newMember(Scope.READ), "subscription { testEvents { n } }", Map.of())) {
            for (int beat = 0; beat < 5; beat++) {
                stream.comment();
            }
            assertThat(stream.next().name()).isEqualTo("complete");
            assertThat(stream.isEnded()).isTrue();
        }
    }

    @Test
    void aStreamEndsWithItsTokenAndWithItsReplica() throws InterruptedException {
        Actor.Member member = server.newMember(Scope.READ);
        Instant soon = server.bean(InstantSource.class).instant().plusMillis(5_000);
        try (RawStream stream =
                open(null, EVENTS, Map.of("Authorization", "Bearer " + TestServer.token(member, soon)))) {
            assertThat(stream.next().at("/errors/0/extensions/code").asText()).isEqualTo("UNAUTHENTICATED");
            assertThat(stream.next().name()).isEqualTo("complete");
        }
        int replica = server.addReplica();
        try (RawStream stream = RawStream.get(server.uri(replica), member, EVENTS, Map.of())) {
            stream.comment();
            server.stopReplica(replica);
            assertThat(stream.next().name()).isEqualTo("complete");
            assertThat(stream.isEnded()).isTrue();
        }
    }

    private static RawStream open(@Nullable Actor actor, String query, Map<String, String> headers) {
        return RawStream.post(server.uri(), actor, query, headers);
    }

    private static RawStream.Event only(@Nullable Actor actor, String query) throws InterruptedException {
        try (RawStream stream = open(actor, query, Map.of())) {
            assertThat(stream.status()).isEqualTo(200);
            RawStream.Event event = stream.next();
            assertThat(event.name()).isEqualTo("next");
            assertThat(stream.next().name()).isEqualTo("complete");
            assertThat(stream.isEnded()).isTrue();
            return event;
        }
    }
}
