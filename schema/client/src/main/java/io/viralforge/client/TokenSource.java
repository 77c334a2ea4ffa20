package io.viralforge.client;

import org.jspecify.annotations.Nullable;

/** Where the bearer token comes from. Asked for every request and connection, from any thread. */
@FunctionalInterface
public interface TokenSource {
    /** The token to send; null: none. */
    @Nullable
    String token();

    /**
     * Called when the server refused a token: trade it for a new one. Several threads may call it for the same token.
     *
     * @return the new token; null or the same one again: there is none, and the caller gets an {@link
     *     UnauthenticatedException}
     */
    default @Nullable String refresh(@Nullable String refused) throws InterruptedException {
        return null;
    }

    /** A token that never changes. */
    static TokenSource of(String token) {
        return () -> token;
    }

    /** For operations that need none. */
    static TokenSource none() {
        return () -> null;
    }
}
