package io.viralforge.platform.transport;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.regex.Pattern;

/** Gives each request an id, which every answer and every line of the log about it shows, and each answer safe headers. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestHeaders {
    static final String REQUEST_ID = "X-Request-Id";
    private static final String ATTRIBUTE = "viralforge.requestId";
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9-]{8,64}");

    private final RequestIds ids;
    private final SafeHeaders safe;

    RequestHeaders(RequestIds ids, SafeHeaders safe) {
        this.ids = ids;
        this.safe = safe;
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
        safe.of(request.isSecure()).forEach((name, value) -> {
            if (!response.getHeaders().contains(name)) {
                response.header(name, value);
            }
        });
    }
}
