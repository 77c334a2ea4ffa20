package io.viralforge.platform.graphql;

import graphql.schema.DataFetcher;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.idl.SchemaDirectiveWiring;
import graphql.schema.idl.SchemaDirectiveWiringEnvironment;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Enforces {@code @scope}: the fetcher behind it is not called for whom it is closed to. */
final class ScopeCheck implements SchemaDirectiveWiring {
    @Override
    public GraphQLFieldDefinition onField(SchemaDirectiveWiringEnvironment<GraphQLFieldDefinition> environment) {
        Collection<?> names = Objects.requireNonNull(
                        environment.getAppliedDirective().getArgument("any"))
                .getValue();
        Set<Scope> any =
                names.stream().map(name -> Scope.valueOf(name.toString())).collect(Collectors.toUnmodifiableSet());
        DataFetcher<?> fetcher = environment.getFieldDataFetcher();
        return environment.setFieldDataFetcher((DataFetcher<Object>) env -> {
            require(Caller.actor(env), any);
            return fetcher.get(env);
        });
    }

    private static void require(Actor actor, Set<Scope> any) {
        if (!Collections.disjoint(actor.scopes(), any)) {
            return;
        }
        if (actor instanceof Actor.Anonymous) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "Sign in first.");
        }
        List<Scope> wanted = any.stream().sorted().toList();
        throw new CodedException(
                ErrorCode.FORBIDDEN,
                "This wants a token with the scope " + (wanted.size() == 1 ? wanted.getFirst() : "of one of " + wanted)
                        + ".");
    }
}
