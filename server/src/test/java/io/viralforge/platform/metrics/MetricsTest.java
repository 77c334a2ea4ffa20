package io.viralforge.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.jobs.JobFixture;
import io.viralforge.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void whatHappensIsCounted() throws Exception {
        try (TestServer server = TestServer.start()) {
            JobFixture fixture = new JobFixture(server);
            fixture.submitted();
            JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
            worker.lease(1);
            fixture.submitted();
            server.data(fixture.member, "{ jobs { nodes { inputs { id } } } }");
            server.ask(null, "{ jobs { nodes { id } } }");
            String text = scrape(server, null, null).body();
            assertThat(text)
                    .contains("viralforge_jobs{kind=\"RENDER\",state=\"QUEUED\"} 1.0")
                    .contains("viralforge_jobs{kind=\"RENDER\",state=\"RUNNING\"} 1.0")
                    .contains("viralforge_workers 1.0")
                    .contains("viralforge_jobs_changes_total{kind=\"RENDER\",state=\"QUEUED\"} 2.0")
                    .contains(
                            "viralforge_graphql_operations_seconds_count{kind=\"query\",outcome=\"UNAUTHENTICATED\"} 1")
                    .contains("viralforge_graphql_fields_seconds_count{field=\"Mutation.jobSubmit\"} 2")
                    .contains("viralforge_graphql_batch_keys_sum{loader=\"jobs.inputs\"} 2.0")
                    .contains(
                            "viralforge_http_requests_seconds_count{method=\"POST\",part=\"/graphql\",status=\"200\"}")
                    .contains("viralforge_events_unseen 0.0")
                    .contains("hikaricp_connections_active{pool=")
                    .contains("jvm_memory_used_bytes{");
            assertThat(text)
                    .as("nothing that names a studio")
                    .doesNotContain(fixture.member.studio().toString());
        }
    }

    @Test
    void whoMayReadItIsForTheOperatorToSay() throws Exception {
        try (TestServer open = TestServer.start();
                TestServer behind = TestServer.start(1, Map.of("viralforge.public-url", "https://studio.example"));
                TestServer closed = TestServer.start(1, Map.of("viralforge.metrics-token", "s3cret"))) {
            assertThat(scrape(open, "X-Forwarded-For", "203.0.113.7").statusCode())
                    .as("a proxy on this machine speaks for a stranger")
                    .isEqualTo(404);
            assertThat(statusLine(open, "studio.example"))
                    .as("a proxy that does not say so passes on the name by which it was asked")
                    .contains(" 404 ");
            assertThat(statusLine(open, "127.0.0.1:8080")).contains(" 200 ");
            assertThat(scrape(behind, null, null).statusCode())
                    .as("where others come from elsewhere, nobody is known by being here")
                    .isEqualTo(404);
            assertThat(scrape(closed, null, null).statusCode()).isEqualTo(404);
            assertThat(scrape(closed, "Authorization", "Bearer other").statusCode())
                    .isEqualTo(404);
            assertThat(scrape(closed, "Authorization", "Bearer s3cret").statusCode())
                    .isEqualTo(200);
        }
    }

    /** By hand, for the JDK's client names its host itself. */
    private static String statusLine(TestServer server, String host) throws IOException {
        try (Socket socket = new Socket(server.uri().getHost(), server.uri().getPort());
                BufferedReader answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            String request = "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(answer.readLine());
        }
    }

    private static HttpResponse<String> scrape(TestServer server, @Nullable String header, @Nullable String value)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri().resolve("/metrics"));
        if (header != null && value != null) {
            request.header(header, value);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
