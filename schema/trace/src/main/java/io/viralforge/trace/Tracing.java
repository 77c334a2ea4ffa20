package io.viralforge.trace;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends this program's spans to an endpoint, or does nothing at all. Where they go, what of them is kept and what the
 * endpoint wants to hear is told by OpenTelemetry's own variables (OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER and so
 * on).
 */
public final class Tracing implements AutoCloseable {
    private static final String STANDARD = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private final @Nullable OpenTelemetrySdk sdk;
    private final @Nullable Tracer tracer;

    private Tracing(@Nullable OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk == null ? null : sdk.getTracer("io.viralforge");
    }

    /**
     * For a program of this name.
     *
     * @param endpoint takes OTLP over HTTP, such as http://127.0.0.1:4318; null or blank: what OpenTelemetry's own
     *     variable says, and without that nothing is collected
     */
    public static Tracing of(String program, @Nullable String endpoint) {
        String standard = System.getenv(STANDARD);
        Map<String, String> ours = endpoint == null || endpoint.isBlank()
                ? Map.of()
                : Map.of("otel.exporter.otlp.endpoint", endpoint.strip());
        if (ours.isEmpty() && (standard == null || standard.isBlank())) {
            return new Tracing(null);
        }
        return new Tracing(AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> Map.of(
                        "otel.service.name", program,
                        "otel.exporter.otlp.protocol", "http/protobuf",
                        "otel.metrics.exporter", "none",
                        "otel.logs.exporter", "none"))
                .addPropertiesCustomizer(properties -> ours)
                .build()
                .getOpenTelemetrySdk());
    }

    /** Begins to answer a request, as a part of what the caller's {@code traceparent} says. */
    public Span request(String name, @Nullable String traceparent) {
        return Span.first(tracer, name, SpanKind.SERVER, traceparent);
    }

    /** Begins work that was ordered a while ago. */
    public Span work(String name, @Nullable String traceparent) {
        return Span.first(tracer, name, SpanKind.CONSUMER, traceparent);
    }

    /** Sends what has not been sent. */
    @Override
    public void close() {
        if (sdk != null) {
            sdk.close();
        }
    }
}
