package io.viralforge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.viralforge.client.FakeServer.Response;
import io.viralforge.types.cli.JobById;
import io.viralforge.types.cli.JobCancel;
import io.viralforge.types.cli.ServiceInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GraphqlClientTest {
    private static final String SERVICE = "{\"data\":{\"service\":{\"version\":\"1\",\"isAwaitingOperator\":false,"
            + "\"maxUploadBytes\":5000000000,\"hasWorker\":true}}}";
    private static final ClientSettings QUICK = ClientSettings.usual()
            .withBackoff(new Backoff(Duration.ofMillis(5), Duration.ofMillis(20)))
            .withPatience(Duration.ofSeconds(5), Duration.ofSeconds(5));

    private final FakeServer server = new FakeServer();
    private final AtomicInteger calls = new AtomicInteger();

    GraphqlClientTest() throws IOException {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aQueryIsAnsweredWithItsTypes() throws Exception {
        server.on("POST", "/graphql", request -> {
            var body = Json.object(request.text());
            assertThat(body).containsEntry("operationName", "ServiceInfo").containsEntry("variables", Map.of());
            assertThat(request.headers())
                    .containsEntry("authorization", "Bearer t")
                    .containsEntry("content-type", "application/json");
            return Response.json(200, SERVICE);
        });
        try (var client = client(TokenSource.of("t"), QUICK)) {
            var service = client.execute(new ServiceInfo()).service();
            assertThat(service.maxUploadBytes()).isEqualTo(5_000_000_000L);
            assertThat(service.hasWorker()).isTrue();
        }
    }

    @Test
    void aQueryIsRepeatedUntilTheServerIsBack() throws Exception {
        server.on("POST", "/graphql", request -> switch (calls.incrementAndGet()) {
            case 1 -> Response.status(503);
            case 2 -> Response.cut();
            case 3 -> Response.json(200, SERVICE).cutAfter(10);
            case 4 -> Response.json(200, error("UNAVAILABLE"));
            default -> Response.json(200, SERVICE);
        });
        try (var client = client(TokenSource.none(), QUICK)) {
            assertThat(client.execute(new ServiceInfo()).service().version()).isEqualTo("1");
        }
        assertThat(calls).hasValue(5);
    }

    @Test
    void aMutationThatMayHaveRunIsNotRepeatedUnlessItIsSafe() throws Exception {
        server.on("POST", "/graphql", request -> {
            calls.incrementAndGet();
            return Response.cut();
        });
        try (var client = client(TokenSource.none(), QUICK.withPatience(Duration.ofMillis(200), Duration.ZERO))) {
            assertThatThrownBy(() -> client.execute(new JobCancel("job_1"))).isInstanceOf(UnreachableException.class);
            assertThat(calls).hasValue(1);
            assertThatThrownBy(() -> client.execute(new JobCancel("job_1"), Repeat.SAFE))
                    .isInstanceOf(UnreachableException.class);
            assertThat(calls).hasValueGreaterThan(2);
        }
    }

    @Test
    void aMutationThatWasCertainlyNotCarriedOutIsRepeated() throws Exception {
        server.on("POST", "/graphql", request -> switch (calls.incrementAndGet()) {
            case 1 -> Response.status(429).with("Retry-After", "0");
            case 2 -> Response.json(200, error("THROTTLED"));
            default -> Response.json(200, "{\"data\":{\"jobCancel\":{\"job\":null,\"userErrors\":[]}}}");
        });
        try (var client = client(TokenSource.none(), QUICK)) {
            assertThat(client.execute(new JobCancel("job_1")).jobCancel().userErrors())
                    .isEmpty();
        }
    }

    @Test
    void aServerThatIsNotThereIsSaidToBeUnreachable() throws Exception {
        server.vanish();
        try (var client = client(TokenSource.none(), QUICK.withPatience(Duration.ofMillis(100), Duration.ZERO))) {
            assertThatThrownBy(() -> client.execute(new ServiceInfo()))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessage("Cannot reach " + server.uri("/graphql") + ": cannot connect");
        }
    }

    @Test
    void anAnswerThatNeverComesEndsWithTheRequestsTime() throws Exception {
        var release = new CountDownLatch(1);
        server.on("POST", "/graphql", request -> {
            release.await();
            return Response.cut();
        });
        var settings = QUICK.withRequestTimeout(Duration.ofMillis(50)).withPatience(Duration.ZERO, Duration.ZERO);
        try (var client = client(TokenSource.none(), settings)) {
            assertThatThrownBy(() -> client.execute(new ServiceInfo())).isInstanceOf(UnreachableException.class);
        } finally {
            release.countDown();
        }
    }

    @Test
    void aRefusedTokenIsTradedOnce() throws Exception {
        server.on(
                "POST",
                "/graphql",
                request -> "Bearer new".equals(request.headers().get("authorization"))
                        ? Response.json(200, SERVICE)
                        : Response.json(401, error("UNAUTHENTICATED")));
        var token = new AtomicReference<>("old");
        var tokens = new TokenSource() {
            @Override
            public @Nullable String token() {
                return token.get();
            }

            @Override
            public @Nullable String refresh(@Nullable String refused) {
                assertThat(refused).isEqualTo("old");
                token.set("new");
                return "new";
            }
        };
        try (var client = client(tokens, QUICK)) {
            assertThat(client.execute(new ServiceInfo()).service().version()).isEqualTo("1");
        }
    }

    @Test
    void aRefusedTokenWithoutAnotherIsFinal() throws Exception {
        server.on("POST", "/graphql", request -> {
            calls.incrementAndGet();
            return Response.json(401, error("UNAUTHENTICATED"));
        });
        try (var client = client(TokenSource.of("old"), QUICK)) {
            assertThatThrownBy(() -> client.execute(new ServiceInfo())).isInstanceOf(UnauthenticatedException.class);
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void anErrorCarriesItsCodeAndRequestId() throws Exception {
        server.on("POST", "/graphql", request -> Response.json(422, error("COST_EXCEEDED")));
        try (var client = client(TokenSource.none(), QUICK)) {
            var failure = catchThrowableOfType(GraphqlException.class, () -> client.execute(new ServiceInfo()));
            assertThat(failure.code()).isEqualTo(ErrorCode.COST_EXCEEDED);
            assertThat(failure.requestId()).isEqualTo("req_7");
            assertThat(failure).hasMessage("It failed");
        }
    }

    @Test
    void whatCouldBeResolvedIsHandedOverWithTheErrorsOfTheRest() throws Exception {
        server.on(
                "POST",
                "/graphql",
                request -> Response.json(
                        200,
                        "{\"data\":{\"node\":null},\"errors\":[{\"message\":\"Store away\",\"path\":[\"node\"],"
                                + "\"extensions\":{\"code\":\"UNAVAILABLE\",\"requestId\":\"r\"}}]}"));
        try (var client = client(TokenSource.none(), QUICK)) {
            var reply = client.exchange(new JobById("job_1"), Repeat.SAFE);
            assertThat(reply.data().node()).isNull();
            assertThat(reply.errors())
                    .containsExactly(
                            new GraphqlError(ErrorCode.UNAVAILABLE, "Store away", java.util.List.of("node"), "r"));
            assertThatThrownBy(reply::whole).hasMessage("Store away (at node)");
        }
    }

    @Test
    void anAnswerOfAnotherShapeIsNamed() throws Exception {
        server.on("POST", "/graphql", request -> Response.json(200, "{\"data\":{\"service\":{\"version\":1}}}"));
        try (var client = client(TokenSource.none(), QUICK)) {
            assertThatThrownBy(() -> client.execute(new ServiceInfo()))
                    .isInstanceOf(GraphqlException.class)
                    .hasMessageContaining("ServiceInfo is not as the schema says");
        }
    }

    @Test
    void anotherServersErrorPageIsNamedByItsStatus() throws Exception {
        server.on(
                "POST",
                "/graphql",
                request -> Response.bytes(404, "<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        try (var client = client(TokenSource.none(), QUICK)) {
            assertThatThrownBy(() -> client.execute(new ServiceInfo())).hasMessageEndingWith("answered with HTTP 404");
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        server.on(
                "POST",
                "/graphql",
                request -> Response.status(307)
                        .with("Location", server.uri("/elsewhere").toString()));
        server.on("POST", "/elsewhere", request -> Response.json(200, SERVICE));
        try (var client = client(TokenSource.of("secret"), QUICK)) {
            assertThatThrownBy(() -> client.execute(new ServiceInfo())).hasMessageEndingWith("answered with HTTP 307");
        }
    }

    @Test
    void closingEndsWhoeverWaits() throws Exception {
        server.vanish();
        var client = client(
                TokenSource.none(),
                QUICK.withBackoff(new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(1)))
                        .withPatience(Duration.ofHours(1), Duration.ZERO));
        var waiting = CompletableFuture.runAsync(() -> {
            try {
                client.execute(new ServiceInfo());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        client.close();
        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(GraphqlException.class);
    }

    private GraphqlClient client(TokenSource tokens, ClientSettings settings) {
        return new GraphqlClient(server.uri("/graphql"), tokens, settings);
    }

    private static String error(String code) {
        return "{\"errors\":[{\"message\":\"It failed\",\"extensions\":{\"code\":\"" + code
                + "\",\"requestId\":\"req_7\"}}]}";
    }
}
