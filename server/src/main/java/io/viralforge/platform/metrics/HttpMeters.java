package io.viralforge.platform.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.concurrent.TimeUnit;

/** How many requests, on which route, with which status, and how long until their answer began. */
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
                        // The route and not the path: a stranger can ask for any path, and each would be a series.
                        BasicHttpAttributes.getUriTemplate(request).orElse("other"),
                        "method",
                        request.getMethod().name(),
                        "status",
                        Integer.toString(response.code()))
                .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }
}
