package io.viralforge.platform.cql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.local.Endpoints;
import io.viralforge.local.TestServices;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.TestServer;
import io.viralforge.testing.Tunnel;
import java.io.IOException;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

class CassandraTest {
    private static final String USAGE =
            "{ usage(range: {from: \"2026-01-01T00:00:00Z\", to: \"2026-01-03T00:00:00Z\"}) { jobs } }";

    @Test
    void aCassandraThatDoesNotAnswerHoldsUpNeitherTheStartNorARequest() throws IOException {
        Endpoints.Cassandra cassandra = TestServices.cassandra();
        try (Tunnel tunnel = new Tunnel(cassandra.contactPoint().getPort())) {
            tunnel.hold();
            tunnel.mend();
            try (TestServer server = TestServer.start(1, TestServer.cassandra("cassandra_test", tunnel.port()))) {
                Actor.Member member = server.newMember(Scope.READ);
                Cassandra ours = server.bean(Cassandra.class);
                assertThat(health(server)).isEqualTo("degraded down");
                assertThat(server.ask(member, USAGE).codes()).containsExactly("UNAVAILABLE");

                tunnel.release();
                Connected.await(ours);
                assertThat(health(server)).isEqualTo("ready up");
                assertThat(server.data(member, USAGE).at("/usage/jobs")).hasSize(2);

                tunnel.hold();
                assertThat(health(server)).isEqualTo("degraded down");
                GraphqlResponse answer = server.ask(member, USAGE);
                assertThat(answer.codes()).containsExactly("UNAVAILABLE");
                assertThat(answer.body().at("/data/usage").isNull()).isTrue();
                tunnel.release();
            }
        }
    }

    private static String health(TestServer server) {
        JsonNode body = GraphqlResponse.of(HttpRequest.newBuilder(server.uri().resolve("/health/ready"))
                        .build())
                .body();
        return body.get("status").asText() + " " + body.get("cassandra").asText();
    }
}
