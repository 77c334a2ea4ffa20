package io.viralforge.platform.graphql;

import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.idl.SchemaDirectiveWiring;
import graphql.schema.idl.SchemaDirectiveWiringEnvironment;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.text.PlainText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Has {@code @audited} mutations kept, once they are answered: those that were done, and those that were refused for a
 * reason other than that too many were tried, for who floods must not fill the trail. Of the arguments only those are kept
 * that the schema names. What a scope refuses never comes here.
 */
final class Audited implements SchemaDirectiveWiring {
    private static final String FLOOD = "TOO_MANY_ATTEMPTS";
    private static final String EMAIL = "input.email";
    private static final int LONGEST = 200;

    @Override
    public GraphQLFieldDefinition onField(SchemaDirectiveWiringEnvironment<GraphQLFieldDefinition> environment) {
        var directive = environment.getAppliedDirective();
        Collection<?> named =
                Objects.requireNonNull(directive.getArgument("shows")).getValue();
        List<String> shows = named.stream().map(Object::toString).toList();
        boolean isInstallations = Objects.requireNonNull(
                Objects.requireNonNull(directive.getArgument("isInstallations")).<Boolean>getValue());
        DataFetcher<?> fetcher = environment.getFieldDataFetcher();
        return environment.setFieldDataFetcher((DataFetcher<Object>) env -> {
            Object result = fetcher.get(env);
            AuditTrail trail = env.getGraphQlContext().get(AuditTrail.class);
            String error = error(result);
            if (trail != null && !FLOOD.equals(error)) {
                Actor actor = actor(env, result);
                trail.keep(new AuditTrail.Act(
                        actor,
                        Caller.origin(env),
                        env.getField().getName(),
                        isInstallations,
                        details(env, shows),
                        error,
                        actor instanceof Actor.Anonymous ? argument(env, EMAIL) : null));
            }
            return result;
        });
    }

    /** A sign-in is an act of whom it signs in. */
    private static Actor actor(DataFetchingEnvironment env, @Nullable Object result) {
        return result instanceof DataFetcherResult<?> signedIn && signedIn.getLocalContext() instanceof Actor actor
                ? actor
                : Caller.actor(env);
    }

    private static @Nullable String error(@Nullable Object result) {
        Object payload = result instanceof DataFetcherResult<?> wrapped ? wrapped.getData() : result;
        return payload instanceof Map<?, ?> map
                        && map.get("userErrors") instanceof List<?> errors
                        && !errors.isEmpty()
                        && errors.getFirst() instanceof UserError first
                ? first.code().name()
                : null;
    }

    private static List<String> details(DataFetchingEnvironment env, List<String> shows) {
        List<String> details = new ArrayList<>();
        for (String path : shows) {
            String value = argument(env, path);
            if (value != null) {
                details.add(path.substring(path.lastIndexOf('.') + 1) + "="
                        + PlainText.cut(PlainText.line(value), LONGEST));
            }
        }
        return details;
    }

    private static @Nullable String argument(DataFetchingEnvironment env, String path) {
        Object value = env.getArguments();
        for (String name : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value == null ? null : value.toString();
    }
}
