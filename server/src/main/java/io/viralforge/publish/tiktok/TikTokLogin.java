package io.viralforge.publish.tiktok;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.http.OutboundBody;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.publish.AccountOwner;
import io.viralforge.publish.Grant;
import io.viralforge.publish.NetworkLogin;
import io.viralforge.publish.Reply;
import io.viralforge.publish.Wire;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** TikTok's Login Kit for the web (developers.tiktok.com/doc/login-kit-web, /doc/oauth-user-access-token-management). */
final class TikTokLogin implements NetworkLogin {
    private static final String SCOPES = "user.info.basic,video.publish,video.list";

    private final TikTokConfig config;
    private final Wire wire;
    private final TikTokApi api;

    TikTokLogin(TikTokConfig config, Wire wire, TikTokApi api) {
        this.config = config;
        this.wire = wire;
        this.api = api;
    }

    @Override
    public @Nullable String missing() {
        return config.clientKey() == null
                ? "VIRALFORGE_TIKTOK_CLIENT_KEY"
                : config.clientSecret() == null ? "VIRALFORGE_TIKTOK_CLIENT_SECRET" : null;
    }

    @Override
    public URI page(String state, String challenge, URI redirect) {
        return Wire.uri(
                config.at("https://www.tiktok.com") + "/v2/auth/authorize/",
                "client_key",
                key(),
                "redirect_uri",
                redirect.toString(),
                "response_type",
                "code",
                "scope",
                SCOPES,
                "state",
                state,
                "code_challenge",
                challenge,
                "code_challenge_method",
                "S256");
    }

    @Override
    public Reply<Grant> trade(String code, String verifier, URI redirect) {
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

    @Override
    public Reply<Grant> refresh(String refreshToken) {
        return grant(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    private Reply<Grant> grant(Map<String, String> form) {
        return wire.grant(URI.create(config.at(TikTokApi.ORIGIN) + "/v2/oauth/token/"), signed(form));
    }

    @Override
    public Reply<AccountOwner> owner(String accessToken) {
        return api.get("/v2/user/info/", accessToken, "fields", "open_id,display_name")
                .then(data -> {
                    JsonNode user = data.path("user");
                    String id = user.path("open_id").asText("");
                    return id.isEmpty()
                            ? wire.strange()
                            : new Reply.Done<>(new AccountOwner(
                                    id, user.path("display_name").asText(id), null));
                });
    }

    @Override
    public Reply<Boolean> revoke(String token) {
        return wire.ask(
                OutboundRequest.post(
                        URI.create(config.at(TikTokApi.ORIGIN) + "/v2/oauth/revoke/"),
                        OutboundBody.form(signed(Map.of("token", token)))),
                answer -> answer.isSuccess() ? new Reply.Done<>(true) : wire.later(answer));
    }

    private Map<String, String> signed(Map<String, String> form) {
        Map<String, String> signed = new HashMap<>(form);
        signed.put("client_key", key());
        signed.put("client_secret", config.clientSecret() == null ? "" : config.clientSecret());
        return signed;
    }

    private String key() {
        return config.clientKey() == null ? "" : config.clientKey();
    }
}
