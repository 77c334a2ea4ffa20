package io.viralforge.identity.factors;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.factors.PasskeyStore.Owned;
import io.viralforge.identity.factors.RelyingParty.Assertion;
import io.viralforge.identity.factors.RelyingParty.Registration;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Passkeys: how they are made, and what they answer. */
@Singleton
@Requires(beans = Sql.class)
public final class Passkeys {
    static final int MOST = 20;

    private static final int LONGEST = 30_000; // what an authenticator with certificates says of itself

    private final Sql sql;
    private final Uuid7 ids;
    private final Challenges challenges;
    private final RelyingParty party;

    /**
     * What to ask an authenticator.
     *
     * @param options in the standard's JSON
     */
    public record Begun(String options, Instant expiresAt) {}

    /**
     * A passkey that has answered as it should.
     *
     * @param studio where its person, who has shown their password before, wants to work; null: they have not
     */
    public record Shown(UUID person, @Nullable UUID studio) {}

    Passkeys(Sql sql, Uuid7 ids, Challenges challenges, RelyingParty party) {
        this.sql = sql;
        this.ids = ids;
        this.challenges = challenges;
        this.party = party;
    }

    /** What to ask whoever signs in by a passkey alone. */
    public Outcome<Begun> signIn() {
        String rpId = party.id();
        if (rpId == null) {
            return nameless();
        }
        Challenges.Opened opened = sql.everywhere(tx -> challenges.open(tx, new Challenge.SignIn()));
        return Outcome.done(new Begun(PasskeyOptions.request(rpId, opened.text(), null), opened.expiresAt()));
    }

    /**
     * Checks an answer and counts it, its person locked until the transaction ends. Its challenge is used up, whatever comes of
     * it.
     *
     * @param response AuthenticationResponseJSON
     */
    public Outcome<Shown> show(Tx tx, String response) {
        Assertion assertion = response.length() > LONGEST || party.id() == null ? null : party.assertion(response);
        if (assertion == null) {
            return malformed();
        }
        Owned owned = PasskeyStore.find(tx, assertion.credentialId());
        if (owned != null) {
            PersonLock.take(tx, owned.person());
        }
        Challenge challenge = challenges.take(tx, assertion.challenge());
        if (challenge == null || challenge instanceof Challenge.Register) {
            return over();
        }
        if (owned == null
                || !answers(challenge, owned, assertion.userHandle())
                || !party.isRight(assertion, owned.credential(), challenge instanceof Challenge.SignIn)
                // The same one was counted elsewhere, or the passkey is gone.
                || !PasskeyStore.used(tx, owned.id(), assertion.signCount(), assertion.isBackedUp())) {
            return wrong();
        }
        return Outcome.done(
                new Shown(owned.person(), challenge instanceof Challenge.Confirm confirm ? confirm.studio() : null));
    }

    private static <T> Outcome<T> wrong() {
        return Outcome.refused(
                UserErrorCode.CREDENTIALS_INVALID,
                "That passkey is not known here, or does not answer as it should.",
                "input",
                "response");
    }

    /** What to ask a person's passkeys after the password; null when they have none. */
    @Nullable
    String confirmation(Tx tx, UUID person, Secret challenge) {
        String rpId = party.id();
        List<Credential> known = PasskeyStore.credentials(tx, person);
        return rpId == null || known.isEmpty() ? null : PasskeyOptions.request(rpId, challenge, known);
    }

    /** What to ask for a new passkey. */
    Outcome<Begun> start(Tx tx, UUID person, String email) {
        String rpId = party.id();
        if (rpId == null) {
            return nameless();
        }
        List<Credential> known = PasskeyStore.credentials(tx, person);
        if (known.size() >= MOST) {
            return tooMany();
        }
        Challenges.Opened opened = challenges.open(tx, new Challenge.Register(person));
        return Outcome.done(
                new Begun(PasskeyOptions.creation(rpId, opened.text(), person, email, known), opened.expiresAt()));
    }

    /**
     * Checks a new passkey. Its challenge is used up, whatever comes of it.
     *
     * @param response RegistrationResponseJSON
     */
    Outcome<Credential> made(Tx tx, UUID person, String response) {
        Registration registration =
                response.length() > LONGEST || party.id() == null ? null : party.registration(response);
        if (registration == null) {
            return malformed();
        }
        Challenge challenge = challenges.take(tx, registration.challenge());
        if (!new Challenge.Register(person).equals(challenge)) {
            return over();
        }
        Credential credential = party.verified(registration);
        return credential == null ? wrong() : Outcome.done(credential);
    }

    /** Adds a passkey that was checked. The person's row is locked. */
    Outcome<Passkey> add(Tx tx, UUID person, String name, Credential credential) {
        List<Passkey> others = PasskeyStore.of(tx, person);
        if (others.size() >= MOST) {
            return tooMany();
        }
        UUID id = ids.next();
        return PasskeyStore.insert(tx, id, person, name, credential)
                ? Outcome.done(PasskeyStore.of(tx, person).getLast())
                : Outcome.refused(UserErrorCode.CONFLICT, "That passkey is known here already.", "input", "response");
    }

    private static boolean answers(Challenge challenge, Owned owned, byte @Nullable [] handle) {
        boolean isTheirs = Arrays.equals(handle, PasskeyOptions.handle(owned.person()));
        return switch (challenge) {
            case Challenge.SignIn signIn -> isTheirs;
            case Challenge.Confirm confirm ->
                confirm.person().equals(owned.person()) && (handle == null || handle.length == 0 || isTheirs);
            case Challenge.Register register -> false;
        };
    }

    private static <T> Outcome<T> malformed() {
        return Outcome.refused(
                UserErrorCode.INVALID, "That is not what an authenticator answers.", "input", "response");
    }

    private static <T> Outcome<T> over() {
        return Outcome.refused(
                UserErrorCode.TOKEN_INVALID,
                "That took too long, or was used before; begin again.",
                "input",
                "response");
    }

    private static <T> Outcome<T> tooMany() {
        return Outcome.refused(UserErrorCode.OUT_OF_RANGE, "A person has at most " + MOST + " passkeys.");
    }

    private static <T> Outcome<T> nameless() {
        return Outcome.refused(
                UserErrorCode.WRONG_STATE,
                "Passkeys belong to a name, and this installation's public address is a number.");
    }
}
