package io.viralforge.publish;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A network's OAuth 2.0 with PKCE (RFC 6749, RFC 7636), as this installation is registered there. */
public interface NetworkLogin {
    /** Which setting is missing before it can be used; null: none is. */
    @Nullable
    String missing();

    /**
     * Where a person says yes.
     *
     * @param state the network gives it back
     * @param challenge S256 of the verifier
     */
    URI page(String state, String challenge, URI redirect);

    /** Trades what the network gave the person's browser. Refused: it is used, too old, or another's. */
    Reply<Grant> trade(String code, String verifier, URI redirect);

    /** Trades a refresh token. Refused: the consent is gone, and only a person can give it anew. */
    Reply<Grant> refresh(String refreshToken);

    /** Whose account the token opens. */
    Reply<AccountOwner> owner(String accessToken);

    /** Gives a token back. */
    Reply<Boolean> revoke(String token);
}
