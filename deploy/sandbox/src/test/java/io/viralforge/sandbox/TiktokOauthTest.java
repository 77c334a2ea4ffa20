package io.viralforge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.sandbox.Rig.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TiktokOauthTest {
    private final Rig rig;

    TiktokOauthTest() throws IOException {
        rig = new Rig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aRefreshTokenIsReplacedByEachRefreshAndLivesForAYear() throws Exception {
        JsonNode issued = rig.tiktok(0, "user.info.basic");
        assertThat(issued.path("expires_in").asLong()).isEqualTo(86_400);
        assertThat(issued.path("refresh_expires_in").asLong()).isEqualTo(365 * 86_400);
        assertThat(user(issued)).isEqualTo("ok");
        rig.sandbox.clock().advance(Duration.ofDays(1));
        assertThat(user(issued)).isEqualTo("access_token_invalid");
        JsonNode refreshed = refresh(issued);
        assertThat(user(refreshed)).isEqualTo("ok");
        assertThat(refresh(issued).path("error").asText()).isEqualTo("invalid_grant");
        rig.sandbox.clock().advance(Duration.ofDays(365));
        assertThat(refresh(refreshed).path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void aCodeWantsItsVerifierInEitherSpellingOfTheDigest() throws Exception {
        String verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        for (String challenge : new String[] {
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3"
        }) {
            assertThat(redeem(challenge, verifier).has("access_token")).isTrue();
            assertThat(redeem(challenge, verifier + "x").path("error").asText()).isEqualTo("invalid_grant");
        }
    }

    @Test
    void whoIsNotRegisteredIsSentNowhere() throws Exception {
        for (String wrong : new String[] {"client_key", "redirect_uri", "response_type"}) {
            Map<String, String> asked = asked();
            asked.merge(wrong, "x", String::concat);
            Answer answer = rig.send(rig.request("/v2/auth/authorize/?" + Rig.encode(asked)));
            assertThat(answer.status()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void whatIsRevokedIsWorthNothing() throws Exception {
        JsonNode issued = rig.tiktok(0, "user.info.basic");
        Map<String, String> form = Map.of(
                "client_key",
                rig.sandbox.tiktok().clientKey(),
                "client_secret",
                rig.sandbox.tiktok().clientSecret(),
                "token",
                issued.path("access_token").asText());
        assertThat(rig.post("/v2/oauth/revoke/", form).json()).isEmpty();
        assertThat(user(issued)).isEqualTo("access_token_invalid");
        assertThat(refresh(issued).path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void fieldsWantTheirScopes() throws Exception {
        String token = rig.tiktok("user.info.basic");
        assertThat(rig.get("/v2/user/info/?fields=follower_count", token).code())
                .isEqualTo("scope_not_authorized");
        assertThat(rig.get("/v2/user/info/", token).code()).isEqualTo("invalid_param");
        JsonNode user = rig.get("/v2/user/info/?fields=open_id,display_name", token)
                .json()
                .at("/data/user");
        assertThat(user.path("display_name").asText()).isEqualTo("First creator");
        assertThat(user).hasSize(2);
    }

    private Map<String, String> asked() {
        return new TreeMap<>(Map.of(
                "client_key", rig.sandbox.tiktok().clientKey(),
                "redirect_uri", Rig.REDIRECT.toString(),
                "response_type", "code",
                "scope", "user.info.basic",
                "approve", "1"));
    }

    private JsonNode redeem(String challenge, String verifier) throws IOException, InterruptedException {
        Map<String, String> asked = asked();
        asked.put("code_challenge", challenge);
        asked.put("code_challenge_method", "S256");
        Answer answer = rig.send(rig.request("/v2/auth/authorize/?" + Rig.encode(asked)));
        return rig.tiktokToken(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                Rig.sentBack(answer).getOrDefault("code", ""),
                "redirect_uri",
                Rig.REDIRECT.toString(),
                "code_verifier",
                verifier));
    }

    private JsonNode refresh(JsonNode issued) throws IOException, InterruptedException {
        return rig.tiktokToken(Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                issued.path("refresh_token").asText()));
    }

    private String user(JsonNode issued) throws IOException, InterruptedException {
        return rig.get(
                        "/v2/user/info/?fields=open_id",
                        issued.path("access_token").asText())
                .code();
    }
}
