package io.viralforge.jobs;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.graphql.Payload;
import io.viralforge.platform.id.Id;
import jakarta.inject.Singleton;

/** queue.graphqls. */
@Singleton
final class QueueGraphql implements GraphqlFeature {
    private final QueueLimits limits;

    QueueGraphql(QueueLimits limits) {
        this.limits = limits;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("queueUse", env -> limits.use(Caller.studio(env))))
                .type("Mutation", type -> type.dataFetcher("queueLimitsSet", this::set));
    }

    private Object set(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return Payload.of(
                "queueUse",
                limits.set(
                        Id.Type.STUDIO.uuid(input.text("studioId")),
                        input.numberOrNull("maxQueued"),
                        input.numberOrNull("maxRunning")));
    }
}
