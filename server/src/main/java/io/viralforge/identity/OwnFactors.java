package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.factors.Codes;
import io.viralforge.identity.factors.Factors;
import io.viralforge.identity.factors.Passkeys;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a person does about their own factors. A session alone changes none: it may have been left open, so whoever asks
 * shows that they are the person.
 */
@Singleton
@Requires(beans = Sql.class)
final class OwnFactors {
    private final Sql sql;
    private final Sessions sessions;
    private final SignInBrake brake;
    private final Codes codes;
    private final Factors factors;
    private final Ended ended;

    /** The password, or else a code. */
    record Proof(@Nullable Secret password, String code) {}

    OwnFactors(Sql sql, Sessions sessions, SignInBrake brake, Codes codes, Factors factors, Ended ended) {
        this.sql = sql;
        this.sessions = sessions;
        this.brake = brake;
        this.codes = codes;
        this.factors = factors;
        this.ended = ended;
    }

    Factors.View view(Actor.Member actor) {
        return factors.of(actor.id());
    }

    Outcome<Codes.NewTotp> startApp(Actor.Member actor, Proof proof, String address) {
        return proven(actor, proof, address, email -> factors.startApp(actor.id(), email));
    }

    /** Switches the app on; codes to recover with, if it is the first factor. */
    Outcome<List<String>> confirmApp(Actor.Member actor, String code) {
        return changed(actor, factors.confirmApp(actor.id(), code)).map(Factors.Added::recoveryCodes);
    }

    Outcome<List<String>> removeApp(Actor.Member actor, Proof proof, String address) {
        return changed(
                actor,
                proven(actor, proof, address, email -> factors.removeApp(actor.id()))
                        .map(done -> List.of()));
    }

    Outcome<List<String>> renewCodes(Actor.Member actor, Proof proof, String address) {
        return proven(actor, proof, address, email -> factors.renewCodes(actor.id()));
    }

    Outcome<Passkeys.Begun> startPasskey(Actor.Member actor, Proof proof, String address) {
        return proven(actor, proof, address, email -> factors.startPasskey(actor.id(), email));
    }

    /** Adds the passkey; codes to recover with, if it is the first factor. */
    Outcome<List<String>> addPasskey(Actor.Member actor, String response, String name) {
        Checks checks = new Checks();
        String checked = checks.name(name, "input", "name");
        return checks.failed()
                ? checks.refusal()
                : changed(actor, factors.addPasskey(actor.id(), response, checked))
                        .map(Factors.Added::recoveryCodes);
    }

    Outcome<List<String>> renamePasskey(Actor.Member actor, @Nullable UUID id, String name) {
        Checks checks = new Checks();
        String checked = checks.name(name, "name");
        return checks.failed()
                ? checks.refusal()
                : factors.renamePasskey(actor.id(), id, checked).map(passkey -> List.of());
    }

    Outcome<List<String>> removePasskey(Actor.Member actor, @Nullable UUID id, Proof proof, String address) {
        return changed(
                actor,
                proven(actor, proof, address, email -> factors.removePasskey(actor.id(), id))
                        .map(done -> List.of()));
    }

    /** Removes what somebody has who has lost it, without any proof: an operator answers for that. */
    Outcome<Boolean> removeAll(String email) {
        MemberStore.Account account = email.length() > Checks.LONGEST_EMAIL
                ? null
                : sql.everywhere(tx -> MemberStore.byEmail(tx, email.strip()));
        if (account == null) {
            return Outcome.refused(UserErrorCode.NOT_FOUND, "Nobody here has that address.", "input", "email");
        }
        boolean wasOn = factors.removeAll(account.id());
        forget(account.id());
        return Outcome.done(wasOn);
    }

    private <T> Outcome<T> proven(
            Actor.Member actor, Proof proof, String address, Function<String, Outcome<T>> change) {
        String email = sql.everywhere(tx -> MemberStore.email(tx, actor.id()));
        if (email == null) {
            return Outcome.refused(
                    UserErrorCode.WRONG_STATE, "You sign in without a password, so nothing comes after it.");
        }
        Outcome<?> known = proof.password != null
                ? sessions.verified(email, proof.password, address)
                : code(actor.id(), proof.code);
        return known.then(person -> change.apply(email));
    }

    private Outcome<Boolean> code(UUID person, String code) {
        Duration wait = brake.enterCode(person);
        if (wait.isPositive()) {
            return SignInBrake.refused(wait);
        }
        if (!sql.everywhere(tx -> codes.use(tx, person, code))) {
            return FactorSignIn.wrongCode("proof", "code");
        }
        brake.leaveCode(person);
        return Outcome.done(true);
    }

    /** What the person may do in studios that require a factor may have changed. */
    private <T> Outcome<T> changed(Actor.Member actor, Outcome<T> outcome) {
        if (outcome instanceof Outcome.Done<T>) {
            forget(actor.id());
        }
        return outcome;
    }

    private void forget(UUID person) {
        sql.everywhere(tx -> SessionStore.live(tx, person)).forEach(ended::session);
    }
}
