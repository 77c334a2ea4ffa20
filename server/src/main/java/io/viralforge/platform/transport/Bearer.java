package io.viralforge.platform.transport;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Authenticator;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Finds out from an {@code Authorization} header's value who is calling (RFC 6750). */
@Singleton
final class Bearer {
    private static final String SCHEME = "Bearer ";
    private static final Authenticator.Known NOBODY = new Authenticator.Known(new Actor.Anonymous(), null);

    private final Authenticator authenticator;

    Bearer(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /**
     * Who is calling; nobody when there is no header at all.
     *
     * @param address where the client is
     * @throws CodedException UNAUTHENTICATED when there is one that proves nothing
     */
    Authenticator.Known authenticate(@Nullable String authorization, String address) {
        if (authorization == null) {
            return NOBODY;
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "Authorization must be: Bearer, a space, the token.");
        }
        return authenticator.authenticate(
                authorization.substring(SCHEME.length()).trim(), address);
    }
}
