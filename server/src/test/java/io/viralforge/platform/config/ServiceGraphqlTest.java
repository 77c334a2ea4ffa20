package io.viralforge.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.testing.TestServer;
import org.junit.jupiter.api.Test;

class ServiceGraphqlTest {
    @Test
    void anybodyMayAskWhatTheInstallationIs() {
        JsonNode service = TestServer.shared()
                .data(null, "{ service { version isAwaitingOperator maxUploadBytes hasWorker } }")
                .get("service");
        assertThat(service.get("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(service.get("maxUploadBytes").asLong()).isPositive();
        assertThat(service.get("isAwaitingOperator").isBoolean()).isTrue();
        assertThat(service.get("hasWorker").isBoolean()).isTrue();
    }
}
