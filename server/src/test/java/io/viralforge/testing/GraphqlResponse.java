package io.viralforge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server answered to an operation sent by HTTP. */
public record GraphqlResponse(int status, HttpHeaders headers, JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Posts an operation to {@code server}'s {@code /graphql}. */
    public static GraphqlResponse of(URI server, @Nullable String token, String document, Map<String, ?> variables) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/graphql"))
                    .timeout(Duration.ofMinutes(1))
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/graphql-response+json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            JSON.writeValueAsBytes(Map.of("query", document, "variables", variables))));
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            return of(request.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends any request and reads JSON. */
    public static GraphqlResponse of(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new GraphqlResponse(response.statusCode(), response.headers(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The data, when nothing went wrong. */
    public JsonNode data() {
        if (status != 200 || body.has("errors")) {
            throw new AssertionError("status " + status + ": " + body);
        }
        return body.get("data");
    }

    /** {@code extensions.code} of each top-level error. */
    public List<String> codes() {
        return body.path("errors").findValuesAsText("code");
    }
}
