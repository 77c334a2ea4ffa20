package io.viralforge.trends;

import static java.util.Map.entry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All networks on one server, each under its id, with answers in the form theirs have; and what can go wrong with any of
 * them.
 */
final class FakeNetworks implements AutoCloseable {
    static final String SECRET = "swordfish-";

    static final List<String> IDS = List.of(
            "hacker-news",
            "wikipedia",
            "mastodon",
            "bluesky",
            "lemmy",
            "peertube",
            "dailymotion",
            "archive",
            "gdelt",
            "bilibili",
            "coingecko",
            "google-trends",
            "feeds",
            "youtube",
            "reddit",
            "twitch",
            "instagram",
            "x",
            "pinterest",
            "tiktok",
            "vimeo",
            "pexels",
            "alpha-vantage");

    /** What a network is asked for apart, by its id; each part can fail by itself. */
    private static final Map<String, Map<String, String>> PARTS = Map.of(
            "youtube", Map.of("/search?", "youtube-search", "chart=mostPopular", "youtube-popular"),
            "reddit", Map.of("/api/v1/access_token", "reddit-token"),
            "twitch", Map.of("/search/", "twitch-search", "/oauth2/token", "twitch-token"),
            "instagram", Map.of("/ig_hashtag_search", "instagram-search"),
            "tiktok", Map.of("/oauth/token/", "tiktok-token"));

    static final List<String> ALL_PARTS = Stream.concat(
                    IDS.stream(), PARTS.values().stream().flatMap(parts -> parts.values().stream()))
            .sorted()
            .toList();

    /** What the operator got from those that want something; all of it begins with the same word. */
    static final Map<String, String> CREDENTIALS = Map.ofEntries(
            entry("youtube-key", SECRET + "youtube"),
            entry("reddit-client-id", SECRET + "reddit-id"),
            entry("reddit-client-secret", SECRET + "reddit"),
            entry("twitch-client-id", SECRET + "twitch-id"),
            entry("twitch-client-secret", SECRET + "twitch"),
            entry("instagram-user-id", "17841405309211844"),
            entry("instagram-token", SECRET + "instagram"),
            entry("x-bearer-token", SECRET + "x"),
            entry("pinterest-token", SECRET + "pinterest"),
            entry("tiktok-client-key", SECRET + "tiktok-id"),
            entry("tiktok-client-secret", SECRET + "tiktok"),
            entry("vimeo-token", SECRET + "vimeo"),
            entry("pexels-key", SECRET + "pexels"),
            entry("alpha-vantage-key", SECRET + "alpha-vantage"));

    /** What is wrong. */
    enum Fault {
        NONE,
        TOO_MANY_REQUESTS,
        UNAUTHORIZED,
        FORBIDDEN,
        BAD_REQUEST,
        SERVER_ERROR,
        SLOW,
        TRUNCATED,
        /** Every text and number is something else. */
        CHANGED_VALUES,
        /** The same data under other names. */
        CHANGED_NAMES,
        HTML,
        /** Small to send, large in memory. */
        SWOLLEN,
        ENDLESS
    }

    private final HttpServer server;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Map<String, Duration> delays = new ConcurrentHashMap<>();
    private final Map<String, String> others = new ConcurrentHashMap<>();
    private final Map<String, String> tags = new ConcurrentHashMap<>();
    private final AtomicInteger unchanged = new AtomicInteger();
    private final Queue<URI> asked = new ConcurrentLinkedQueue<>();
    /** How long a token counts, in seconds: no longer than one visit. */
    private volatile int tokensLast = 1;

    private final AtomicInteger tokens = new AtomicInteger();

