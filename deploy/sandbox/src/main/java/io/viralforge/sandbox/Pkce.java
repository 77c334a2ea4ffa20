package io.viralforge.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Proof that who redeems a code is who asked for it (RFC 7636).
 *
 * @param challenge null when none was given
 */
record Pkce(@Nullable String challenge, String method) {
    /** As the parameters of an authorization say; without a method it is "plain" (RFC 7636, 4.3). */
    static Pkce of(Request request) {
        @Nullable String method = request.query("code_challenge_method");
        return new Pkce(request.query("code_challenge"), method == null ? "plain" : method);
    }

    boolean isKnown() {
        return method.equals("S256") || method.equals("plain");
    }

    boolean isMetBy(@Nullable String verifier) {
        if (challenge == null) {
            return verifier == null;
        }
        return verifier != null && challenge.equals(method.equals("plain") ? verifier : s256(verifier));
    }

    private static String s256(String verifier) {
        byte[] digest = Intake.sha256().digest(verifier.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }
}
