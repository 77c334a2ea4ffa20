package io.viralforge.platform.graphql;

import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.language.OperationDefinition;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingEnvironmentImpl;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a durable subscription go on after a cursor that came beside the operation: a client of Server-Sent Events does not
 * write its operation anew to resume.
 */
final class Resumption extends SimplePerformantInstrumentation {
    /** Where the cursor is in the operation's context. */
    record After(String cursor) {}

    private static final String AFTER = "after";

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher,
            InstrumentationFieldFetchParameters parameters,
            @Nullable InstrumentationState state) {
        boolean isSource =
                parameters.getExecutionContext().getOperationDefinition().getOperation()
                                == OperationDefinition.Operation.SUBSCRIPTION
                        && parameters.getExecutionStepInfo().getPath().getLevel() == 1;
        After after = parameters.getExecutionContext().getGraphQLContext().get(After.class);
        return isSource && after != null ? (DataFetcher<Object>) env -> fetcher.get(resumed(env, after)) : fetcher;
    }

    private static DataFetchingEnvironment resumed(DataFetchingEnvironment env, After after) {
        if (env.getFieldDefinition().getArgument(AFTER) == null) {
            return env;
        }
        Map<String, Object> arguments = new HashMap<>(env.getArguments());
        arguments.put(AFTER, after.cursor());
        return DataFetchingEnvironmentImpl.newDataFetchingEnvironment(env)
                .arguments(arguments)
                .build();
    }
}
