package io.viralforge.platform.transport;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What pages of other sites may do. Those of the operator's list may send requests and open sockets; all others may not
 * read an answer, which the browser sees to, nor open a socket, which it leaves to us: it lets any page try. There are no
 * cookies here, so credentials are never allowed. Programs other than browsers send no Origin and need none.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(OriginCheck.BEFORE_ALL_BUT_THE_REQUEST_ID)
final class OriginCheck {
    /** What no route answers, as a preflight, is turned away by others. */
    static final int BEFORE_ALL_BUT_THE_REQUEST_ID = Ordered.HIGHEST_PRECEDENCE + 1;

    private static final String METHODS = "GET, HEAD, POST, PUT";
    private static final String HEADERS = "Authorization, Content-Type, Last-Event-ID, Range, X-Request-Id";
    private static final String EXPOSED = "Content-Range, ETag, Retry-After, X-Request-Id";
    private static final String MAX_AGE_SECONDS = "600";

    private final AllowedOrigins allowed;

    OriginCheck(AllowedOrigins allowed) {
        this.allowed = allowed;
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
        if (origin == null) {
            return null;
        }
        boolean isAllowed = allowed.contains(origin);
        if (request.getMethod() == HttpMethod.OPTIONS
                && request.getHeaders().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
            return isAllowed ? preflight(origin) : HttpResponse.status(HttpStatus.FORBIDDEN);
        }
        boolean isUpgrade = "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeaders.UPGRADE));
        return !isUpgrade
                        || isAllowed
                        || isSameHost(origin, request.getHeaders().get(HttpHeaders.HOST))
                ? null
                : HttpResponse.status(HttpStatus.FORBIDDEN);
    }

    @ResponseFilter
    void allow(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (!allowed.all().isEmpty()) {
            allow(request.getHeaders().get(HttpHeaders.ORIGIN), response.getHeaders());
        }
    }

    private void allow(@Nullable String origin, MutableHttpHeaders headers) {
        headers.set(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (origin != null && allowed.contains(origin)) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }

    /** An answer of ours, on which our own filter of responses is not called. */
    private HttpResponse<?> preflight(String origin) {
        MutableHttpResponse<?> response = HttpResponse.noContent()
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
                .header(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        allow(origin, response.getHeaders());
        return response;
    }

    /** Compares host and port; behind a proxy that ends TLS the schemes differ. */
    private static boolean isSameHost(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
