package io.viralforge.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TracingTest {
    @Test
    void whatIsDoneWithinAPieceOfWorkIsAPartOfItOnThisThreadAndElsewhere() throws Exception {
        try (Collector collector = new Collector()) {
            try (Tracing tracing = Tracing.of("test", collector.endpoint().toString())) {
                try (Span _ = tracing.request("POST", null);
                        Span _ = Span.begin("mutation")) {
                    Thread other = new Thread(() -> {
                        try (Span _ = Span.begin("not carried")) {
                            assertThat(Span.traceparent()).isNull();
                        }
                    });
                    other.start();
                    other.join();
                    Span.carried(() -> {
                                try (Span inner = Span.begin("inner")) {
                                    return inner.with("exit", "0");
                                }
                            })
                            .call();
                }
                assertThat(Span.traceparent()).isNull();
            }
            assertThat(collector.all()).extracting(Collector.Told::name).containsExactly("inner", "mutation", "POST");
            assertThat(collector.path(collector.all().getFirst())).containsExactly("inner", "mutation", "POST");
            assertThat(collector.all()).extracting(Collector.Told::program).containsOnly("test");
        }
    }

    @Test
    void aTraceGoesOnInAnotherProgramAndWaitsAreAPartOfIt() throws Exception {
        try (Collector collector = new Collector()) {
            String submitted;
            String leased;
            Instant begin = Instant.parse("2026-01-01T00:00:00Z");
            try (Tracing server = Tracing.of("server", collector.endpoint().toString())) {
                try (Span _ = server.request("submit", null)) {
                    submitted = Objects.requireNonNull(Span.traceparent());
                }
                try (Span _ = server.request("lease", null)) {
                    leased = Span.past("wait", submitted, begin);
                }
            }
            assertThat(leased).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]").isNotEqualTo(submitted);
            try (Tracing worker = Tracing.of("worker", collector.endpoint().toString());
                    Span _ = worker.work("attempt", leased)) {
                assertThat(Span.traceparent()).startsWith(leased.substring(0, 35));
            }
            Collector.Told attempt = collector.all().getLast();
            assertThat(collector.path(attempt)).containsExactly("attempt", "wait", "submit");
            assertThat(attempt.program()).isEqualTo("worker");
            assertThat(collector.all())
                    .filteredOn(span -> span.name().equals("wait"))
                    .extracting(Collector.Told::begin)
                    .containsExactly(begin.toEpochMilli() * 1_000_000);
        }
    }

    @Test
    void withoutAnEndpointThereIsNothing() {
        try (Tracing tracing = Tracing.of("test", " ");
                Span request = tracing.request("POST", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
                Span inner = Span.begin("inner")) {
            assertThat(inner).isSameAs(request);
            assertThat(Span.traceparent()).isNull();
            assertThat(Span.past("wait", "as it was", Instant.EPOCH)).isEqualTo("as it was");
        }
    }

    @Test
    void aTraceparentThatIsNoneBeginsATrace() throws Exception {
        try (Collector collector = new Collector()) {
            try (Tracing tracing = Tracing.of("test", collector.endpoint().toString());
                    Span _ = tracing.request("POST", "00-nonsense\n")) {
                assertThat(Span.traceparent()).isNotNull();
            }
            assertThat(collector.all()).extracting(Collector.Told::parent).containsExactly("");
        }
    }
}
