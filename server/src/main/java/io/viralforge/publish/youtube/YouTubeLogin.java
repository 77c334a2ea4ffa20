package io.viralforge.publish.youtube;

import io.viralforge.platform.http.OutboundBody;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.publish.AccountOwner;
import io.viralforge.publish.Grant;
import io.viralforge.publish.NetworkLogin;
import io.viralforge.publish.Reply;
import io.viralforge.publish.Wire;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Google's OAuth 2.0 for web servers (developers.google.com/youtube/v3/guides/auth/server-side-web-apps). */
final class YouTubeLogin implements NetworkLogin {
    private static final String SCOPES = "https://www.googleapis.com/auth/youtube"
            + " https://www.googleapis.com/auth/youtube.upload"
            + " https://www.googleapis.com/auth/yt-analytics.readonly"
            + " https://www.googleapis.com/auth/yt-analytics-monetary.readonly";

    private final YouTubeConfig config;
    private final Wire wire;
    private final YouTubeData data;

    YouTubeLogin(YouTubeConfig config, Wire wire, YouTubeData data) {
        this.config = config;
        this.wire = wire;
        this.data = data;
    }

    @Override
    public @Nullable String missing() {
        return config.clientId() == null
                ? "VIRALFORGE_YOUTUBE_CLIENT_ID"
                : config.clientSecret() == null ? "VIRALFORGE_YOUTUBE_CLIENT_SECRET" : null;
    }

    @Override
    public URI page(String state, String challenge, URI redirect) {
        // Google gives a refresh token with the first consent only, unless it is asked to ask again.
        return Wire.uri(
                config.at("https://accounts.google.com") + "/o/oauth2/v2/auth",
                "client_id",
                id(),
                "redirect_uri",
                redirect.toString(),
                "response_type",
                "code",
                "scope",
                SCOPES,
                "access_type",
                "offline",
                "prompt",
                "consent",
                "state",
                state,
                "code_challenge",
                challenge,
                "code_challenge_method",
                "S256");
    }

    @Override
    public Reply<Grant> trade(String code, String verifier, URI redirect) {
        return wire.grant(
                token(),
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "code_verifier",
                        verifier,
                        "redirect_uri",
                        redirect.toString(),
                        "client_id",
                        id(),
                        "client_secret",
                        secret()));
    }

    @Override
    public Reply<Grant> refresh(String refreshToken) {
        return wire.grant(
                token(),
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        refreshToken,
                        "client_id",
                        id(),
                        "client_secret",
                        secret()));
    }

    @Override
    public Reply<AccountOwner> owner(String accessToken) {
        return data.owner(accessToken);
    }

    @Override
    public Reply<Boolean> revoke(String token) {
        return wire.ask(
                OutboundRequest.post(
                        URI.create(config.at("https://oauth2.googleapis.com") + "/revoke"),
                        OutboundBody.form(Map.of("token", token))),
                answer -> answer.isSuccess() ? new Reply.Done<>(true) : wire.later(answer));
    }

    private URI token() {
        return URI.create(config.at("https://oauth2.googleapis.com") + "/token");
    }

    private String id() {
        return config.clientId() == null ? "" : config.clientId();
    }

    private String secret() {
        return config.clientSecret() == null ? "" : config.clientSecret();
    }
}
