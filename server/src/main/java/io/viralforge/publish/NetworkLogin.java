package io.viralforge.publish;

import io.viralforge.platform.http.OutboundBody;
import io.viralforge.platform.http.OutboundRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A network's OAuth 2.0 with PKCE (RFC 6749, RFC 7636), as this installation is registered there. */
public final class NetworkLogin {
    /**
     * What is each network's own.
     *
     * @param variables of the environment that hold the client's id and its secret
     * @param idName what the network calls the client's id
     * @param page where a person says yes
     * @param token where tokens are given
     * @param revocation where they are given back
     * @param scopes what they are to say yes to, as the network writes it
     * @param further parameters of the page, names and values in turn
     */
    public record Dialect(
            List<String> variables,
            String idName,
            String page,
            URI token,
            URI revocation,
            String scopes,
            List<String> further) {}

    private final NetworkClient client;
    private final Dialect dialect;
    private final Wire wire;
    private final Function<String, Reply<AccountOwner>> owner;

    /** @param owner whose account an access token opens */
    public NetworkLogin(NetworkClient client, Dialect dialect, Wire wire, Function<String, Reply<AccountOwner>> owner) {
        this.client = client;
        this.dialect = dialect;
        this.wire = wire;
        this.owner = owner;
    }

    /** Which setting is missing before it can be used; null: none is. */
    @Nullable
    String missing() {
        return client.id() == null
                ? dialect.variables.getFirst()
                : client.secret() == null ? dialect.variables.getLast() : null;
    }

    /**
     * Where a person says yes.
     *
     * @param state the network gives it back
     * @param challenge S256 of the verifier
     */
    URI page(String state, String challenge, URI redirect) {
        List<String> parameters = new ArrayList<>(Arrays.asList(
                dialect.idName,
                id(),
                "redirect_uri",
                redirect.toString(),
                "response_type",
                "code",
                "scope",
                dialect.scopes,
                "state",
                state,
                "code_challenge",
                challenge,
                "code_challenge_method",
                "S256"));
        parameters.addAll(dialect.further);
        return Wire.uri(dialect.page, parameters.toArray(String[]::new));
    }

    /** Trades what the network gave the person's browser. Refused: it is used, too old, or another's. */
    Reply<Grant> trade(String code, String verifier, URI redirect) {
        return grant(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "code_verifier",
                verifier,
                "redirect_uri",
                redirect.toString()));
    }

    /** Trades a refresh token. Refused as ACCOUNT_LAPSED: the consent is gone, and only a person can give it anew. */
    Reply<Grant> refresh(String refreshToken) {
        return grant(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    /** Whose account the token opens. */
    Reply<AccountOwner> owner(String accessToken) {
        return owner.apply(accessToken);
    }

    /** Gives a token back. */
    Reply<Boolean> revoke(String token) {
        return wire.ask(
                OutboundRequest.post(dialect.revocation, OutboundBody.form(signed(Map.of("token", token)))),
                answer -> answer.isSuccess() ? new Reply.Done<>(true) : wire.later(answer));
    }

    private Reply<Grant> grant(Map<String, String> form) {
        return wire.grant(dialect.token, signed(form));
    }

    private Map<String, String> signed(Map<String, String> form) {
        Map<String, String> signed = new HashMap<>(form);
        signed.put(dialect.idName, id());
        signed.put("client_secret", client.secret() == null ? "" : client.secret());
        return signed;
    }

    private String id() {
        return client.id() == null ? "" : client.id();
    }
}
