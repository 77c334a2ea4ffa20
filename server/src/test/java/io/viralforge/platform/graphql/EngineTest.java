package io.viralforge.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.TestServer;
import org.junit.jupiter.api.Test;

class EngineTest {
    private final TestServer server = TestServer.shared();

    @Test
    void theVersionIsToldToAnybody() {
        GraphqlResponse response = server.ask(null, "{ __typename }");
        assertThat(response.body().toString()).isEqualTo("{\"data\":{\"__typename\":\"Query\"}}");
    }
}
