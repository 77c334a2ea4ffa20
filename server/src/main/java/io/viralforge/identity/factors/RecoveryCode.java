package io.viralforge.identity.factors;

import io.viralforge.platform.secrets.OpaqueToken;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * A code for who has lost their app and passkeys: 80 random bits, so that its sha256 is safe to store.
 *
 * @param text as it is shown, such as {@code abcd-efgh-ijkl-mnop}
 */
record RecoveryCode(String text) {
    private static final int BYTES = 10;

    static RecoveryCode random(SecureRandom random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return new RecoveryCode(Base32.of(bits).toLowerCase(Locale.ROOT).replaceAll("(.{4})(?=.)", "$1-"));
    }

    /** What is stored of it; however it is typed, the same. */
    byte[] hash() {
        return OpaqueToken.sha256(plain(text));
    }

    /** A code as people type it, without what they put in for order. */
    static String plain(String typed) {
        return typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }
}
