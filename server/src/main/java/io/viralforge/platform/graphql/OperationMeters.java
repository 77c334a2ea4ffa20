package io.viralforge.platform.graphql;

import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLNamedType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.viralforge.trace.Span;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Operations by kind and outcome, root fields, and the batches of loaders. What is below a root field is not timed: a
 * clock for every scalar costs more than reading it. The same are spans of a trace, where one is collected.
 */
final class OperationMeters extends SimplePerformantInstrumentation {
    private final MeterRegistry registry;

    OperationMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, @Nullable InstrumentationState state) {
        String kind = parameters
                .getExecutionContext()
                .getOperationDefinition()
                .getOperation()
                .name()
                .toLowerCase(Locale.ROOT);
        Timer.Sample sample = Timer.start(registry);
        return SimpleInstrumentationContext.whenCompleted((result, failure) -> sample.stop(
                registry.timer("viralforge.graphql.operations", "kind", kind, "outcome", outcome(result, failure))));
    }

    /** The first error's code stands for the operation. */
    private static String outcome(@Nullable ExecutionResult result, @Nullable Throwable failure) {
        if (failure != null || result == null) {
            return "INTERNAL";
        }
        if (result.getErrors().isEmpty()) {
            return "OK";
        }
        GraphQLError first = result.getErrors().getFirst();
        Object code =
                first.getExtensions() == null ? null : first.getExtensions().get("code");
        return code == null ? "INTERNAL" : code.toString();
    }

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher,
            InstrumentationFieldFetchParameters parameters,
            @Nullable InstrumentationState state) {
        return parameters.getExecutionStepInfo().getPath().getLevel() == 1
                ? (DataFetcher<Object>) env -> timed(fetcher, env)
                : fetcher;
    }

    private @Nullable Object timed(DataFetcher<?> fetcher, DataFetchingEnvironment env) throws Exception {
        Timer.Sample sample = Timer.start(registry);
        String name = ((GraphQLNamedType) env.getParentType()).getName() + "."
                + env.getFieldDefinition().getName();
        Timer timer = registry.timer("viralforge.graphql.fields", "field", name);
        boolean isPending = false;
        try (Span _ = Span.begin(name)) {
            Object value = fetcher.get(env);
            if (value instanceof CompletionStage<?> pending) {
                isPending = true;
                return pending.whenComplete((done, failure) -> sample.stop(timer));
            }
            return value;
        } finally {
            if (!isPending) {
                sample.stop(timer);
            }
        }
    }

    /** Loads a batch. */
    <K, V> Map<K, V> batch(String loader, Set<K> keys, Supplier<Map<K, V>> load) {
        registry.summary("viralforge.graphql.batch.keys", "loader", loader).record(keys.size());
        Timer.Sample sample = Timer.start(registry);
        try (Span span = Span.begin("load " + loader)) {
            span.with("keys", Integer.toString(keys.size()));
            return load.get();
        } finally {
            sample.stop(registry.timer("viralforge.graphql.batches", "loader", loader));
        }
    }
}
