package io.viralforge.platform.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.concurrent.TimeUnit;

/** How many requests, of which part of the server, with which status, and how long until their answer began. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class HttpMeters {
    private static final String BEGIN = "io.viralforge.metrics.begin";

    private final MeterRegistry registry;

    HttpMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @RequestFilter
    void begin(HttpRequest<?> request) {
        request.setAttribute(BEGIN, System.nanoTime());
    }

    @ResponseFilter
    void end(HttpRequest<?> request, HttpResponse<?> response) {
        long begin = request.getAttribute(BEGIN, Long.class).orElseGet(System::nanoTime);
        registry.timer(
                        "viralforge.http.requests",
                        "part",
                        part(request.getPath()),
                        "method",
                        request.getMethod().name(),
                        "status",
                        Integer.toString(response.code()))
                .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }

    /** A stranger can ask for any path, and each would be a series of its own. */
    private static String part(String path) {
        int end = path.indexOf('/', 1);
        String first = end < 0 ? path : path.substring(0, end);
        return switch (first) {
            case "/graphql", "/health", "/metrics", "/objects", "/playground", "/setup", "/.well-known" -> first;
            case "/" -> "/";
            default -> "other";
        };
    }
}
