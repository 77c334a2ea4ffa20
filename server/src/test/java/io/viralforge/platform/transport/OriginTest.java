package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What pages of other sites may do, and the headers that every answer has. */
class OriginTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String APP = "https://app.example.org";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                1,
                Map.of(
                        "viralforge.allowed-origins",
                        "http://localhost:5173, " + APP,
                        "viralforge.public-url",
                        "https://forge.example.org"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aListedPageMayAskAndReadAndSendsNoCredentialsOfTheBrowser() throws Exception {
        HttpResponse<Void> preflight = preflight(APP);
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(header(preflight, "Access-Control-Allow-Origin")).isEqualTo(APP);
        assertThat(header(preflight, "Access-Control-Allow-Methods"))
                .contains("POST")
                .contains("PUT");
        assertThat(header(preflight, "Access-Control-Allow-Headers"))
                .contains("Authorization")
                .contains("Content-Type")
                .contains("Last-Event-ID");
        assertThat(header(preflight, "Vary")).containsIgnoringCase("Origin");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        for (String accept : List.of("application/json", "text/event-stream")) {
            HttpResponse<Void> answer = ask(APP, accept);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(APP);
            assertThat(header(answer, "Access-Control-Expose-Headers")).contains("Retry-After");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                    .isEmpty();
        }
    }

    @Test
    void anyOtherPageMayNot() throws Exception {
        for (String origin :
                List.of("https://evil.example", "null", "https://app.example.org.evil.example", APP + ":1")) {
            HttpResponse<Void> preflight = preflight(origin);
            assertThat(preflight.statusCode()).as(origin).isEqualTo(403);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
            assertThat(ask(origin, "application/json").headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Test
    void whatIsNoOriginIsNotTakenForOne() {
        for (String wrong : List.of("*", "https://*.example.org", "app.example.org", "https://app.example.org/path")) {
            assertThatThrownBy(() -> new AllowedOrigins(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void everyAnswerIsSafeInABrowser() throws Exception {
        URI uri = server.uri();
        List<HttpRequest> requests = List.of(
                request("/graphql?query=%7B__typename%7D").build(),
                request("/graphql?query=%7B__typename%7D")
                        .header("Accept", "text/event-stream")
                        .build(),
                request("/graphql").build(),
                request("/").build(),
                request("/setup").build(),
                request("/nothing").build(),
                request("/health/ready").build(),
                request("/objects/a/b").build(),
                request("/graphql").DELETE().build(),
                asked(APP),
                asked("https://evil.example"),
                HttpRequest.newBuilder(uri.resolve("/graphql"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("x".repeat(5 << 20)))
                        .build());
        for (HttpRequest request : requests) {
            HttpResponse<Void> answer = HTTP.send(request, HttpResponse.BodyHandlers.discarding());
            String what = request.method() + " " + request.uri() + " " + answer.statusCode();
            assertThat(header(answer, "X-Content-Type-Options")).as(what).isEqualTo("nosniff");
            assertThat(header(answer, "Content-Security-Policy"))
                    .as(what)
                    .contains("default-src 'none'")
                    .containsAnyOf("frame-ancestors 'none'", "sandbox");
            assertThat(header(answer, "Referrer-Policy")).as(what).isEqualTo("no-referrer");
            assertThat(header(answer, "Cross-Origin-Opener-Policy")).as(what).isEqualTo("same-origin");
            assertThat(header(answer, "Cross-Origin-Resource-Policy")).as(what).isEqualTo("same-origin");
            assertThat(header(answer, "Strict-Transport-Security")).as(what).contains("max-age=");
            assertThat(header(answer, "X-Request-Id")).as(what).isNotEmpty();
            assertThat(answer.headers().firstValue("Set-Cookie")).as(what).isEmpty();
        }
    }

    @Test
    void withoutHttpsNobodyIsToldToUseIt() throws Exception {
        HttpResponse<Void> answer = HTTP.send(
                HttpRequest.newBuilder(TestServer.shared().uri().resolve("/")).build(),
                HttpResponse.BodyHandlers.discarding());
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
        assertThat(answer.headers().firstValue("Vary")).isEmpty();
    }

    private static HttpResponse<Void> preflight(String origin) throws IOException, InterruptedException {
        return HTTP.send(asked(origin), HttpResponse.BodyHandlers.discarding());
    }

    /** What a browser sends before the request itself. */
    private static HttpRequest asked(String origin) {
        return request("/graphql")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .build();
    }

    private static HttpResponse<Void> ask(String origin, String accept) throws IOException, InterruptedException {
        return HTTP.send(
                request("/graphql?query=%7B__typename%7D")
                        .header("Origin", origin)
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.uri().resolve(path));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
