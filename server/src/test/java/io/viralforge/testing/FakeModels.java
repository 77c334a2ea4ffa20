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
import org.jspecify.annotations.Nullable;

/**
 * Providers of language models on one server, in OpenAI's words and in Anthropic's; what they say, and what can go wrong
 * with them.
 */
public final class FakeModels implements AutoCloseable {
    public static final String KEY = "swordfish-key";
    public static final String MODEL = "fake-model-1";
    /** What is charged for any answer. */
    public static final int TOKENS_IN = 30;

    public static final int TOKENS_OUT = 12;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is wrong. */
    public enum Fault {
        NONE,
        /** 429, for a second. */
        TOO_MANY_REQUESTS,
        /** 429, for ten minutes. */
        CLOSED_FOR_LONG,
        /** 429, without a word on how long. */
        CLOSED,
        SERVER_ERROR,
        UNAUTHORIZED,
        /** The same, in Google's way. */
        KEY_NOT_VALID,
        UNKNOWN_MODEL,
        /** There was too much to read. */
        TOO_LONG,
        /** The answer was cut where it may be no longer. */
        CUT,
        REFUSED,
        SLOW,
        TRUNCATED,
        CHANGED_NAMES,
        EMPTY,
        HTML,
        ENDLESS,
        REDIRECT
    }

    /**
     * A request as it came.
     *
     * @param system what the operator's own words were in
     * @param user what came apart from them
     */
    public record Asked(String path, Map<String, List<String>> headers, JsonNode body, String system, String user) {}

    private final HttpServer server;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final Semaphore arrivals = new Semaphore(0);
    private volatile Fault usual = Fault.NONE;
    private volatile String answer = "{}";
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public FakeModels() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** For the setting that says where the provider is. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** For a server that asks it. */
    public Map<String, Object> settings(String provider) {
        return Map.of(
                "viralforge.llm.provider", provider,
                "viralforge.llm.model", MODEL,
                "viralforge.llm.api-key", KEY,
                "viralforge.llm.url", url(),
                "viralforge.llm.patience", "PT5S");
    }

    /** It says that from now on, and nothing is wrong. */
    public void say(String text) {
        reset();
        answer = text;
    }

    /** It says these first, one after the other. */
    public void sayFirst(String... texts) {
        answers.addAll(List.of(texts));
    }

    /** From now on. */
    public void set(Fault fault) {
        usual = fault;
    }

    public Fault usual() {
        return usual;
    }

    /** The next requests go so, one after the other. */
    public void next(Fault... some) {
        faults.addAll(List.of(some));
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
        usual = Fault.NONE;
        faults.clear();
        answers.clear();
        asked.clear();
        arrivals.drainPermits();
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        String path = exchange.getRequestURI().getPath();
        boolean isAnthropic = path.equals("/v1/messages");
        asked.add(new Asked(
                path,
                Map.copyOf(exchange.getRequestHeaders()),
                body,
                text(isAnthropic ? body.at("/system") : body.at("/messages/0/content")),
                text(body.at(isAnthropic ? "/messages/0/content" : "/messages/1/content"))));
        arrivals.release();
        Fault fault = faults.poll();
        try (exchange) {
            gate.await();
            act(exchange, isAnthropic, fault == null ? usual : fault);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void act(HttpExchange exchange, boolean isAnthropic, Fault fault) throws IOException, InterruptedException {
        String key = isAnthropic
                ? exchange.getRequestHeaders().getFirst("x-api-key")
                : exchange.getRequestHeaders().getFirst("Authorization");
        String path = exchange.getRequestURI().getPath();
        if (!isAnthropic && !path.equals("/v1/chat/completions")) {
            send(exchange, 404, "no such place");
            return;
        }
        boolean isKnown = KEY.equals(key) || ("Bearer " + KEY).equals(key);
        switch (isKnown ? fault : Fault.UNAUTHORIZED) {
            case NONE -> send(exchange, 200, said(isAnthropic, "stop"));
            case CUT -> send(exchange, 200, said(isAnthropic, "length"));
            case REFUSED -> send(exchange, 200, said(isAnthropic, "filter"));
            case TOO_MANY_REQUESTS -> limited(exchange, "1");
            case CLOSED_FOR_LONG -> limited(exchange, "600");
            case CLOSED -> limited(exchange, null);
            case SERVER_ERROR -> send(exchange, isAnthropic ? 529 : 503, error("overloaded " + key));
            case UNAUTHORIZED -> send(exchange, 401, error("Incorrect API key provided: " + key));
            case KEY_NOT_VALID -> send(exchange, 400, error("API key not valid: " + key));
            case UNKNOWN_MODEL -> send(exchange, 404, error("no such model " + key));
            case TOO_LONG ->
                send(
                        exchange,
                        400,
                        isAnthropic
                                ? error("prompt is too long: 200001 tokens")
                                : "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"" + key + "\"}}");
            case SLOW -> end.await();
            case TRUNCATED -> {
                byte[] bytes = said(isAnthropic, "stop").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            }
            case CHANGED_NAMES ->
                send(exchange, 200, said(isAnthropic, "stop").replaceAll("\"(\\w+)\":", "\"new_$1\":"));
            case EMPTY -> send(exchange, 200, "{}");
            case HTML -> send(exchange, 200, "<!doctype html><title>" + key + "</title>");
            case ENDLESS -> endless(exchange);
            case REDIRECT -> {
                exchange.getResponseHeaders().add("Location", "http://169.254.169.254/latest/meta-data/");
                send(exchange, 307, "");
            }
        }
    }

    private static void limited(HttpExchange exchange, @Nullable String wait) throws IOException {
        if (wait != null) {
            exchange.getResponseHeaders().add("Retry-After", wait);
        }
        send(exchange, 429, error("slow down"));
    }

    private String said(boolean isAnthropic, String how) throws IOException {
        String next = answers.poll();
        String text = JSON.writeValueAsString(next == null ? answer : next);
        return isAnthropic
                ? """
                {"id":"msg_01","type":"message","role":"assistant","model":"%s","content":[{"type":"text","text":%s}],
                "stop_reason":"%s","stop_sequence":null,"usage":{"input_tokens":%d,"output_tokens":%d}}""".formatted(
                                MODEL,
                                text,
                                Map.of("stop", "end_turn", "length", "max_tokens", "filter", "refusal")
                                        .get(how),
                                TOKENS_IN,
                                TOKENS_OUT)
                : """
                {"id":"chatcmpl-1","object":"chat.completion","created":1790000000,"model":"%s","choices":[{"index":0,
                "message":{"role":"assistant","content":%s},"logprobs":null,"finish_reason":"%s"}],
                "usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}}""".formatted(
                                MODEL,
                                text,
                                how.equals("filter") ? "content_filter" : how,
                                TOKENS_IN,
                                TOKENS_OUT,
                                TOKENS_IN + TOKENS_OUT);
    }

    private static String error(String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"some_error\",\"message\":\"" + message + "\"}}";
    }

    private static String text(JsonNode content) {
        return content.isArray() ? content.at("/0/text").asText() : content.asText();
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] spaces = " ".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                out.write(spaces);
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        end.countDown();
        gate.countDown();
        server.stop(0);
    }
}
