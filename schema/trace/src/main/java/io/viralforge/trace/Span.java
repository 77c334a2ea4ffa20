package io.viralforge.trace;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work under way on this thread, of which a trace tells how long it took. Pieces within it are its children.
 * What traces are collected with travels in the context, so whoever works deep inside needs to know nothing of it, and
 * where nobody collects any, a span is nothing at all.
 */
public final class Span implements AutoCloseable {
    private static final String TRACEPARENT = "traceparent";
    private static final ContextKey<Tracer> TRACER = ContextKey.named("viralforge.tracer");
    private static final Span NOTHING = new Span(null, null);

    private static final TextMapGetter<String> HEADER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String key) {
            return key.equals(TRACEPARENT) ? traceparent : null;
        }
    };

    private final io.opentelemetry.api.trace.@Nullable Span span;
    private final @Nullable Scope scope;

    private Span(io.opentelemetry.api.trace.@Nullable Span span, @Nullable Scope scope) {
        this.span = span;
        this.scope = scope;
    }

    /** Where a trace enters this program. */
    static Span first(@Nullable Tracer tracer, String name, SpanKind kind, @Nullable String traceparent) {
        return tracer == null
                ? NOTHING
                : begin(tracer, name, kind, within(traceparent).with(TRACER, tracer));
    }

    /** Begins a piece of what this thread does. */
    public static Span begin(String name) {
        Context context = Context.current();
        Tracer tracer = context.get(TRACER);
        return tracer == null ? NOTHING : begin(tracer, name, SpanKind.INTERNAL, context);
    }

    @SuppressWarnings("MustBeClosedChecker") // What is begun here ends with what is returned.
    private static Span begin(Tracer tracer, String name, SpanKind kind, Context context) {
        var span = tracer.spanBuilder(name).setParent(context).setSpanKind(kind).startSpan();
        return new Span(span, context.with(span).makeCurrent());
    }

    /**
     * Tells of something that began elsewhere and ends now, such as a wait.
     *
     * @param traceparent what it is a part of
     * @return what comes after it is a part of; the same as given when no trace is collected here
     */
    public static String past(String name, String traceparent, Instant begin) {
        Tracer tracer = Context.current().get(TRACER);
        if (tracer == null) {
            return traceparent;
        }
        var span = tracer.spanBuilder(name)
                .setParent(within(traceparent))
                .setStartTimestamp(begin)
                .startSpan();
        span.end();
        return traceparent(Context.root().with(span));
    }

    /** W3C's {@code traceparent} of what this thread does, for whoever goes on with it; null when there is no trace. */
    public static @Nullable String traceparent() {
        Context context = Context.current();
        boolean isTraced = io.opentelemetry.api.trace.Span.fromContext(context)
                .getSpanContext()
                .isValid();
        return isTraced ? traceparent(context) : null;
    }

    /** The same work on another thread. */
    public static <T> Callable<T> carried(Callable<T> work) {
        return Context.current().wrap(work);
    }

    /** Says something of it: no secrets, and nothing that people wrote. */
    public Span with(String key, String value) {
        if (span != null) {
            span.setAttribute(key, value);
        }
        return this;
    }

    @Override
    public void close() {
        if (span != null && scope != null) {
            scope.close();
            span.end();
        }
    }

    private static Context within(@Nullable String traceparent) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, HEADER);
    }

    private static String traceparent(Context context) {
        StringBuilder header = new StringBuilder();
        W3CTraceContextPropagator.getInstance().inject(context, header, (into, key, value) -> {
            if (into != null && key.equals(TRACEPARENT)) {
                into.append(value);
            }
        });
        return header.toString();
    }
}
