package io.viralforge.platform.graphql;

import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.idl.SchemaDirectiveWiring;
import graphql.schema.idl.SchemaDirectiveWiringEnvironment;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.text.PlainText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has {@code @audited} mutations kept, once they are answered: those that were done, those that were refused, and those that
 * failed, for what a failure follows may have been done. Of the arguments only those are kept that the schema names.
 *
 * <p>Strangers must not fill the trail, nor write in it under others' names. So nothing is kept of those who are turned away
 * for trying too often, of those whose link or secret is none, and of those who should have signed in.
 */
final class Audited implements SchemaDirectiveWiring {
    private static final Logger LOG = LoggerFactory.getLogger(Audited.class);
    private static final Set<String> NOISE = Set.of("TOO_MANY_ATTEMPTS", "THROTTLED", "TOKEN_INVALID");
    private static final Set<ErrorCode> STRANGERS = Set.of(ErrorCode.UNAUTHENTICATED, ErrorCode.BAD_REQUEST);
    private static final String EMAIL = "input.email";
    private static final int LONGEST = 200;

    /**
     * A mutation that is kept.
     *
     * @param shows paths of the arguments that may be shown
     */
    private record Kept(List<String> shows, boolean isInstallations) {}

    @Override
    public GraphQLFieldDefinition onField(SchemaDirectiveWiringEnvironment<GraphQLFieldDefinition> environment) {
        var directive = environment.getAppliedDirective();
        Collection<?> named =
                Objects.requireNonNull(directive.getArgument("shows")).getValue();
        Kept kept = new Kept(
                named.stream().map(Object::toString).toList(),
                Objects.requireNonNull(Objects.requireNonNull(directive.getArgument("isInstallations"))
                        .<Boolean>getValue()));
        DataFetcher<?> fetcher = environment.getFieldDataFetcher();
        return environment.setFieldDataFetcher((DataFetcher<Object>) env -> {
            Object result;
            try {
                result = fetcher.get(env);
            } catch (Exception failure) {
                keepFailure(env, kept, Faults.code(failure));
                throw failure;
            }
            keepAnswer(env, kept, result);
            return result;
        });
    }

    private static void keepAnswer(DataFetchingEnvironment env, Kept kept, @Nullable Object result) {
        Object context = result instanceof DataFetcherResult<?> wrapped ? wrapped.getLocalContext() : null;
        // A sign-in is an act of whom it signs in.
        Actor actor = context instanceof Actor signedIn ? signedIn : Caller.actor(env);
        keep(
                env,
                kept,
                actor,
                error(result),
                context instanceof AuditTrail.Proven(UUID person) ? person : null,
                actor instanceof Actor.Anonymous ? argument(env, EMAIL) : null);
    }

    /** An operation ends with the first failure, so a hundred mutations in one leave one entry. */
    private static void keepFailure(DataFetchingEnvironment env, Kept kept, ErrorCode code) {
        Actor actor = Caller.actor(env);
        if (!(actor instanceof Actor.Anonymous && STRANGERS.contains(code))) {
            keep(env, kept, actor, code.name(), null, null);
        }
    }

    /** What was done stays done, and is answered, when it cannot be written down. */
    private static void keep(
            DataFetchingEnvironment env,
            Kept kept,
            Actor actor,
            @Nullable String error,
            @Nullable UUID proven,
            @Nullable String claimed) {
        AuditTrail trail = env.getGraphQlContext().get(AuditTrail.class);
        if (trail == null || (error != null && NOISE.contains(error))) {
            return;
        }
        String action = env.getField().getName();
        try {
            trail.keep(new AuditTrail.Act(
                    actor,
                    Caller.origin(env),
                    action,
                    kept.isInstallations,
                    details(env, kept.shows),
                    error,
                    proven,
                    claimed));
        } catch (RuntimeException e) {
            LOG.error("{} by {} has no entry in the audit log", action, actor.id(), e);
        }
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
