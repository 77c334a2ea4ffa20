package io.viralforge.platform.secrets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A token that means nothing by itself: 256 random bits in Base64. Only its sha256 is stored; with that much randomness a
 * slow hash would add nothing.
 *
 * @param secret what its owner gets
 */
public record OpaqueToken(Secret secret) {
    /** Longer than any of ours; what is longer is not worth hashing. */
    private static final int LONGEST = 200;

    private static final int BYTES = 32;

    /** A new one. */
    public static OpaqueToken random(SecureRandom random, String prefix) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return new OpaqueToken(
                new Secret(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bits)));
    }

    /** One that someone shows. */
    public static OpaqueToken shown(String text) {
        return new OpaqueToken(new Secret(text));
    }

    /** What is stored of it. */
    public byte[] hash() {
        return sha256(secret.text().length() > LONGEST ? "" : secret.text());
    }

    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compares in a time that tells nothing. */
    public boolean matches(OpaqueToken other) {
        return MessageDigest.isEqual(hash(), other.hash());
    }
}
