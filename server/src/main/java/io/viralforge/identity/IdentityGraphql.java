package io.viralforge.identity;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.graphql.NodeType;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Payload;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Identity's part of the schema. */
@Singleton
@Requires(beans = Sql.class)
final class IdentityGraphql implements GraphqlFeature {
    private static final UUID NO_STUDIO = new UUID(0, 0);

    private final Sessions sessions;
    private final LocalAccess local;
    private final Invitations invitations;
    private final Studios studios;
    private final Members members;
    private final WorkerTokens workerTokens;

    IdentityGraphql(
            Sessions sessions,
            LocalAccess local,
            Invitations invitations,
            Studios studios,
            Members members,
            WorkerTokens workerTokens) {
        this.sessions = sessions;
        this.local = local;
        this.invitations = invitations;
        this.studios = studios;
        this.members = members;
        this.workerTokens = workerTokens;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("viewer", env -> studios.viewer(Caller.member(env))))
                .type(
                        "Service",
                        type -> type.dataFetcher("isAwaitingOperator", env -> invitations.isAwaitingOperator()))
                .type(
                        "Mutation",
                        type -> type.dataFetcher("invitationAccept", this::invitationAccept)
                                .dataFetcher("sessionCreate", this::sessionCreate)
                                .dataFetcher("localSessionCreate", this::localSessionCreate)
                                .dataFetcher("sessionRefresh", this::sessionRefresh)
                                .dataFetcher("sessionSwitch", this::sessionSwitch)
                                .dataFetcher("sessionRevoke", this::sessionRevoke)
                                .dataFetcher("studioCreate", this::studioCreate)
                                .dataFetcher("studioUpdate", this::studioUpdate)
                                .dataFetcher("invitationCreate", this::invitationCreate)
                                .dataFetcher("memberUpdate", this::memberUpdate)
                                .dataFetcher("memberRemove", this::memberRemove)
                                .dataFetcher("workerTokenCreate", this::workerTokenCreate)
                                .dataFetcher("workerTokenRevoke", this::workerTokenRevoke))
                .type(
                        "Session",
                        type -> type.dataFetcher(
                                        "accessToken",
                                        env -> session(env).access().text())
                                .dataFetcher(
                                        "refreshToken",
                                        env -> session(env).refresh().text()))
                .type("Viewer", type -> type.dataFetcher("studios", this::studiosOfViewer))
                .type(
                        "Person",
                        type -> type.dataFetcher(
                                "id", env -> Id.Type.PERSON.of(person(env).id())))
                .type(
                        "Studio",
                        type -> type.dataFetcher(
                                        "id",
                                        env -> Id.Type.STUDIO.of(studio(env).id()))
                                .dataFetcher("members", this::membersOfStudio))
                .type(
                        "Member",
                        type -> type.dataFetcher(
                                "id", env -> Id.Type.MEMBER.of(member(env).id())));
    }

    @Override
    public List<NodeType<?>> nodeTypes() {
        return List.of(
                new NodeType<>(Id.Type.PERSON, "Person", Person.class, members::findPersons),
                new NodeType<>(Id.Type.STUDIO, "Studio", Studio.class, studios::find),
                new NodeType<>(Id.Type.MEMBER, "Member", Member.class, members::find));
    }

    private Object invitationAccept(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return SignInPayload.of(invitations.accept(
                new Invitations.Answer(
                        new Secret(input.text("token")),
                        input.text("email"),
                        new Secret(input.text("password")),
                        input.text("name"),
                        input.textOrNull("studioName")),
                Caller.origin(env)));
    }

    private Object sessionCreate(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        UUID wanted = studioOrNone(input.textOrNull("studioId"));
        return SignInPayload.of(
                sessions.create(input.text("email"), new Secret(input.text("password")), wanted, Caller.origin(env)));
    }

    private Object localSessionCreate(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return SignInPayload.of(local.open(
                new Secret(input.text("secret")),
                input.flag("isSample"),
                input.flag("isExisting"),
                Caller.origin(env)));
    }

    private Object sessionRefresh(DataFetchingEnvironment env) {
        return SignInPayload.of(sessions.refresh(new Secret(text(env, "refreshToken")), Caller.origin(env)));
    }

    private Object sessionSwitch(DataFetchingEnvironment env) {
        return SignInPayload.of(sessions.switchTo(
                Caller.signedIn(env), Id.Type.STUDIO.uuid(text(env, "studioId")), Caller.origin(env)));
    }

    private Object sessionRevoke(DataFetchingEnvironment env) {
        return Payload.of("isRevoked", sessions.revoke(new Secret(text(env, "refreshToken"))), false);
    }

    private Object studioCreate(DataFetchingEnvironment env) {
        Caller.signedIn(env);
        Input input = Input.argument(env, "input");
        return Payload.of("studio", studios.create(Caller.idempotent(env), input.text("name"), input.text("timeZone")));
    }

    private Object studioUpdate(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return Payload.of(
                "studio",
                studios.update(
                        // How people prove who they are is not for a program to say.
                        input.has("isFactorRequired") ? Caller.signedIn(env) : Caller.member(env),
                        input.textOrNull("name"),
                        input.textOrNull("timeZone"),
                        input.flagOrNull("isFactorRequired")));
    }

    private Object invitationCreate(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        Outcome<Invitations.Made> made =
                invitations.create(Caller.signedIn(env), input.textOrNull("email"), input.as("role", Role.class));
        return spread(
                made,
                Map.of(
                        "url",
                        Invitations.Made::url,
                        "expiresAt",
                        Invitations.Made::expiresAt,
                        "mailedTo",
                        Invitations.Made::mailedTo));
    }

    private Object memberUpdate(DataFetchingEnvironment env) {
        Role role = Role.valueOf(text(env, "role"));
        return Payload.of("member", members.update(Caller.signedIn(env), Id.Type.MEMBER.uuid(text(env, "id")), role));
    }

    private Object memberRemove(DataFetchingEnvironment env) {
        return Payload.of(
                "removedId",
                members.remove(Caller.member(env), Id.Type.MEMBER.uuid(text(env, "id")))
                        .map(Id.Type.MEMBER::of));
    }

    private Object workerTokenCreate(DataFetchingEnvironment env) {
        Caller.signedIn(env);
        Input input = Input.argument(env, "input");
        Outcome<WorkerTokens.Created> created = workerTokens.create(
                input.text("name"), input.asOrNull("expiresAt", Instant.class), input.flag("isTrusted"));
        return spread(
                created,
                Map.of(
                        "id", token -> Id.Type.WORKER_TOKEN.of(token.id()),
                        "token", token -> token.token().text()));
    }

    private Object workerTokenRevoke(DataFetchingEnvironment env) {
        return Payload.of("isRevoked", workerTokens.revoke(Id.Type.WORKER_TOKEN.uuid(text(env, "id"))), false);
    }

    private Object studiosOfViewer(DataFetchingEnvironment env) {
        return studios.ofPerson(looking(env), Page.of(env));
    }

    private Connection<Member> membersOfStudio(DataFetchingEnvironment env) {
        Actor.Member actor = looking(env);
        if (!actor.studio().equals(studio(env).id())) {
            throw new CodedException(ErrorCode.FORBIDDEN, "Switch to that studio to see its members.");
        }
        if (actor.scopes().equals(Scope.OF_ENROLLING)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "Set up a second factor first: the studio requires one.");
        }
        return members.page(actor, Page.of(env));
    }

    /** The studio that somebody wants to work in. An id that is none finds nothing, but only once they are known. */
    static @Nullable UUID studioOrNone(@Nullable String id) {
        UUID studio = id == null ? null : Id.Type.STUDIO.uuid(id);
        return id != null && studio == null ? NO_STUDIO : studio;
    }

    private static Actor.Member looking(DataFetchingEnvironment env) {
        return env.getLocalContext() instanceof Actor.Member actor ? actor : Caller.member(env);
    }

    interface Part<T> {
        @Nullable
        Object of(T value);
    }

    /** A payload that shows parts of what was made, each under a name of its own. */
    static <T> Map<String, @Nullable Object> spread(Outcome<T> outcome, Map<String, Part<T>> parts) {
        Map<String, @Nullable Object> payload = new HashMap<>(Payload.of("", outcome));
        parts.forEach((name, part) ->
                payload.put(name, outcome instanceof Outcome.Done<T>(T value) ? part.of(value) : null));
        return payload;
    }

    private static Session session(DataFetchingEnvironment env) {
        return Objects.requireNonNull(env.<Session>getSource());
    }

    private static Person person(DataFetchingEnvironment env) {
        return Objects.requireNonNull(env.<Person>getSource());
    }

    private static Member member(DataFetchingEnvironment env) {
        return Objects.requireNonNull(env.<Member>getSource());
    }

    private static Studio studio(DataFetchingEnvironment env) {
        return Objects.requireNonNull(env.<Studio>getSource());
    }

    private static String text(DataFetchingEnvironment env, String argument) {
        return Objects.requireNonNull(env.<String>getArgument(argument));
    }
}
