package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.factors.Codes;
import io.viralforge.identity.password.Brakes;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That it is the person who asks, and not a session that was left open or stolen: by their password, or by a code. It is
 * looked at again where it is used, for meanwhile the password may have been changed and the session ended.
 */
@Singleton
@Requires(beans = Sql.class)
final class Proofs {
    private final Sql sql;
    private final Sessions sessions;
    private final Brakes brakes;
    private final Codes codes;

    /** The password, or else a code. */
    record Proof(@Nullable Secret password, String code) {
        static Proof of(Input input) {
            String password = input.textOrNull("password");
            return password != null ? new Proof(new Secret(password), "") : new Proof(null, input.text("code"));
        }
    }

    /** A proof that was right when it was shown. */
    @FunctionalInterface
    interface Shown {
        /** Whose it still is in the transaction of what it is for, locked until that ends; a code is used up. */
        Outcome<UUID> in(Tx tx);
    }

    Proofs(Sql sql, Sessions sessions, Brakes brakes, Codes codes) {
        this.sql = sql;
        this.sessions = sessions;
        this.brakes = brakes;
        this.codes = codes;
    }

    /**
     * Looks at a proof. Guesses are slowed down.
     *
     * @param address where the caller is
     */
    Outcome<Shown> look(Actor.Member actor, Proof proof, String address) {
        String email = sql.everywhere(tx -> MemberStore.email(tx, actor.id()));
        if (email == null) {
            return Outcome.refused(
                    UserErrorCode.WRONG_STATE, "You sign in without an address and a password, so nothing proves you.");
        }
        return proof.password != null
                ? sessions.verified(email, proof.password, address).map(known -> tx -> {
                    Sessions.requireOpen(tx, actor);
                    return Sessions.still(tx, known);
                })
                : code(actor, proof.code);
    }

    private Outcome<Shown> code(Actor.Member actor, String code) {
        Duration wait = brakes.enterCode(actor.id());
        return wait.isPositive()
                ? Brakes.refused(wait)
                : Outcome.done(tx -> {
                    Sessions.requireOpen(tx, actor);
                    if (!codes.use(tx, actor.id(), code)) {
                        return FactorSignIn.wrongCode("proof", "code");
                    }
                    tx.afterCommit(() -> brakes.leaveCode(actor.id()));
                    return Outcome.done(actor.id());
                });
    }
}
