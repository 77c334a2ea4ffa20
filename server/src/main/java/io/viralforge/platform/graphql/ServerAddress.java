package io.viralforge.platform.graphql;

import graphql.GraphQLContext;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which address the caller of an operation reaches this server: the configured one; else the one that the request was
 * sent to, for a server without a name is called differently by the browser beside it and the worker in the next room.
 * URLs of our own leave the features relative and are completed when they are written, so that each caller gets his. Who
 * sends a wrong Host header misleads nobody but himself: an answer is shared only with those who use the same one (docs/adr/0061).
 */
@Singleton
final class ServerAddress {
    private static final String KEY = "serverAddress";
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::\\d{1,5})?");

    private final @Nullable String configured;
    private final BeanProvider<EmbeddedServer> server;

    ServerAddress(@Value("${viralforge.public-url:}") @Nullable String publicUrl, BeanProvider<EmbeddedServer> server) {
        this.configured = publicUrl == null || publicUrl.isBlank() ? null : trimmed(publicUrl.strip());
        this.server = server;
    }

    /** Notes the address for the operation that begins on this thread. */
    void note(GraphQLContext context) {
        context.put(KEY, configured != null ? configured : current());
    }

    /** The address that was noted. */
    static String of(GraphQLContext context) {
        return context.getOrDefault(KEY, "");
    }

    /** A URL as the operation's caller can use it. */
    static String complete(URI url, GraphQLContext context) {
        return url.isAbsolute() ? url.toString() : of(context) + url;
    }

    /** What the program behind the request on this thread calls itself; null when it does not say. */
    static @Nullable String userAgent() {
        return ServerRequestContext.currentRequest()
                .map(request -> request.getHeaders().get("User-Agent"))
                .orElse(null);
    }

    private String current() {
        HttpRequest<?> request = ServerRequestContext.currentRequest().orElse(null);
        String host = request == null ? null : request.getHeaders().get("Host");
        if (request != null && host != null && HOST.matcher(host).matches()) {
            return (request.isSecure() ? "https://" : "http://") + host;
        }
        return trimmed(server.get().getURI().toString());
    }

    private static String trimmed(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
