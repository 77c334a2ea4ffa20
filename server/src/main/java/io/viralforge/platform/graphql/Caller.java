package io.viralforge.platform.graphql;

import graphql.GraphQLContext;
import graphql.schema.DataFetchingEnvironment;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.sql.Idempotency;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Finds out in a fetcher who is calling. The transport puts the actor into each operation's context. */
public final class Caller {
    static final String NOWHERE = "unknown";
    private static final String PERSONAL = "personal";

    private Caller() {}

    /** Whoever is calling. */
    public static Actor actor(DataFetchingEnvironment env) {
        return actor(env.getGraphQlContext());
    }

    /** Whoever is calling. */
    public static Actor actor(GraphQLContext context) {
        Actor actor = context.get(Actor.class);
        return actor == null ? new Actor.Anonymous() : actor;
    }

    /** The calling member; a caller of another kind is refused. What asks for it is answered for this person alone. */
    public static Actor.Member member(DataFetchingEnvironment env) {
        env.getGraphQlContext().put(PERSONAL, true);
        return anyMember(env);
    }

    /** Whether anything in the operation has asked which person is calling. */
    static boolean isPersonal(GraphQLContext context) {
        return context.hasKey(PERSONAL);
    }

    private static Actor.Member anyMember(DataFetchingEnvironment env) {
        return switch (actor(env)) {
            case Actor.Member member -> member;
            case Actor.WorkerNode worker -> throw new CodedException(ErrorCode.FORBIDDEN, "A worker may not do that.");
            case Actor.Anonymous nobody -> throw new CodedException(ErrorCode.UNAUTHENTICATED, "Sign in first.");
        };
    }

    /** The calling member, signed in themselves; what opens further ways in is not for API keys. */
    public static Actor.Member signedIn(DataFetchingEnvironment env) {
        Actor.Member member = member(env);
        if (member.isKey()) {
            throw new CodedException(ErrorCode.FORBIDDEN, "An API key may not do that; sign in.");
        }
        return member;
    }

    /** The studio that the caller's token is bound to. */
    public static UUID studio(DataFetchingEnvironment env) {
        return anyMember(env).studio();
    }

    /** The calling worker's token; a caller of another kind is refused. */
    public static UUID workerToken(DataFetchingEnvironment env) {
        return switch (actor(env)) {
            case Actor.WorkerNode worker -> worker.id();
            case Actor.Member member -> throw new CodedException(ErrorCode.FORBIDDEN, "Only a worker may do that.");
            case Actor.Anonymous nobody ->
                throw new CodedException(ErrorCode.UNAUTHENTICATED, "A worker token is needed.");
        };
    }

    /** This mutation of the calling member, as {@link Idempotency} wants it. */
    public static Idempotency.Request idempotent(DataFetchingEnvironment env) {
        Actor.Member member = member(env);
        Map<String, Object> arguments = new HashMap<>(env.getArguments());
        String key = (String) Objects.requireNonNull(arguments.remove("idempotencyKey"));
        return Idempotency.Request.of(
                member.studio(), member.id(), env.getField().getName(), key, arguments);
    }

    /** Where the caller is: an IP address, or "unknown". */
    public static String address(DataFetchingEnvironment env) {
        return origin(env).address();
    }

    /** Where the caller reaches this server: an address without a slash at its end. */
    public static String serverAddress(DataFetchingEnvironment env) {
        return ServerAddress.of(env.getGraphQlContext());
    }

    /** Where the caller is, and by which program. */
    public static Origin origin(DataFetchingEnvironment env) {
        return env.getGraphQlContext().getOrDefault(Origin.class, Origin.UNKNOWN);
    }
}
