package io.viralforge.identity;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.graphql.Payload;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.util.Objects;

/** In the schema, what needs mail: addresses that are proven, and a password set anew without an operator. */
@Singleton
@Requires(beans = Sql.class)
final class EmailGraphql implements GraphqlFeature {
    private final EmailVerifications verifications;
    private final PasswordResets resets;

    EmailGraphql(EmailVerifications verifications, PasswordResets resets) {
        this.verifications = verifications;
        this.resets = resets;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Viewer",
                        type -> type.dataFetcher(
                                "isEmailVerified",
                                env -> verifications.isVerified(Objects.requireNonNull(env.<Viewer>getSource())
                                        .actor()
                                        .id())))
                .type(
                        "Mutation",
                        type -> type.dataFetcher("emailChange", this::change)
                                .dataFetcher(
                                        "emailVerificationSend",
                                        env -> Payload.of(
                                                "isSent",
                                                verifications.sendAgain(Caller.signedIn(env), Caller.address(env)),
                                                false))
                                .dataFetcher(
                                        "emailVerify",
                                        env -> Payload.of(
                                                "email",
                                                verifications.verify(
                                                        new Secret(Objects.requireNonNull(
                                                                env.<String>getArgument("token"))),
                                                        Caller.address(env))))
                                .dataFetcher(
                                        "passwordResetRequest",
                                        env -> Payload.of(
                                                "isAccepted",
                                                resets.request(
                                                        Input.argument(env, "input")
                                                                .text("email"),
                                                        Caller.address(env)),
                                                false)));
    }

    private Object change(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return Payload.of(
                "isChanged",
                verifications.change(
                        Caller.signedIn(env),
                        input.text("email"),
                        new Secret(input.text("password")),
                        Caller.address(env)),
                false);
    }
}
