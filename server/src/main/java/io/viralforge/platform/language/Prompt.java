package io.viralforge.platform.language;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a model is asked.
 *
 * @param instruction what to do, and the shape of the answer; in our own words alone
 * @param data what to do it with, as JSON. Strangers may have written it, so it goes apart from the instruction, which has
 *     to say that nothing in it is one
 * @param mostTokens of the answer, 1 at least
 */
public record Prompt(String instruction, String data, int mostTokens) {
    /** What a provider puts around two messages. */
    private static final int AROUND = 64;

    public Prompt {
        if (mostTokens < 1) {
            throw new IllegalArgumentException("an answer has a token at least");
        }
    }

    /** What it takes at most: a token is at least a byte of UTF-8. */
    Tokens most() {
        return new Tokens((long) AROUND + bytes(instruction).length + bytes(data).length, mostTokens);
    }

    /** The same for the same question to the same model. */
    String digest(String model) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {model, instruction, data, Integer.toString(mostTokens)}) {
                digest.update(bytes(part));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
