package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** What was asked. */
final class Request {
    private static final String BEARER = "Bearer ";

    private final HttpExchange exchange;
    private final Map<String, String> query;
    private @Nullable Map<String, String> form;
    private InputStream body;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
        this.query = parameters(exchange.getRequestURI().getRawQuery());
        this.body = exchange.getRequestBody();
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    /** All parameters of the address, decoded; those of one given twice with a comma between, as Google takes lists. */
    Map<String, String> query() {
        return query;
    }

    @Nullable
    String query(String name) {
        return query.get(name);
    }

    @Nullable
    String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    /** Where the client takes this server to be. */
    String origin() {
        return "http://" + header("Host");
    }

    /** In bytes; -1 when the request does not say. */
    long length() {
        @Nullable String length = header("Content-Length");
        return length == null ? -1 : Long.parseLong(length);
    }

    InputStream body() {
        return body;
    }

    /** The body as an object; null when it is none. Google's own client sends it packed. */
    @Nullable
    ObjectNode json() throws IOException {
        return Json.read("gzip".equals(header("Content-Encoding")) ? new GZIPInputStream(body) : body);
    }

    /** The body as a form, decoded. */
    Map<String, String> form() throws IOException {
        if (form == null) {
            form = parameters(new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
        return form;
    }

    /** The access token; null without any. */
    @Nullable
    String bearer() {
        @Nullable String authorization = header("Authorization");
        return authorization == null || !authorization.startsWith(BEARER)
                ? null
                : authorization.substring(BEARER.length()).strip();
    }

    /** From now on the body ends at its half, as when the connection breaks. */
    void breakMidway() {
        body = new FirstBytes(body, Math.max(0, length()) / 2);
    }

    static Map<String, String> parameters(@Nullable String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (encoded != null && !encoded.isEmpty()) {
            for (String pair : encoded.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                parameters.merge(decode(name), value, (one, another) -> one + "," + another);
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
