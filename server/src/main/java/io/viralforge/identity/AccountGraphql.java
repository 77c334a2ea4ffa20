package io.viralforge.identity;

import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.graphql.AuditTrail;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Payload;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person's own account in the schema, and what links and tokens are about. */
@Singleton
@Requires(beans = Sql.class)
final class AccountGraphql implements GraphqlFeature {
    private final OwnAccount account;
    private final Invitations invitations;
    private final WorkerTokens workerTokens;
    private final PasswordResets resets;

    AccountGraphql(OwnAccount account, Invitations invitations, WorkerTokens workerTokens, PasswordResets resets) {
        this.resets = resets;
        this.account = account;
        this.invitations = invitations;
        this.workerTokens = workerTokens;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher(
                                        "sessions", env -> account.sessions(Caller.signedIn(env), Page.of(env)))
                                .dataFetcher("invitations", env -> invitations.page(Caller.member(env), Page.of(env)))
                                .dataFetcher(
                                        "invitationCheck",
                                        env -> invitations.check(new Secret(text(env, "token")), Caller.address(env)))
                                .dataFetcher("workerTokens", env -> workerTokens.page(Page.of(env))))
                .type(
                        "Mutation",
                        type -> type.dataFetcher("passwordChange", this::passwordChange)
                                .dataFetcher("passwordResetCreate", this::passwordResetCreate)
                                .dataFetcher("passwordReset", this::passwordReset)
                                .dataFetcher("sessionEnd", this::sessionEnd)
                                .dataFetcher("sessionEndOthers", env -> ended(account.endOthers(Caller.signedIn(env))))
                                .dataFetcher("invitationRevoke", this::invitationRevoke))
                .type(
                        "OpenSession",
                        type -> type.dataFetcher(
                                        "id",
                                        env -> Id.Type.SESSION.of(session(env).id()))
                                .dataFetcher(
                                        "isThis",
                                        env -> session(env)
                                                .id()
                                                .equals(Caller.member(env).session())))
                .type(
                        "OpenInvitation",
                        type -> type.dataFetcher(
                                "id",
                                env -> Id.Type.INVITATION.of(Objects.requireNonNull(env.<OpenInvitation>getSource())
                                        .id())))
                .type(
                        "WorkerToken",
                        type -> type.dataFetcher(
                                "id",
                                env -> Id.Type.WORKER_TOKEN.of(Objects.requireNonNull(env.<WorkerToken>getSource())
                                        .id())));
    }

    private Object passwordChange(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return ended(account.changePassword(
                Caller.signedIn(env),
                new Secret(input.text("currentPassword")),
                new Secret(input.text("newPassword")),
                Caller.address(env)));
    }

    private Object passwordResetCreate(DataFetchingEnvironment env) {
        Caller.signedIn(env);
        Outcome<OneTimeLink> link = resets.create(Input.argument(env, "input").text("email"));
        Map<String, @Nullable Object> payload = new HashMap<>(Payload.of("url", link.map(OneTimeLink::url)));
        payload.put("expiresAt", link instanceof Outcome.Done<OneTimeLink>(OneTimeLink made) ? made.expiresAt() : null);
        return payload;
    }

    private Object passwordReset(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        Outcome<UUID> reset =
                resets.use(new Secret(input.text("token")), new Secret(input.text("newPassword")), Caller.address(env));
        return DataFetcherResult.newResult()
                .data(Payload.of("isReset", reset.map(person -> true), false))
                .localContext(reset instanceof Outcome.Done<UUID>(UUID person) ? new AuditTrail.Proven(person) : null)
                .build();
    }

    private Object sessionEnd(DataFetchingEnvironment env) {
        return ended(account.end(Caller.signedIn(env), Id.Type.SESSION.uuid(text(env, "id"))));
    }

    private Object invitationRevoke(DataFetchingEnvironment env) {
        return Payload.of(
                "revokedId",
                invitations
                        .revoke(Caller.member(env), Id.Type.INVITATION.uuid(text(env, "id")))
                        .map(Id.Type.INVITATION::of));
    }

    private static Object ended(Outcome<List<UUID>> sessions) {
        return Payload.of(
                "endedSessions",
                sessions.map(ids -> ids.stream().map(Id.Type.SESSION::of).toList()),
                List.of());
    }

    private static OpenSession session(DataFetchingEnvironment env) {
        return Objects.requireNonNull(env.<OpenSession>getSource());
    }

    private static String text(DataFetchingEnvironment env, String argument) {
        return Objects.requireNonNull(env.<String>getArgument(argument));
    }
}
