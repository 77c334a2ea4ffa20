package io.viralforge.platform.graphql;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Knows who stands behind a bearer token, whether an access token, an API key or a worker's token. One bean, in identity. */
public interface Authenticator {
    /**
     * Whom a valid token stands for.
     *
     * @param until when the token ends, null: not at a known time. Sockets opened with it are closed then.
     */
    record Known(Actor actor, @Nullable Instant until) {}

    /**
     * Checks a token.
     *
     * @param bearerToken the text after {@code Bearer}; without one the transport does not ask
     * @param address where it came from
     * @throws io.viralforge.platform.error.CodedException UNAUTHENTICATED when it is malformed, forged, expired or
     *     revoked, so that an invalid token is never taken for none; UNAVAILABLE when that cannot be found out now;
     *     THROTTLED when too many came from there that were none
     */
    Known authenticate(String bearerToken, String address);
}
