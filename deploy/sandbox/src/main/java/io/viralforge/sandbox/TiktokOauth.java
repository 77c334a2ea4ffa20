package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * TikTok's Login Kit and "User Access Token Management": scopes are separated by commas, the client is a client_key, an
 * access token lives for a day, a refresh token for 365 days and until it is used, for each refresh gives a new one.
 */
final class TiktokOauth {
    private static final Duration CODE_LIFE = Duration.ofMinutes(10);
    private static final Duration ACCESS_LIFE = Duration.ofDays(1);
    private static final Duration REFRESH_LIFE = Duration.ofDays(365);

    private record Code(Grant grant, String redirect, Pkce pkce) {}

    private final Client client;
    private final List<Account> creators;
    private final Tokens<Code> codes;
    private final Tokens<Grant> access;
    private final Tokens<Grant> refresh;

    TiktokOauth(InstantSource clock, Client client, List<Account> creators) {
        this.client = client;
        this.creators = creators;
        codes = new Tokens<>(clock, "");
        access = new Tokens<>(clock, "act.");
        refresh = new Tokens<>(clock, "rft.");
    }

    List<Route> routes() {
        return List.of(
                Route.of(Operation.TIKTOK_AUTHORIZE, "GET", "/v2/auth/authorize/", this::authorize),
                Route.of(Operation.TIKTOK_TOKEN, "POST", "/v2/oauth/token/", this::token),
                Route.of(Operation.TIKTOK_REVOKE, "POST", "/v2/oauth/revoke/", this::revoke));
    }

    /**
     * Who asks, with a token that has this scope.
     *
     * @throws Refused 401 access_token_invalid, scope_not_authorized
     */
    Account require(Request request, String scope) {
        @Nullable Grant grant = access.find(request.bearer());
        if (grant == null) {
            throw TiktokErrors.unauthenticated();
        }
        if (!grant.scopes().contains(scope)) {
            throw TiktokErrors.missingScope(scope);
        }
        return grant.account();
    }

    void forgetToken(Request request) {
        access.take(request.bearer());
    }

    void revoke(Account creator) {
        access.forget(grant -> grant.account().equals(creator));
        refresh.forget(grant -> grant.account().equals(creator));
    }

    private Response authorize(Request request) {
        @Nullable String redirect = request.query("redirect_uri");
        Set<String> scopes = scopes(request.query("scope"));
        if (!client.id().equals(request.query("client_key"))) {
            return wrong("client_key", "There is no such client_key.");
        }
        if (redirect == null || !client.hasRegistered(redirect)) {
            return wrong("redirect_uri", "The redirect_uri is not one that was registered: " + redirect);
        }
        Pkce pkce = Pkce.of(request);
        if (!"code".equals(request.query("response_type"))
                || scopes.isEmpty()
                || (pkce.challenge() != null && !pkce.method().equals("S256"))) {
            return wrong("invalid_request", "response_type=code and scope are required, and PKCE is S256.");
        }
        Consent consent = new Consent("TikTok", creators);
        Map<String, String> back = new LinkedHashMap<>();
        @Nullable String state = request.query("state");
        if (state != null) {
            back.put("state", state);
        }
        return switch (consent.choice(request)) {
            case null -> consent.page(request, scopes);
            case Consent.Choice.Denied() -> {
                back.put("error", "access_denied");
                back.put("error_description", "The person denied it.");
                yield Consent.back(redirect, back);
            }
            case Consent.Choice.Approved(Account creator) -> {
                back.put("code", codes.issue(new Code(new Grant(creator, scopes), redirect, pkce), CODE_LIFE));
                back.put("scopes", String.join(",", scopes));
                yield Consent.back(redirect, back);
            }
        };
    }

    private Response token(Request request) throws IOException {
        Map<String, String> form = request.form();
        if (!isClient(form)) {
            return error("invalid_client", "The client_key or its secret is not known.");
        }
        return switch (form.getOrDefault("grant_type", "")) {
            case "authorization_code" -> redeem(form);
            case "refresh_token" -> {
                @Nullable Grant grant = refresh.take(form.get("refresh_token"));
                yield grant == null ? error("invalid_grant", "The refresh token is none any more.") : issue(grant);
            }
            default -> error("unsupported_grant_type", "grant_type is authorization_code or refresh_token.");
        };
    }

    private Response redeem(Map<String, String> form) {
        // Taken before it is looked at: a code that was tried is used.
        @Nullable Code code = codes.take(form.get("code"));
        if (code == null || !code.pkce().isMetBy(form.get("code_verifier"))) {
            return error("invalid_grant", "The code is none any more, or its code_verifier does not fit.");
        }
        if (!code.redirect().equals(form.get("redirect_uri"))) {
            return error("invalid_request", "The redirect_uri is another than that of the code.");
        }
        return issue(code.grant());
    }

    private Response issue(Grant grant) {
        return Response.json(
                200,
                Json.object()
                        .put("access_token", access.issue(grant, ACCESS_LIFE))
                        .put("expires_in", ACCESS_LIFE.toSeconds())
                        .put("open_id", grant.account().id())
                        .put("refresh_token", refresh.issue(grant, REFRESH_LIFE))
                        .put("refresh_expires_in", REFRESH_LIFE.toSeconds())
                        .put("scope", String.join(",", grant.scopes()))
                        .put("token_type", "Bearer"));
    }

    private Response revoke(Request request) throws IOException {
        Map<String, String> form = request.form();
        if (!isClient(form)) {
            return error("invalid_client", "The client_key or its secret is not known.");
        }
        @Nullable Grant grant = access.find(form.get("token"));
        if (grant == null) {
            return error("invalid_request", "The token is none any more.");
        }
        revoke(grant.account());
        return Response.json(200, Json.object());
    }

    private boolean isClient(Map<String, String> form) {
        return client.id().equals(form.get("client_key")) && client.secret().equals(form.get("client_secret"));
    }

    private static Set<String> scopes(@Nullable String list) {
        return list == null || list.isBlank()
                ? Set.of()
                : Arrays.stream(list.split(","))
                        .map(String::strip)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** With status 200, as TikTok was seen to answer: whoever looks at the status alone takes it for a token. */
    private static Response error(String error, String description) {
        ObjectNode body = Json.object().put("error", error).put("error_description", description);
        return Response.json(200, body.put("log_id", Tokens.random(12)));
    }

    private static Response wrong(String error, String message) {
        return Response.html(400, Html.page("Error: " + error + " (sandbox)", "<p>" + Html.escape(message) + "</p>"));
    }
}
