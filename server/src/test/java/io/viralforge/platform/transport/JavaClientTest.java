package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.client.ClientSettings;
import io.viralforge.client.EventStream;
import io.viralforge.client.GraphqlClient;
import io.viralforge.client.TokenSource;
import io.viralforge.client.UnauthenticatedException;
import io.viralforge.jobs.JobFixture;
import io.viralforge.testing.TestServer;
import io.viralforge.types.cli.JobEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Our own client meets the server that its tests have a fake for: both have to mean the same by a token's end. */
class JavaClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestServer server = TestServer.shared();
    private final JobFixture fixture = new JobFixture(server);
    private final String ending = TestServer.token(fixture.member, Instant.now().plusSeconds(2));

    @Test
    void aStreamOutlivesItsToken() throws InterruptedException {
        String fresh = TestServer.token(fixture.member);
        AtomicReference<String> token = new AtomicReference<>(ending);
        TokenSource tokens = new TokenSource() {
            @Override
            public String token() {
                return token.get();
            }

            @Override
            public String refresh(@Nullable String refused) {
                token.set(fresh);
                return fresh;
            }
        };
        Runnable submitWhenRefreshed = () -> {
            if (token.get().equals(fresh)) {
                fixture.submitted();
            }
        };
        try (GraphqlClient client = client(tokens);
                EventStream<JobEvents.Data> events = client.subscribe(new JobEvents(), submitWhenRefreshed)) {
            assertThat(events.next(PATIENCE)).isNotNull();
        }
    }

    @Test
    void withoutAnotherTokenItEndsAndSaysWhy() {
        try (GraphqlClient client = client(TokenSource.of(ending));
                EventStream<JobEvents.Data> events = client.subscribe(new JobEvents())) {
            assertThatThrownBy(() -> events.next(PATIENCE)).isInstanceOf(UnauthenticatedException.class);
        }
    }

    private GraphqlClient client(TokenSource tokens) {
        return new GraphqlClient(server.uri().resolve("/graphql"), tokens, ClientSettings.usual());
    }
}
