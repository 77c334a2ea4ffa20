package io.viralforge.identity;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.factors.Challenge;
import io.viralforge.identity.factors.Codes;
import io.viralforge.identity.factors.Factors;
import io.viralforge.identity.factors.Passkey;
import io.viralforge.identity.factors.Passkeys;
import io.viralforge.identity.factors.SecondStep;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.Fetch;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.graphql.Payload;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** factors.graphqls. */
@Singleton
@Requires(beans = Sql.class)
final class FactorGraphql implements GraphqlFeature {
    private final OwnFactors factors;
    private final FactorSignIn signIn;
    private final Passkeys passkeys;

    FactorGraphql(OwnFactors factors, FactorSignIn signIn, Passkeys passkeys) {
        this.factors = factors;
        this.signIn = signIn;
        this.passkeys = passkeys;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("factors", env -> factors.view(Caller.signedIn(env))))
                .type(
                        "Mutation",
                        type -> type.dataFetcher("sessionConfirm", this::sessionConfirm)
                                .dataFetcher("passkeySessionStart", env -> begun(passkeys.signIn()))
                                .dataFetcher("passkeySessionCreate", this::passkeySessionCreate)
                                .dataFetcher("totpStart", this::totpStart)
                                .dataFetcher("totpConfirm", this::totpConfirm)
                                .dataFetcher("totpRemove", this::totpRemove)
                                .dataFetcher("recoveryCodesCreate", this::recoveryCodesCreate)
                                .dataFetcher("passkeyStart", this::passkeyStart)
                                .dataFetcher("passkeyFinish", this::passkeyFinish)
                                .dataFetcher("passkeyRename", this::passkeyRename)
                                .dataFetcher("passkeyRemove", this::passkeyRemove)
                                .dataFetcher("factorsRemove", this::factorsRemove))
                .type(
                        "SessionChallenge",
                        type -> type.dataFetcher(
                                "challenge",
                                env -> Fetch.source(env, SecondStep.class)
                                        .challenge()
                                        .text()))
                .type(
                        "Passkey",
                        type -> type.dataFetcher(
                                "id",
                                env -> Id.Type.PASSKEY.of(
                                        Fetch.source(env, Passkey.class).id())));
    }

    @Override
    public Map<String, Class<?>> javaTypes() {
        return Map.of("Factors", Factors.View.class, "SessionChallenge", SecondStep.class);
    }

    private Object sessionConfirm(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        Secret challenge = new Secret(input.text("challenge"));
        Challenge.Confirm waiting = signIn.waiting(challenge);
        return waiting == null
                ? SignInPayload.of(FactorSignIn.<Session>over())
                : SignInPayload.ofHalf(
                        waiting.person(),
                        waiting.studio(),
                        signIn.byCode(waiting, challenge, input.text("code"), Caller.origin(env)));
    }

    private Object passkeySessionCreate(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        String studio = input.textOrNull("studioId");
        return SignInPayload.of(
                signIn.byPasskey(input.text("response"), IdentityGraphql.studioOrNone(studio), Caller.origin(env)));
    }

    private Object totpStart(DataFetchingEnvironment env) {
        Outcome<Codes.NewTotp> made = factors.startApp(Caller.signedIn(env), proof(env), Caller.address(env));
        return IdentityGraphql.spread(
                made,
                Map.of("secret", Codes.NewTotp::secret, "uri", Codes.NewTotp::uri, "qrCode", Codes.NewTotp::qrCode));
    }

    private Object totpConfirm(DataFetchingEnvironment env) {
        Actor.Member actor = Caller.signedIn(env);
        return changed(actor, factors.confirmApp(actor, Fetch.text(env, "code")));
    }

    private Object totpRemove(DataFetchingEnvironment env) {
        Actor.Member actor = Caller.signedIn(env);
        return changed(actor, factors.removeApp(actor, proof(env), Caller.address(env)));
    }

    private Object recoveryCodesCreate(DataFetchingEnvironment env) {
        Actor.Member actor = Caller.signedIn(env);
        return changed(actor, factors.renewCodes(actor, proof(env), Caller.address(env)));
    }

    private Object passkeyStart(DataFetchingEnvironment env) {
        return begun(factors.startPasskey(Caller.signedIn(env), proof(env), Caller.address(env)));
    }

    private Object passkeyFinish(DataFetchingEnvironment env) {
        Actor.Member actor = Caller.signedIn(env);
        Input input = Input.argument(env, "input");
        return changed(actor, factors.addPasskey(actor, input.text("response"), input.text("name")));
    }

    private Object passkeyRename(DataFetchingEnvironment env) {
        Actor.Member actor = Caller.signedIn(env);
        return changed(actor, factors.renamePasskey(actor, id(env), Fetch.text(env, "name")));
    }

    private Object passkeyRemove(DataFetchingEnvironment env) {
        Actor.Member actor = Caller.signedIn(env);
        return changed(actor, factors.removePasskey(actor, id(env), proof(env), Caller.address(env)));
    }

    private Object factorsRemove(DataFetchingEnvironment env) {
        Caller.signedIn(env);
        return Payload.of(
                "isRemoved", factors.removeAll(Input.argument(env, "input").text("email")), false);
    }

    /** What the person has after a change, and codes to recover with where it made some. */
    private Object changed(Actor.Member actor, Outcome<List<String>> recoveryCodes) {
        Map<String, @Nullable Object> payload = new HashMap<>(Payload.of("recoveryCodes", recoveryCodes, List.of()));
        payload.put("factors", recoveryCodes instanceof Outcome.Done<List<String>> ? factors.view(actor) : null);
        return payload;
    }

    private static Object begun(Outcome<Passkeys.Begun> begun) {
        return IdentityGraphql.spread(
                begun, Map.of("options", Passkeys.Begun::options, "expiresAt", Passkeys.Begun::expiresAt));
    }

    private static Proofs.Proof proof(DataFetchingEnvironment env) {
        return Proofs.Proof.of(Input.argument(env, "proof"));
    }

    private static @Nullable UUID id(DataFetchingEnvironment env) {
        return Id.Type.PASSKEY.uuid(Fetch.text(env, "id"));
    }
}
