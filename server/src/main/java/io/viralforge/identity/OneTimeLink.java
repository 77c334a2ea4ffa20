package io.viralforge.identity;

import java.net.URI;
import java.time.Instant;

/**
 * A link that works once; a secret until it is used.
 *
 * @param url below wherever the server is reached
 */
record OneTimeLink(URI url, Instant expiresAt) {
    @Override
    public String toString() {
        return "OneTimeLink[expiresAt=" + expiresAt + "]";
    }
}
