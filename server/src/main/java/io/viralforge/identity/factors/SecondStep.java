package io.viralforge.identity.factors;

import io.viralforge.platform.secrets.Secret;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a sign-in once the password was right.
 *
 * @param studio where the person wants to work
 * @param challenge to be shown with the factor
 * @param kinds of factors that the person has
 * @param passkeyOptions what to ask their passkeys; null when they have none
 */
public record SecondStep(
        UUID person,
        UUID studio,
        Secret challenge,
        Instant expiresAt,
        List<FactorKind> kinds,
        @Nullable String passkeyOptions) {
    public SecondStep {
        kinds = List.copyOf(kinds);
    }

    /** The options hold the challenge too. */
    @Override
    public String toString() {
        return "SecondStep[person=" + person + "]";
    }
}
