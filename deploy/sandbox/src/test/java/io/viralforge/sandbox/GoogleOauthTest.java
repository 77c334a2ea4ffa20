package io.viralforge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.sandbox.Rig.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GoogleOauthTest {
    /** The example of RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final Rig rig;

    GoogleOauthTest() throws IOException {
        rig = new Rig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aPersonSeesWhatIsAskedAndCanApproveOrDeny() throws Exception {
        Answer page = authorize(rig.googleAsks("youtube"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.raw().body()).contains("auth/youtube", "First channel", "Approve", "Deny", "s t&amp;te");
        Map<String, String> denied = rig.googleAsks("youtube");
        denied.put("deny", "1");
        assertThat(Rig.sentBack(authorize(denied)))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "s t&te");
    }

    @Test
    void whoIsNotRegisteredIsSentNowhere() throws Exception {
        for (String wrong : new String[] {"client_id", "redirect_uri", "response_type", "code_challenge_method"}) {
            Map<String, String> asked = rig.googleAsks("youtube");
            asked.put("code_challenge", CHALLENGE);
            asked.put(wrong, asked.getOrDefault(wrong, "S25") + "6/");
            asked.put("approve", "1");
            Answer answer = authorize(asked);
            assertThat(answer.status()).as(wrong).isIn(400, 401);
            assertThat(answer.header("Location")).isEmpty();
        }
    }

    @Test
    void aCodeIsRedeemedOnceAndByWhoHasTheVerifier() throws Exception {
        Map<String, String> right = rig.googleRedeems(code(true));
        right.put("code_verifier", VERIFIER);
        Answer answer = rig.post("/token", right);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(3600);
        assertThat(answer.json().path("refresh_token").asText()).isNotEmpty();
        assertThat(error(rig.post("/token", right))).isEqualTo("invalid_grant");

        Map<String, String> wrong = rig.googleRedeems(code(true));
        wrong.put("code_verifier", VERIFIER + "x");
        assertThat(error(rig.post("/token", wrong))).isEqualTo("invalid_grant");
        assertThat(error(rig.post("/token", rig.googleRedeems(code(true))))).isEqualTo("invalid_grant");
    }

    @Test
    void aCodeIsBoundToItsAddressItsClientAndTenMinutes() throws Exception {
        Map<String, String> elsewhere = rig.googleRedeems(code(false));
        elsewhere.put("redirect_uri", Rig.REDIRECT + "/");
        assertThat(error(rig.post("/token", elsewhere))).isEqualTo("redirect_uri_mismatch");
        Map<String, String> stranger = rig.googleRedeems(code(false));
        stranger.put("client_secret", "guessed");
        assertThat(error(rig.post("/token", stranger))).isEqualTo("invalid_client");
        Map<String, String> late = rig.googleRedeems(code(false));
        rig.sandbox.clock().advance(Duration.ofMinutes(10));
        assertThat(error(rig.post("/token", late))).isEqualTo("invalid_grant");
    }

    @Test
    void aRefreshTokenComesWithTheFirstConsentOrWhenConsentIsAskedForAgain() throws Exception {
        assertThat(redeem(rig.googleAsks("youtube")).json().has("refresh_token"))
                .isTrue();
        assertThat(redeem(rig.googleAsks("youtube")).json().has("refresh_token"))
                .isFalse();
        Map<String, String> again = rig.googleAsks("youtube");
        again.put("prompt", "select_account consent");
        assertThat(redeem(again).json().has("refresh_token")).isTrue();
        again.put("access_type", "online");
        assertThat(redeem(again).json().has("refresh_token")).isFalse();
    }

    @Test
    void anAccessTokenLivesForAnHourAndIsRefreshedUntilItIsRevoked() throws Exception {
        Answer issued = redeem(rig.googleAsks("youtube"));
        String first = issued.json().path("access_token").asText();
        assertThat(channels(first)).isEqualTo(200);
        rig.sandbox.clock().advance(Duration.ofHours(1));
        assertThat(channels(first)).isEqualTo(401);

        Map<String, String> refresh = Map.of(
                "client_id",
                rig.sandbox.youtube().clientId(),
                "client_secret",
                rig.sandbox.youtube().clientSecret(),
                "grant_type",
                "refresh_token",
                "refresh_token",
                issued.json().path("refresh_token").asText());
        Answer refreshed = rig.post("/token", refresh);
        assertThat(refreshed.json().has("refresh_token")).isFalse();
        String second = refreshed.json().path("access_token").asText();
        assertThat(channels(second)).isEqualTo(200);

        assertThat(rig.post("/revoke", Map.of("token", second)).status()).isEqualTo(200);
        assertThat(channels(second)).isEqualTo(401);
        assertThat(error(rig.post("/token", refresh))).isEqualTo("invalid_grant");
        assertThat(error(rig.post("/revoke", Map.of("token", second)))).isEqualTo("invalid_token");
    }

    @Test
    void aTokenIsWorthItsScopesAlone() throws Exception {
        Answer refused = rig.get("/youtube/v3/channels?part=id&mine=true", rig.google("youtube.upload"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.reason()).isEqualTo("insufficientPermissions");
        Answer none = rig.get("/youtube/v3/channels?part=id&mine=true", "guessed");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.reason()).isEqualTo("authError");
        assertThat(none.header("WWW-Authenticate")).contains("invalid_token");
    }

    private Answer authorize(Map<String, String> asked) throws IOException, InterruptedException {
        return rig.send(rig.request("/o/oauth2/v2/auth?" + Rig.encode(asked)));
    }

    private String code(boolean withChallenge) throws IOException, InterruptedException {
        Map<String, String> asked = rig.googleAsks("youtube");
        asked.put("approve", "1");
        if (withChallenge) {
            asked.put("code_challenge", CHALLENGE);
            asked.put("code_challenge_method", "S256");
        }
        return Rig.sentBack(authorize(asked)).getOrDefault("code", "");
    }

    private Answer redeem(Map<String, String> asked) throws IOException, InterruptedException {
        asked.put("approve", "1");
        return rig.post(
                "/token", rig.googleRedeems(Rig.sentBack(authorize(asked)).getOrDefault("code", "")));
    }

    private int channels(String token) throws IOException, InterruptedException {
        return rig.get("/youtube/v3/channels?part=id&mine=true", token).status();
    }

    private static String error(Answer answer) {
        assertThat(answer.status()).isIn(400, 401);
        return answer.json().path("error").asText();
    }
}
