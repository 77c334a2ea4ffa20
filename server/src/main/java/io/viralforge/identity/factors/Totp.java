package io.viralforge.identity.factors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Codes that change with time (RFC 6238), as every app for them has them: SHA-1, 30 seconds, 6 digits. */
final class Totp {
    static final int DIGITS = 6;
    static final int STEP_SECONDS = 30;

    /** Steps before and after the present one whose codes count: clocks differ, and people take a while to type. */
    private static final int LEEWAY = 1;

    private static final int MODULUS = 1_000_000;
    private static final String HMAC = "HmacSHA1";

    private Totp() {}

    /**
     * The code of a step.
     *
     * @param step number of the 30 seconds, counted from 1970
     */
    static String code(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            // RFC 4226, section 5.3: the last four bits say where the number begins.
            int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%0" + DIGITS + "d", number % MODULUS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The step whose code this is.
     *
     * @param now the present step
     * @param last the step whose code was taken last; it and those before count no more
     */
    static OptionalLong match(byte[] secret, String code, long now, long last) {
        byte[] given = code.getBytes(StandardCharsets.UTF_8);
        return LongStream.rangeClosed(Math.max(now - LEEWAY, last + 1), now + LEEWAY)
                .filter(step -> MessageDigest.isEqual(code(secret, step).getBytes(StandardCharsets.UTF_8), given))
                .findFirst();
    }
}
