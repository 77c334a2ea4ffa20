package io.viralforge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.viralforge.platform.graphql.Actor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A stream of Server-Sent Events as it comes over the network. */
public final class RawStream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PATIENCE_SECONDS = 30;

    /** An event; data is null where the field is empty. */
    public record Event(
            String name, @Nullable String id, @Nullable JsonNode data) {
        /** A value of a {@code next} event's result. */
        public JsonNode at(String pointer) {
            if (data == null) {
                throw new AssertionError(this + " has no data");
            }
            return data.at(pointer);
        }
    }

    private final HttpResponse<InputStream> response;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> comments = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final Semaphore reading = new Semaphore(1);

    private RawStream(HttpRequest request) {
        try {
            response = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::read);
    }

    /** Asks by POST. */
    public static RawStream post(URI server, @Nullable Actor actor, String query, Map<String, String> headers) {
        try {
            String body = JSON.writeValueAsString(Map.of("query", query));
            return open(
                    HttpRequest.newBuilder(server.resolve("/graphql"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body)),
                    actor,
                    headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks by GET, as a browser's EventSource does. */
    public static RawStream get(URI server, @Nullable Actor actor, String query, Map<String, String> headers) {
        return open(
                HttpRequest.newBuilder(
                        URI.create(server + "/graphql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))),
                actor,
                headers);
    }

    private static RawStream open(HttpRequest.Builder request, @Nullable Actor actor, Map<String, String> headers) {
        request.header("Accept", "text/event-stream");
        headers.forEach(request::header);
        if (actor != null) {
            request.header("Authorization", "Bearer " + TestServer.token(actor));
        }
        return new RawStream(request.build());
    }

    public int status() {
        return response.statusCode();
    }

    public HttpHeaders headers() {
        return response.headers();
    }

    public Event next() throws InterruptedException {
        Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing came; ended: " + ended.isDone());
        }
        return event;
    }

    /** The next comment's text. */
    public String comment() throws InterruptedException {
        String comment = comments.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (comment == null) {
            throw new AssertionError("no comment came; ended: " + ended.isDone());
        }
        return comment;
    }

    /** Waits for the end; false when the connection broke instead. */
    public boolean isEnded() {
        return ended.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** From now on nothing is taken from the network, but what is on its way already. */
    public void stopReading() throws InterruptedException {
        reading.acquire();
    }

    @Override
    public void close() {
        try {
            response.body().close();
            reading.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8), 256)) {
            String name = "message";
            String id = null;
            String data = null;
            String line;
            while ((line = line(lines)) != null) {
                if (line.isEmpty()) {
                    if (data != null) {
                        events.add(new Event(name, id, data.isEmpty() ? null : JSON.readTree(data)));
                    }
                    name = "message";
                    id = null;
                    data = null;
                } else if (line.startsWith(":")) {
                    comments.add(line.substring(1));
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data:")) {
                    data = line.substring(5).strip();
                }
            }
            ended.complete(true);
        } catch (IOException | InterruptedException e) {
            ended.complete(false);
        }
    }

    private @Nullable String line(BufferedReader lines) throws IOException, InterruptedException {
        reading.acquire();
        try {
            return lines.readLine();
        } finally {
            reading.release();
        }
    }
}
