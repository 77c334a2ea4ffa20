package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.token.AccessTokens;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Authenticator;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.SqlFailure;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Set;

/** Knows access tokens, API keys and worker tokens. */
@Singleton
@Requires(beans = Sql.class)
final class TokenAuthenticator implements Authenticator {
    private final AccessTokens accessTokens;
    private final Standings standings;
    private final TokenCache tokens;

    TokenAuthenticator(AccessTokens accessTokens, Standings standings, TokenCache tokens) {
        this.accessTokens = accessTokens;
        this.standings = standings;
        this.tokens = tokens;
    }

    @Override
    public Known authenticate(String bearerToken, String address) {
        try {
            return bearerToken.startsWith(WorkerTokens.PREFIX) || bearerToken.startsWith(ApiKeys.PREFIX)
                    ? opaque(bearerToken, address)
                    : member(bearerToken);
        } catch (SqlFailure failure) {
            if (failure.isUnavailable()) {
                throw new CodedException(ErrorCode.UNAVAILABLE, "The token cannot be checked now.", failure);
            }
            throw failure;
        }
    }

    private Known member(String text) {
        AccessTokens.Claims claims = accessTokens.read(text);
        if (claims == null) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "The access token is not valid or has expired.");
        }
        Actor.Member claimed = claims.actor();
        Set<Scope> now = standings.scopes(claimed);
        if (now == null) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "The session has ended.");
        }
        Set<Scope> both = EnumSet.copyOf(now);
        if (!now.equals(Scope.OF_ENROLLING)) {
            // A token never gains by a promotion; the next refresh does.
            both.retainAll(claimed.scopes());
        }
        return new Known(new Actor.Member(claimed.id(), claimed.studio(), claimed.session(), both), claims.expiresAt());
    }

    private Known opaque(String text, String address) {
        Known known = tokens.known(text, address);
        if (known == null) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "The token is not valid, has expired, or was revoked.");
        }
        return known;
    }
}
