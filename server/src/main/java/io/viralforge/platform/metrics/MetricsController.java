package io.viralforge.platform.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics} in Prometheus' text format. It tells how busy an installation is, so it is for who has the token of
 * {@code viralforge.metrics-token}; without that setting, for callers on this machine.
 */
@Controller("/metrics")
final class MetricsController {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final byte[] expected;

    MetricsController(PrometheusMeterRegistry registry, @Value("${viralforge.metrics-token:}") @Nullable String token) {
        this.registry = registry;
        this.expected = token == null || token.isBlank()
                ? new byte[0]
                : ("Bearer " + token.strip()).getBytes(StandardCharsets.UTF_8);
    }

    @Get(produces = TEXT)
    HttpResponse<String> scrape(HttpRequest<?> request) {
        return isAllowed(request) ? HttpResponse.ok(registry.scrape()) : HttpResponse.status(HttpStatus.NOT_FOUND);
    }

    private boolean isAllowed(HttpRequest<?> request) {
        if (expected.length == 0) {
            InetAddress caller = request.getRemoteAddress().getAddress();
            // A proxy on this machine passes strangers on, and says so.
            return caller != null
                    && caller.isLoopbackAddress()
                    && !request.getHeaders().contains("X-Forwarded-For")
                    && !request.getHeaders().contains("Forwarded");
        }
        String said = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        return said != null && MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8), expected);
    }
}
