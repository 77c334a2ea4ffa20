package io.viralforge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Vendors that read text aloud, on one server: OpenAI, ElevenLabs and a Fish Speech; and what can go wrong with them. */
public final class FakeVoices implements AutoCloseable {
    public static final String KEY = "swordfish-voice-key";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is wrong. */
    public enum Fault {
        NONE,
        TOO_MANY_REQUESTS,
        SERVER_ERROR,
        UNAUTHORIZED,
        /** What was paid for is used up; ElevenLabs says so by 401. */
        USED_UP,
        UNKNOWN_VOICE,
        TOO_LONG,
        REFUSED,
        SLOW,
        TRUNCATED,
        EMPTY,
        HTML,
        ENDLESS,
        REDIRECT
    }

    /** A request as it came. */
    public record Asked(String path, Map<String, List<String>> headers, JsonNode body) {}

    private final HttpServer server;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final Semaphore arrivals = new Semaphore(0);
    private volatile Fault fault = Fault.NONE;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public FakeVoices() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** For a server that asks all of them. */
    public Map<String, Object> settings() {
        return Map.of(
                "viralforge.voice.openai-key",
                KEY,
                "viralforge.voice.openai-url",
                url() + "/v1",
                "viralforge.voice.elevenlabs-key",
                KEY,
                "viralforge.voice.elevenlabs-url",
                url(),
                "viralforge.voice.fish-url",
                url(),
                "viralforge.voice.fish-key",
                KEY);
    }

    /** From now on. */
    public void set(Fault some) {
        fault = some;
    }

    /** Holds answers back until what is returned is counted down. */
    public CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    /** Waits until so many requests have come since that was last asked. */
    public void awaitArrivals(int count) throws InterruptedException {
        arrivals.acquire(count);
    }

    public void reset() {
        fault = Fault.NONE;
        asked.clear();
        arrivals.drainPermits();
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        asked.add(new Asked(exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), body));
        arrivals.release();
        try (exchange) {
            gate.await();
            act(exchange, body);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void act(HttpExchange exchange, JsonNode body) throws IOException, InterruptedException {
        boolean isKnown = KEY.equals(exchange.getRequestHeaders().getFirst("xi-api-key"))
                || ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        switch (isKnown ? fault : Fault.UNAUTHORIZED) {
            case NONE -> send(exchange, 200, mp3(body));
            case TOO_MANY_REQUESTS -> {
                exchange.getResponseHeaders().add("Retry-After", "7");
                send(exchange, 429, error("slow down"));
            }
            case SERVER_ERROR -> send(exchange, 503, error("overloaded " + KEY));
            case UNAUTHORIZED -> send(exchange, 401, error("Incorrect API key provided: " + KEY));
            case USED_UP -> send(exchange, 401, error("quota_exceeded"));
            case UNKNOWN_VOICE -> send(exchange, 404, error("no such voice " + KEY));
            case TOO_LONG -> send(exchange, 413, error("too long"));
            case REFUSED -> send(exchange, 400, error("not that " + KEY));
            case SLOW -> end.await();
            case TRUNCATED -> {
                byte[] bytes = mp3(body);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            }
            case EMPTY -> send(exchange, 200, new byte[0]);
            case HTML -> send(exchange, 200, bytes("<!doctype html><title>" + KEY + "</title>"));
            case ENDLESS -> endless(exchange);
            case REDIRECT -> {
                exchange.getResponseHeaders().add("Location", "http://169.254.169.254/latest/meta-data/");
                send(exchange, 307, new byte[0]);
            }
        }
    }

    /** As one begins; a server looks no further. */
    private static byte[] mp3(JsonNode body) {
        return bytes("ID3 as if said: " + body);
    }

    private static byte[] error(String message) {
        return bytes("{\"detail\":{\"status\":\"" + message + "\"}}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] some = new byte[64 << 10];
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                out.write(some);
            }
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        end.countDown();
        gate.countDown();
        server.stop(0);
    }
}
