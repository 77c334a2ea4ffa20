package io.viralforge.recipe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The name of a recipe on given inputs: the same key gives the same bytes. */
public final class RecipeKey {
    private RecipeKey() {}

    /**
     * sha256 over the renderer's version, the encoder's path, the inputs in the order of their numbers and the
     * canonical recipe, each ended by a line feed, which none of them holds.
     *
     * @param inputSha256s of each input, 64 lower-case hexadecimal digits, as many as {@link Recipe#inputCount()}
     * @return 64 lower-case hexadecimal digits
     */
    public static String of(Recipe recipe, List<String> inputSha256s, String rendererVersion) {
        if (inputSha256s.size() != recipe.inputCount()) {
            throw new IllegalArgumentException(
                    "%d inputs for a recipe of %d".formatted(inputSha256s.size(), recipe.inputCount()));
        }
        var digest = sha256();
        add(digest, rendererVersion);
        add(digest, RendererVersion.ENCODER_PATH);
        for (String input : inputSha256s) {
            if (input.length() != 64
                    || !input.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                throw new IllegalArgumentException("not a sha256: " + input);
            }
            add(digest, input);
        }
        add(digest, recipe.canonical());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }
}
