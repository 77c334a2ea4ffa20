package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Google's OAuth 2.0 for web server applications: a refresh token comes with offline access only, and only when the
 * person was asked for consent; an access token lives for an hour; a code is redeemed once.
 */
final class GoogleOauth {
    static final Duration ACCESS_LIFE = Duration.ofHours(1);

    private static final Duration CODE_LIFE = Duration.ofMinutes(10);
    private static final Duration FOR_GOOD = Duration.ofDays(36_500);

    private record Code(Grant grant, String redirect, Pkce pkce, boolean wantsRefresh) {}

    private final Client client;
    private final List<Account> accounts;
    private final Tokens<Code> codes;
    private final Tokens<Grant> access;
    private final Tokens<Grant> refresh;
    /** Who consented before, and so is not asked again unless the program wants it. */
    private final Set<String> consented = ConcurrentHashMap.newKeySet();

    GoogleOauth(InstantSource clock, Client client, List<Account> accounts) {
        this.client = client;
        this.accounts = accounts;
        codes = new Tokens<>(clock, "4/");
        access = new Tokens<>(clock, "ya29.");
        refresh = new Tokens<>(clock, "1//");
    }

    List<Route> routes() {
        return List.of(
                Route.of(Operation.GOOGLE_AUTHORIZE, "GET", "/o/oauth2/v2/auth", this::authorize),
                Route.of(Operation.GOOGLE_TOKEN, "POST", "/token", this::token),
                Route.of(Operation.GOOGLE_REVOKE, "POST", "/revoke", this::revoke));
    }

    /**
     * Who asks, with a token that has one of these scopes.
     *
     * @throws Refused 401 without a token that counts, 403 insufficientPermissions without the scope
     */
    Account require(Request request, Set<String> scopes) {
        @Nullable Grant grant = access.find(request.bearer());
        if (grant == null) {
            throw GoogleErrors.unauthenticated();
        }
        if (scopes.stream().noneMatch(grant.scopes()::contains)) {
            throw GoogleErrors.insufficientScopes();
        }
        return grant.account();
    }

    void forgetToken(Request request) {
        access.take(request.bearer());
    }

    /** As when a person removes the program in their Google account. */
    void revoke(Account account) {
        access.forget(grant -> grant.account().equals(account));
        refresh.forget(grant -> grant.account().equals(account));
        consented.remove(account.id());
    }

    private Response authorize(Request request) {
        @Nullable String redirect = request.query("redirect_uri");
        Set<String> scopes = scopes(request.query("scope"));
        if (!client.id().equals(request.query("client_id"))) {
            return wrong(401, "invalid_client", "There is no such client_id.");
        }
        if (redirect == null || !client.hasRegistered(redirect)) {
            return wrong(400, "redirect_uri_mismatch", "The redirect_uri is not one that was registered: " + redirect);
        }
        if (!"code".equals(request.query("response_type")) || scopes.isEmpty()) {
            return wrong(400, "invalid_request", "response_type=code and scope are required.");
        }
        Pkce pkce = Pkce.of(request);
        if (pkce.challenge() != null && !pkce.isKnown()) {
            return wrong(400, "invalid_request", "code_challenge_method is S256 or plain.");
        }
        Consent consent = new Consent("YouTube", accounts);
        Map<String, String> back = new LinkedHashMap<>();
        @Nullable String state = request.query("state");
        if (state != null) {
            back.put("state", state);
        }
        return switch (consent.choice(request)) {
            case null -> consent.page(request, scopes);
            case Consent.Choice.Denied() -> {
                back.put("error", "access_denied");
                yield Consent.back(redirect, back);
            }
            case Consent.Choice.Approved(Account account) -> {
                boolean isFirst = consented.add(account.id());
                boolean isAsked = scopes(request.query("prompt")).contains("consent");
                boolean wantsRefresh = "offline".equals(request.query("access_type")) && (isFirst || isAsked);
                back.put(
                        "code",
                        codes.issue(new Code(new Grant(account, scopes), redirect, pkce, wantsRefresh), CODE_LIFE));
                back.put("scope", String.join(" ", scopes));
                yield Consent.back(redirect, back);
            }
        };
    }

    private Response token(Request request) throws IOException {
        Map<String, String> form = request.form();
        if (!isClient(request, form)) {
            return error(401, "invalid_client", "The client or its secret is not known.");
        }
        return switch (form.getOrDefault("grant_type", "")) {
            case "authorization_code" -> redeem(form);
            case "refresh_token" -> {
                @Nullable Grant grant = refresh.find(form.get("refresh_token"));
                yield grant == null
                        ? error(400, "invalid_grant", "The refresh token expired or was revoked.")
                        : Response.json(200, issue(grant));
            }
            default -> error(400, "unsupported_grant_type", "grant_type is authorization_code or refresh_token.");
        };
    }

    private Response redeem(Map<String, String> form) {
        // Taken before it is looked at: a code that was tried is used.
        @Nullable Code code = codes.take(form.get("code"));
        if (code == null) {
            return error(400, "invalid_grant", "The code is none, or was used, or is too old.");
        }
        if (!code.redirect().equals(form.get("redirect_uri"))) {
            return error(400, "redirect_uri_mismatch", "The redirect_uri is another than that of the code.");
        }
        if (!code.pkce().isMetBy(form.get("code_verifier"))) {
            return error(400, "invalid_grant", "The code_verifier does not fit the code_challenge.");
        }
        ObjectNode body = issue(code.grant());
        if (code.wantsRefresh()) {
            body.put("refresh_token", refresh.issue(code.grant(), FOR_GOOD));
        }
        return Response.json(200, body);
    }

    private ObjectNode issue(Grant grant) {
        return Json.object()
                .put("access_token", access.issue(grant, ACCESS_LIFE))
                .put("expires_in", ACCESS_LIFE.toSeconds())
                .put("scope", String.join(" ", grant.scopes()))
                .put("token_type", "Bearer");
    }

    private Response revoke(Request request) throws IOException {
        @Nullable String token = request.form().getOrDefault("token", request.query("token"));
        @Nullable Grant known = refresh.find(token);
        @Nullable Grant grant = known == null ? access.find(token) : known;
        if (grant == null) {
            return error(400, "invalid_token", "The token expired or was revoked.");
        }
        revoke(grant.account());
        return Response.json(200, Json.object());
    }

    private boolean isClient(Request request, Map<String, String> form) {
        @Nullable String authorization = request.header("Authorization");
        if (authorization != null) {
            String pair = client.id() + ":" + client.secret();
            return authorization.equals(
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return client.id().equals(form.get("client_id")) && client.secret().equals(form.get("client_secret"));
    }

    private static Set<String> scopes(@Nullable String list) {
        return list == null
                ? Set.of()
                : Arrays.stream(list.split(" "))
                        .filter(scope -> !scope.isBlank())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Response error(int status, String error, String description) {
        return Response.json(status, Json.object().put("error", error).put("error_description", description));
    }

    /** For a person to see: there is nowhere safe to send them back to. */
    private static Response wrong(int status, String error, String message) {
        return Response.html(
                status,
                Html.page("Error " + status + ": " + error + " (sandbox)", "<p>" + Html.escape(message) + "</p>"));
    }
}
