package io.viralforge.identity.factors;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HexFormat;

/** A person's app for codes. */
public final class CodeApp {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final byte[] secret;

    public CodeApp(String base32) {
        this.secret = bytes(base32);
    }

    /** The present code, or that of so many steps later. */
    public String code(int later) {
        return Totp.code(secret, Instant.now().getEpochSecond() / Totp.STEP_SECONDS + later);
    }

    /** The secret as Postgres writes bytes. */
    public static String hex(String base32) {
        return HexFormat.of().formatHex(bytes(base32));
    }

    private static byte[] bytes(String base32) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int left = 0;
        int bits = 0;
        for (int i = 0; i < base32.length(); i++) {
            left = left << 5 | DIGITS.indexOf(base32.charAt(i));
            bits += 5;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes.write(left >> bits);
            }
        }
        return bytes.toByteArray();
    }
}
