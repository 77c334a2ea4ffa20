package io.viralforge.publish;

import org.jspecify.annotations.Nullable;

/**
 * An account's tokens, as they are sealed.
 *
 * @param access opens the account until it expires
 * @param refresh gets the next access token; null: the network gave none
 */
record Tokens(String access, @Nullable String refresh) {
    /** What a network gives now, and of before what it does not give again. */
    static Tokens of(Grant grant, @Nullable Tokens before) {
        String refresh = grant.refreshToken();
        return new Tokens(grant.accessToken(), refresh != null || before == null ? refresh : before.refresh);
    }

    @Override
    public String toString() {
        return "Tokens[]";
    }
}
