package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.Proofs.Proof;
import io.viralforge.identity.factors.Codes;
import io.viralforge.identity.factors.Factors;
import io.viralforge.identity.factors.Passkeys;
import io.viralforge.identity.factors.PersonLock;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a person does about their own factors. A session alone changes none: it may have been left open, so whoever asks
 * shows that they are the person, and does so at the beginning of what takes two steps.
 */
@Singleton
@Requires(beans = Sql.class)
final class OwnFactors {
    private final Sql sql;
    private final Proofs proofs;
    private final Factors factors;
    private final Revocations revocations;

    OwnFactors(Sql sql, Proofs proofs, Factors factors, Revocations revocations) {
        this.sql = sql;
        this.proofs = proofs;
        this.factors = factors;
        this.revocations = revocations;
    }

    Factors.View view(Actor.Member actor) {
        return factors.of(actor.id());
    }

    Outcome<Codes.NewTotp> startApp(Actor.Member actor, Proof proof, String address) {
        return proven(actor, proof, address, (tx, email) -> factors.startApp(tx, actor.id(), email));
    }

    /** Switches the app on; codes to recover with, if it is the first factor. */
    Outcome<List<String>> confirmApp(Actor.Member actor, String code) {
        return changed(actor, begun(actor, tx -> factors.confirmApp(tx, actor.id(), code)))
                .map(Factors.Added::recoveryCodes);
    }

    Outcome<List<String>> removeApp(Actor.Member actor, Proof proof, String address) {
        return changed(
                actor,
                proven(actor, proof, address, (tx, email) -> factors.removeApp(tx, actor.id()))
                        .map(done -> List.of()));
    }

    Outcome<List<String>> renewCodes(Actor.Member actor, Proof proof, String address) {
        return proven(actor, proof, address, (tx, email) -> factors.renewCodes(tx, actor.id()));
    }

    Outcome<Passkeys.Begun> startPasskey(Actor.Member actor, Proof proof, String address) {
        return proven(actor, proof, address, (tx, email) -> factors.startPasskey(tx, actor.id(), email));
    }

    /** Adds the passkey; codes to recover with, if it is the first factor. */
    Outcome<List<String>> addPasskey(Actor.Member actor, String response, String name) {
        Checks checks = new Checks();
        String checked = checks.name(name, "input", "name");
        return checks.failed()
                ? checks.refusal()
                : changed(actor, begun(actor, tx -> factors.addPasskey(tx, actor.id(), response, checked)))
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
                proven(actor, proof, address, (tx, email) -> factors.removePasskey(tx, actor.id(), id))
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
        boolean wasOn = sql.everywhere(tx -> {
            PersonLock.take(tx, account.id());
            return factors.removeAll(tx, account.id());
        });
        forget(account.id());
        return Outcome.done(wasOn);
    }

    private <T> Outcome<T> proven(
            Actor.Member actor, Proof proof, String address, BiFunction<Tx, String, Outcome<T>> change) {
        return proofs.look(actor, proof, address)
                .then(shown -> sql.everywhere(tx -> shown.in(tx)
                        .then(person -> change.apply(tx, Objects.requireNonNull(MemberStore.email(tx, person))))));
    }

    private <T> Outcome<T> begun(Actor.Member actor, Function<Tx, Outcome<T>> change) {
        return sql.everywhere(tx -> {
            Sessions.requireOpen(tx, actor);
            return change.apply(tx);
        });
    }

    /** What the person may do in studios that require a factor may have changed. */
    private <T> Outcome<T> changed(Actor.Member actor, Outcome<T> outcome) {
        if (outcome instanceof Outcome.Done<T>) {
            forget(actor.id());
        }
        return outcome;
    }

    private void forget(UUID person) {
        sql.everywhere(tx -> SessionStore.live(tx, person)).forEach(revocations::session);
    }
}
