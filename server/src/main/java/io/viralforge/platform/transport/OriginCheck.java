package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns away sockets that a page of another site opens: browsers let any page try. Programs other than browsers send no
 * Origin and need none.
 */
@ServerFilter("/graphql")
final class OriginCheck {
    private final Set<String> allowed;

    OriginCheck(@Value("${viralforge.allowed-origins}") String allowed) {
        this.allowed = Arrays.stream(allowed.toLowerCase(Locale.ROOT).split(","))
                .map(String::trim)
                .collect(Collectors.toUnmodifiableSet());
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
        boolean isUpgrade = "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeaders.UPGRADE));
        if (!isUpgrade || origin == null || allowed.contains(origin.toLowerCase(Locale.ROOT))) {
            return null;
        }
        return isSameHost(origin, request.getHeaders().get(HttpHeaders.HOST))
                ? null
                : HttpResponse.status(HttpStatus.FORBIDDEN);
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
