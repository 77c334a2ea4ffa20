package io.viralforge.platform.graphql;

import graphql.GraphQLContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.language.OperationDefinition;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingEnvironmentImpl;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Knows the cursor of each event of a durable subscription, whether or not the client selects it, and lets one go on after
 * a cursor that came beside the operation: a client of Server-Sent Events does not write its operation anew to resume.
 */
final class Cursors extends SimplePerformantInstrumentation {
    private static final String AFTER = "after";

    /** The cursors on their way. Results come out in the order in which events go in, one for each. */
    static final class Trail {
        private static final String NONE = "";

        private final @Nullable String after;
        private final Queue<String> cursors = new ConcurrentLinkedQueue<>();

        Trail(@Nullable String after) {
            this.after = after;
        }

        private void note(Object event) {
            cursors.add(event instanceof Durable durable ? durable.cursor() : NONE);
        }

        /** Of the next result; null when there is nothing to resume with. */
        @Nullable
        String next() {
            String cursor = cursors.remove();
            return cursor.isEmpty() ? null : cursor;
        }
    }

    static Trail trail(GraphQLContext context) {
        return Objects.requireNonNull(context.get(Trail.class));
    }

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher,
            InstrumentationFieldFetchParameters parameters,
            @Nullable InstrumentationState state) {
        boolean isSource =
                parameters.getExecutionContext().getOperationDefinition().getOperation()
                                == OperationDefinition.Operation.SUBSCRIPTION
                        && parameters.getExecutionStepInfo().getPath().getLevel() == 1;
        return isSource ? env -> follow(fetcher, env) : fetcher;
    }

    private static @Nullable Object follow(DataFetcher<?> fetcher, DataFetchingEnvironment env) throws Exception {
        Trail trail = trail(env.getGraphQlContext());
        Object source = fetcher.get(trail.after == null ? env : resumed(env, trail.after));
        return source instanceof Publisher<?> events ? Flux.from(events).doOnNext(trail::note) : source;
    }

    private static DataFetchingEnvironment resumed(DataFetchingEnvironment env, String after) {
        if (env.getFieldDefinition().getArgument(AFTER) == null) {
            return env;
        }
        Map<String, Object> arguments = new HashMap<>(env.getArguments());
        arguments.put(AFTER, after);
        return DataFetchingEnvironmentImpl.newDataFetchingEnvironment(env)
                .arguments(arguments)
                .build();
    }
}
