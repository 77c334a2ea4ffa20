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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics} in Prometheus' text format. It tells how busy an installation is, so it is for who has the token of
 * {@code viralforge.metrics-token}; without that setting, for callers on this machine, unless strangers may come by way of
 * it: a proxy beside the server is one of them by its address, and not every one says for whom it asks.
 */
@Controller("/metrics")
final class MetricsController {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private final PrometheusMeterRegistry registry;
    private final byte[] expected;
    private final boolean isBehindProxy;

    MetricsController(
            PrometheusMeterRegistry registry,
            @Value("${viralforge.metrics-token:}") @Nullable String token,
            @Value("${viralforge.public-url:}") @Nullable String publicUrl,
            @Value("${viralforge.client-address-header:}") @Nullable String addressHeader) {
        this.registry = registry;
        this.isBehindProxy = isSet(publicUrl) || isSet(addressHeader);
        this.expected = token == null || token.isBlank()
                ? new byte[0]
                : ("Bearer " + token.strip()).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isSet(@Nullable String setting) {
        return setting != null && !setting.isBlank();
    }

    @Get(produces = TEXT)
    HttpResponse<String> scrape(HttpRequest<?> request) {
        return isAllowed(request) ? HttpResponse.ok(registry.scrape()) : HttpResponse.status(HttpStatus.NOT_FOUND);
    }

    private boolean isAllowed(HttpRequest<?> request) {
        if (expected.length == 0) {
            InetAddress caller = request.getRemoteAddress().getAddress();
            String host = request.getHeaders().get(HttpHeaders.HOST);
            return !isBehindProxy
                    && caller != null
                    && caller.isLoopbackAddress()
                    && host != null
                    && THIS_MACHINE.matcher(host).matches()
                    && !request.getHeaders().contains("X-Forwarded-For")
                    && !request.getHeaders().contains("Forwarded");
        }
        String said = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        return said != null && MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8), expected);
    }
}
