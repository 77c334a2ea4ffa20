package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.Sessions.Grant;
import io.viralforge.identity.factors.Challenge;
import io.viralforge.identity.factors.Challenges;
import io.viralforge.identity.factors.Codes;
import io.viralforge.identity.factors.Passkeys;
import io.viralforge.identity.factors.PersonLock;
import io.viralforge.identity.password.Brakes;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Origin;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signing in by what is shown after a password, or in its place. */
@Singleton
@Requires(beans = Sql.class)
final class FactorSignIn {
    private final Sql sql;
    private final Sessions sessions;
    private final Brakes brakes;
    private final Challenges challenges;
    private final Codes codes;
    private final Passkeys passkeys;

    FactorSignIn(Sql sql, Sessions sessions, Brakes brakes, Challenges challenges, Codes codes, Passkeys passkeys) {
        this.sql = sql;
        this.sessions = sessions;
        this.brakes = brakes;
        this.challenges = challenges;
        this.codes = codes;
        this.passkeys = passkeys;
    }

    /** The sign-in that waits for a code; null when there is none such, or no more. */
    Challenge.@Nullable Confirm waiting(Secret challenge) {
        return sql.everywhere(tx -> challenges.find(tx, challenge));
    }

    /** Finishes a sign-in by a code; with a wrong one it goes on waiting. Guesses are slowed down. */
    Outcome<Session> byCode(Challenge.Confirm waiting, Secret challenge, String code, Origin origin) {
        Duration wait = brakes.enterCode(waiting.person());
        if (wait.isPositive()) {
            return Brakes.refused(wait);
        }
        Outcome<Grant> granted = sql.everywhere(tx -> {
            PersonLock.take(tx, waiting.person());
            if (!codes.use(tx, waiting.person(), code)) {
                return wrongCode("input", "code");
            }
            return challenges.take(tx, challenge) == null
                    ? over()
                    : open(tx, waiting.studio(), waiting.person(), origin);
        });
        if (granted instanceof Outcome.Done<Grant>) {
            brakes.leaveCode(waiting.person());
        }
        return granted.map(sessions::signed);
    }

    /**
     * Signs in by what a passkey answered, after a password or without.
     *
     * @param studio where to work, null: in the studio joined first; after a password it is the one said there
     */
    Outcome<Session> byPasskey(String response, @Nullable UUID studio, Origin origin) {
        return sql.everywhere(tx -> passkeys.show(tx, response).then(shown -> {
                    UUID said = shown.studio() != null ? shown.studio() : studio;
                    UUID wanted = said != null ? said : MemberStore.firstStudio(tx, shown.person());
                    return wanted == null ? Sessions.<Grant>noStudio() : open(tx, wanted, shown.person(), origin);
                }))
                .map(sessions::signed);
    }

    private Outcome<Grant> open(Tx tx, UUID studio, UUID person, Origin origin) {
        Membership membership = MemberStore.membership(tx, studio, person);
        return membership == null
                ? Sessions.noSuchStudio("input", "studioId")
                : Outcome.done(sessions.open(tx, membership, origin));
    }

    static <T> Outcome<T> wrongCode(String... path) {
        return Outcome.refused(UserErrorCode.CREDENTIALS_INVALID, "That code is wrong, or was used before.", path);
    }

    static <T> Outcome<T> over() {
        return Outcome.refused(
                UserErrorCode.TOKEN_INVALID,
                "That took too long, or was done before; sign in anew.",
                "input",
                "challenge");
    }
}
