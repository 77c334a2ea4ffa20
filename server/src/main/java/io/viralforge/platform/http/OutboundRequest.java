package io.viralforge.platform.http;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a server elsewhere.
 *
 * @param headers by their names, in any case. At a redirect to another origin only those are kept that say what is wanted;
 *     all others may be credentials
 * @param body null: none
 * @param time for everything: lookups, connections, redirects, the last byte
 * @param bytes of the answer's body at most, also after it is decompressed
 */
public record OutboundRequest(
        String method,
        URI uri,
        Map<String, String> headers,
        @Nullable OutboundBody body,
        Duration time,
        long bytes) {
    private static final Duration USUAL_TIME = Duration.ofSeconds(20);
    private static final long USUAL_BYTES = 8L << 20;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\x80-\\xff]*");
    /** What is said about the connection and the message is ours to say. */
    private static final Set<String> OURS = Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "accept-encoding");

    public OutboundRequest {
        if (!TOKEN.matcher(method).matches()) {
            throw new IllegalArgumentException("not a method");
        }
        if (!time.isPositive() || bytes < 0) {
            throw new IllegalArgumentException("limits must leave something");
        }
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> {
            if (!TOKEN.matcher(name).matches() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("not a header to set: " + name);
            }
            if (!isValue(value)) {
                throw new IllegalArgumentException("the header " + name + " holds what none may hold");
            }
            sorted.put(name, value);
        });
        headers = sorted;
    }

    static boolean isValue(@Nullable String text) {
        return text != null && VALUE.matcher(text).matches();
    }

    public static OutboundRequest get(URI uri) {
        return new OutboundRequest("GET", uri, Map.of(), null, USUAL_TIME, USUAL_BYTES);
    }

    public static OutboundRequest post(URI uri, OutboundBody body) {
        return new OutboundRequest("POST", uri, Map.of(), body, USUAL_TIME, USUAL_BYTES);
    }

    public static OutboundRequest put(URI uri, OutboundBody body) {
        return new OutboundRequest("PUT", uri, Map.of(), body, USUAL_TIME, USUAL_BYTES);
    }

    public OutboundRequest with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new OutboundRequest(method, uri, more, body, time, bytes);
    }

    /** The answer is 304 without a body when nothing has changed. */
    public OutboundRequest unless(Validators known) {
        OutboundRequest request = this;
        if (known.etag() != null) {
            request = request.with("If-None-Match", known.etag());
        }
        if (known.lastModified() != null) {
            request = request.with("If-Modified-Since", known.lastModified());
        }
        return request;
    }

    public OutboundRequest within(Duration limit) {
        return new OutboundRequest(method, uri, headers, body, limit, bytes);
    }

    public OutboundRequest atMost(long limit) {
        return new OutboundRequest(method, uri, headers, body, time, limit);
    }

    /** The same of another place, with those headers alone that may go there. */
    OutboundRequest at(URI place, Predicate<String> mayGo) {
        Map<String, String> kept = new TreeMap<>(headers);
        kept.keySet().removeIf(mayGo.negate());
        return new OutboundRequest(method, place, kept, body, time, bytes);
    }

    /** Redirects are followed where that repeats nothing but a question. */
    boolean isQuestion() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** Without query and headers, which may hold credentials. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
}
