package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives each request an id, which every answer and every line of the log about it shows, and each answer safe headers. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestHeaders {
    static final String REQUEST_ID = "X-Request-Id";
    private static final String ATTRIBUTE = "viralforge.requestId";
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9-]{8,64}");

    private final RequestIds ids;
    private final boolean isBehindHttps;

    RequestHeaders(RequestIds ids, @Value("${viralforge.public-url:}") @Nullable String publicUrl) {
        this.ids = ids;
        this.isBehindHttps =
                publicUrl != null && publicUrl.strip().toLowerCase(Locale.ROOT).startsWith("https://");
    }

    /** The id that {@link #begin} gave. */
    static String requestId(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, String.class).orElse("unknown");
    }

    /** Takes the caller's own id where it is harmless, so that it can be followed from machine to machine. */
    @RequestFilter
    void begin(HttpRequest<?> request) {
        String given = request.getHeaders().get(REQUEST_ID);
        boolean isFine = given != null && ACCEPTED.matcher(given).matches();
        request.setAttribute(ATTRIBUTE, isFine ? given : ids.next());
    }

    @ResponseFilter
    void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
        response.header(REQUEST_ID, requestId(request));
        response.header("X-Content-Type-Options", "nosniff");
        response.header("Referrer-Policy", "no-referrer");
        response.header("X-Frame-Options", "DENY");
        response.header("Cross-Origin-Resource-Policy", "same-origin");
        response.header("Cross-Origin-Opener-Policy", "same-origin");
        if (isBehindHttps || request.isSecure()) {
            response.header("Strict-Transport-Security", "max-age=31536000");
        }
        if (!response.getHeaders().contains("Content-Security-Policy")) {
            response.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        }
        if (!response.getHeaders().contains(HttpHeaders.CACHE_CONTROL)) {
            response.header(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }
}
