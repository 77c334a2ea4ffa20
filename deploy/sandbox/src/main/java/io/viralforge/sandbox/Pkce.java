package io.viralforge.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
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
        if (verifier == null || method.equals("plain")) {
            return challenge.equals(verifier);
        }
        byte[] digest = Intake.sha256().digest(verifier.getBytes(StandardCharsets.US_ASCII));
        // TikTok's guide for desktop programs has it in hex, against the RFC.
        return challenge.equals(Base64.getUrlEncoder().withoutPadding().encodeToString(digest))
                || challenge.equals(HexFormat.of().formatHex(digest));
    }
}
