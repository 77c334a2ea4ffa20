package io.viralforge.platform.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What subscribers are told of an event. Those who ask the same and may see the same share one execution and one text: a
 * thousand phones that follow a studio's jobs cost what one costs. Shared is only what is the same for all of them and has
 * no error, for an error names its request.
 */
final class EventAnswers {
    /** So long do followers of one event take to come for it; who is slower gets an answer of his own, of then. */
    private static final Duration KEPT = Duration.ofSeconds(1);

    private static final int MOST = 1_000;

    private record Key(EventQuestion question, Object event) {}

    /** Null within: there is nothing to share. */
    private final Cache<Key, CompletableFuture<@Nullable String>> recent =
            Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST).build();

    private final GraphQL graphql;
    private final Counter executed;
    private final Counter shared;

    EventAnswers(GraphQL graphql, MeterRegistry registry) {
        this.graphql = graphql.transform(
                events -> events.subscriptionExecutionStrategy(new AsyncExecutionStrategy(new Faults()))
                        .instrumentation(new SourceIsHere()));
        this.executed = registry.counter("viralforge.graphql.events", "answer", "executed");
        this.shared = registry.counter("viralforge.graphql.events", "answer", "shared");
    }

    /** @param input the subscriber's operation, with the event as its root */
    Answer.Event answer(EventQuestion question, ExecutionInput input, String requestId) {
        Object event = Objects.requireNonNull(input.getRoot());
        return new Answer.Event(
                event instanceof Durable durable ? durable.cursor() : null,
                json(new Key(question, event), input, requestId));
    }

    private String json(Key key, ExecutionInput input, String requestId) {
        CompletableFuture<@Nullable String> own = new CompletableFuture<>();
        CompletableFuture<@Nullable String> first = recent.asMap().putIfAbsent(key, own);
        String known = first == null ? null : first.join();
        if (known != null) {
            shared.increment();
            return known;
        }
        try {
            executed.increment();
            ExecutionResult result = graphql.execute(input);
            String json = ResponseJson.text(Engine.body(result, requestId));
            if (result.getErrors().isEmpty() && !Caller.isPersonal(input.getGraphQLContext())) {
                own.complete(json);
            }
            return json;
        } finally {
            own.complete(null);
        }
    }

    /** Of an event the source need not be asked: it came from there. */
    private static final class SourceIsHere extends SimplePerformantInstrumentation {
        @Override
        public DataFetcher<?> instrumentDataFetcher(
                DataFetcher<?> fetcher,
                InstrumentationFieldFetchParameters parameters,
                @Nullable InstrumentationState state) {
            return parameters.getExecutionStepInfo().getPath().getLevel() == 1
                    ? (DataFetcher<Object>) DataFetchingEnvironment::getRoot
                    : fetcher;
        }
    }
}
