package io.viralforge.identity.factors;

import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's factors. With any of them on, the password alone no longer signs in; the first one brings codes to recover
 * with, and the last takes them away. Changes are made in the transaction of whoever has found out that the person may, and
 * has locked them.
 */
@Singleton
@Requires(beans = Sql.class)
public final class Factors {
    private final Sql sql;
    private final Codes codes;
    private final Passkeys passkeys;
    private final Challenges challenges;
    private final FactorNews news;

    /** What a person has. */
    public record View(boolean hasApp, int recoveryCodesLeft, List<Passkey> passkeys) {
        public View {
            passkeys = List.copyOf(passkeys);
        }
    }

    /**
     * A factor that is on now.
     *
     * @param recoveryCodes when it is the first one; else empty
     */
    public record Added<T>(T factor, List<String> recoveryCodes) {
        public Added {
            recoveryCodes = List.copyOf(recoveryCodes);
        }

        @Override
        public String toString() {
            return "Added[" + factor + "]";
        }
    }

    Factors(Sql sql, Codes codes, Passkeys passkeys, Challenges challenges, FactorNews news) {
        this.sql = sql;
        this.codes = codes;
        this.passkeys = passkeys;
        this.challenges = challenges;
        this.news = news;
    }

    public View of(UUID person) {
        return sql.everywhere(tx -> view(tx, person));
    }

    /** What a person has to show besides their password; null: nothing. */
    public @Nullable SecondStep secondStep(Tx tx, UUID person, UUID studio) {
        View view = view(tx, person);
        if (!isOn(view)) {
            return null;
        }
        Challenges.Opened opened = challenges.open(tx, new Challenge.Confirm(person, studio));
        String options = passkeys.confirmation(tx, person, opened.text());
        List<FactorKind> kinds = new ArrayList<>();
        if (options != null) {
            kinds.add(FactorKind.PASSKEY);
        }
        if (view.hasApp) {
            kinds.add(FactorKind.APP);
        }
        if (view.recoveryCodesLeft > 0) {
            kinds.add(FactorKind.RECOVERY_CODE);
        }
        return new SecondStep(person, studio, opened.text(), opened.expiresAt(), kinds, options);
    }

    /** A secret for an app. */
    public Outcome<Codes.NewTotp> startApp(Tx tx, UUID person, String account) {
        Codes.NewTotp made = codes.start(tx, person, account);
        return made == null
                ? Outcome.refused(UserErrorCode.WRONG_STATE, "An app is set up already; remove it first.")
                : Outcome.done(made);
    }

    /** Switches the app on. */
    public Outcome<Added<Boolean>> confirmApp(Tx tx, UUID person, String code) {
        if (!codes.confirm(tx, person, code)) {
            return Outcome.refused(
                    UserErrorCode.CREDENTIALS_INVALID,
                    "That code does not fit: take the app's present one, and see that the device's clock is right.",
                    "code");
        }
        news.changed(tx, person, "An app for codes was added to your account.");
        return Outcome.done(new Added<>(true, firstCodes(tx, person)));
    }

    public Outcome<Boolean> removeApp(Tx tx, UUID person) {
        if (!codes.remove(tx, person)) {
            return Outcome.refused(UserErrorCode.NOT_FOUND, "No app is set up.");
        }
        news.changed(tx, person, "The app for codes was removed from your account.");
        forgetCodes(tx, person);
        return Outcome.done(true);
    }

    /** New codes to recover with. */
    public Outcome<List<String>> renewCodes(Tx tx, UUID person) {
        if (!isOn(view(tx, person))) {
            return Outcome.refused(
                    UserErrorCode.WRONG_STATE, "Set up an app or a passkey first: without, nothing is to recover.");
        }
        news.changed(tx, person, "There are new codes to recover your account with; those before are void.");
        return Outcome.done(codes.renew(tx, person));
    }

    /** What to ask for a new passkey. */
    public Outcome<Passkeys.Begun> startPasskey(Tx tx, UUID person, String email) {
        return passkeys.start(tx, person, email);
    }

    /** Adds a passkey by what its authenticator says. */
    public Outcome<Added<Passkey>> addPasskey(Tx tx, UUID person, String response, String name) {
        return passkeys.made(tx, person, response)
                .then(credential -> passkeys.add(tx, person, name, credential))
                .map(passkey -> {
                    news.changed(tx, person, "A passkey was added to your account: " + passkey.name() + ".");
                    return new Added<>(passkey, firstCodes(tx, person));
                });
    }

    public Outcome<Passkey> renamePasskey(UUID person, @Nullable UUID id, String name) {
        Passkey renamed = id == null ? null : sql.everywhere(tx -> PasskeyStore.rename(tx, person, id, name));
        return renamed == null ? noSuchPasskey() : Outcome.done(renamed);
    }

    public Outcome<UUID> removePasskey(Tx tx, UUID person, @Nullable UUID id) {
        if (id == null || !PasskeyStore.remove(tx, person, id)) {
            return noSuchPasskey();
        }
        news.changed(tx, person, "A passkey was removed from your account.");
        forgetCodes(tx, person);
        return Outcome.done(id);
    }

    /** Removes all that a person has; false when there was nothing. */
    public boolean removeAll(Tx tx, UUID person) {
        boolean wasOn = isOn(view(tx, person));
        codes.remove(tx, person);
        PasskeyStore.removeAll(tx, person);
        forgetCodes(tx, person);
        if (wasOn) {
            news.changed(tx, person, "An operator removed all apps and passkeys from your account.");
        }
        return wasOn;
    }

    private List<String> firstCodes(Tx tx, UUID person) {
        return codes.left(tx, person) == 0 ? codes.renew(tx, person) : List.of();
    }

    private void forgetCodes(Tx tx, UUID person) {
        if (!isOn(view(tx, person))) {
            codes.forget(tx, person);
        }
    }

    private View view(Tx tx, UUID person) {
        return new View(codes.hasApp(tx, person), codes.left(tx, person), PasskeyStore.of(tx, person));
    }

    private static boolean isOn(View view) {
        return view.hasApp || !view.passkeys.isEmpty();
    }

    private static <T> Outcome<T> noSuchPasskey() {
        return Outcome.refused(UserErrorCode.NOT_FOUND, "You have no such passkey.", "id");
    }
}