    FakeNetworks() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** For the setting that says where networks are. */
    String places() {
        return IDS.stream().map(id -> id + "=" + address(id)).collect(Collectors.joining(","));
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String address(String id) {
        return "http://" + authority() + "/" + id;
    }

    void all(Fault fault) {
        ALL_PARTS.forEach(part -> faults.put(part, fault));
    }

    void set(String part, Fault fault) {
        faults.put(part, fault);
    }

    /** From now on each of its answers takes so long. */
    void delay(String id, Duration delay) {
        delays.put(id, delay);
    }

    /** From now on tokens count for so many seconds; those that were given count no more. */
    void tokensLast(int seconds) {
        tokensLast = seconds;
        tokens.incrementAndGet();
    }

    /** From now on its answers are of this version, and are not repeated to who knows it. */
    void tag(String id, String etag) {
        tags.put(id, etag);
    }

    /** How often who asked knew the answer. */
    int unchanged() {
        return unchanged.get();
    }

    static String network(String part) {
        return IDS.contains(part) ? part : part.substring(0, part.lastIndexOf('-'));
    }

    /** What was asked of a network, as it came. */
    List<String> asked(String id) {
        return asked.stream()
                .map(URI::toString)
                .filter(uri -> uri.startsWith("/" + id))
                .toList();
    }

    /** Returns when so much has been asked of a network. */
    void awaitAsked(String id, int times) {
        synchronized (asked) {
            while (asked(id).size() < times) {
                try {
                    asked.wait();
                } catch (InterruptedException stopped) {
                    throw new IllegalStateException(stopped);
                }
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        synchronized (asked) {
            asked.add(uri);
            asked.notifyAll();
        }
        String id = uri.getPath().split("/", -1)[1];
        String part = PARTS.getOrDefault(id, Map.of()).entrySet().stream()
                .filter(entry -> uri.toString().contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(id);
        String said = exchange.getRequestHeaders().values()
                + uri.getQuery()
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Fault fault = faults.getOrDefault(part, Fault.NONE);
        String body = part.endsWith("-token") ? token() : said(part);
        try (exchange) {
            var _ = end.await(delays.getOrDefault(id, Duration.ZERO).toNanos(), TimeUnit.NANOSECONDS);
            switch (fault == Fault.NONE && !isAllowed(id, part, said) ? Fault.UNAUTHORIZED : fault) {
                case NONE -> current(exchange, part, body);
                case TOO_MANY_REQUESTS -> {
                    exchange.getResponseHeaders().add("Retry-After", "90");
                    send(exchange, 429, "slow down");
                }
                case UNAUTHORIZED -> send(exchange, 401, "{\"message\":\"Unauthorized\"}");
                case FORBIDDEN -> send(exchange, 403, "{\"error\":\"AuthMissing\"}");
                case BAD_REQUEST -> send(exchange, 400, "what?");
                case SERVER_ERROR -> send(exchange, 500, "oops");
                case SLOW -> end.await();
                case TRUNCATED -> {
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
                }
                case CHANGED_VALUES -> send(exchange, 200, body.replaceAll("(?<=[:>])\\s*[^\\s{}\\[\\]<]+", " [[]]"));
                case CHANGED_NAMES ->
                    send(
                            exchange,
                            200,
                            body.replaceAll("\"(\\w+)\":", "\"new_$1\":").replace("<", "<x"));
                case HTML -> send(exchange, 200, "<!doctype html><title>Are you a robot?</title>");
                case SWOLLEN ->
                    send(
                            exchange,
                            200,
                            body.startsWith("<")
                                    ? "<rss version=\"2.0\"><channel>" + "<item/>".repeat(500_000) + "</channel></rss>"
                                    : "[" + "{},".repeat(1_000_000) + "{}]");
                case ENDLESS -> endless(exchange);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** As RFC 9110, 13.1.2 says. */
    private void current(HttpExchange exchange, String part, String body) throws IOException {
        String tag = tags.get(part);
        if (tag == null) {
            send(exchange, 200, body);
            return;
        }
        exchange.getResponseHeaders().add("ETag", tag);
        if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            unchanged.incrementAndGet();
            exchange.sendResponseHeaders(304, -1);
        } else {
            send(exchange, 200, body);
        }
    }

    private String token() {
        return "{\"access_token\":\"" + SECRET + "token-" + tokens.get()
                + "\",\"token_type\":\"bearer\",\"expires_in\":" + tokensLast + "}";
    }

    private boolean isAllowed(String id, String part, String said) {
        boolean wantsToken = PARTS.getOrDefault(id, Map.of()).containsValue(id + "-token");
        if (wantsToken && !part.endsWith("-token")) {
            return said.contains("Bearer " + SECRET + "token-" + tokens.get() + "]");
        }
        String secret = SECRET + id;
        String inHeader =
                Base64.getEncoder().encodeToString((secret + "-id:" + secret).getBytes(StandardCharsets.UTF_8));
        return !CREDENTIALS.containsValue(secret) || said.contains(secret) || said.contains(inHeader);
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

    /** It answers so from now on. */
    void say(String id, String body) {
        others.put(id, body);
    }

    void sayAsRecorded() {
        others.clear();
        tags.clear();
    }

    private String said(String part) throws IOException {
        String other = others.get(part);
        return other == null ? recorded(part) : other;
    }

    private static String recorded(String id) throws IOException {
        for (String ending : List.of(".json", ".xml")) {
            try (InputStream stream = FakeNetworks.class.getResourceAsStream("/trends/" + id + ending)) {
                if (stream != null) {
                    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new IOException("there is no network " + id);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
