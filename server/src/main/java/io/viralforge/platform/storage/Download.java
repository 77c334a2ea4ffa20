package io.viralforge.platform.storage;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * How a file is to arrive at whoever downloads it. It always arrives as an attachment, so that a browser shows nothing
 * of it in the store's own origin.
 *
 * @param fileName the name to be saved under, any text
 * @param contentType media type; anything that is not one becomes {@code application/octet-stream}
 */
public record Download(String fileName, String contentType) {
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}");
    private static final String UNKNOWN = "application/octet-stream";

    public Download {
        contentType = MEDIA_TYPE.matcher(contentType).matches() ? contentType : UNKNOWN;
    }

    /** A file that no person looks at. */
    public static Download bytes() {
        return new Download("file", UNKNOWN);
    }

    /** The header's value: a name in plain ASCII for old clients, then the real one (RFC 6266, RFC 8187). */
    public String contentDisposition() {
        StringBuilder plain = new StringBuilder();
        StringBuilder encoded = new StringBuilder();
        fileName.codePoints().forEach(character -> {
            boolean isPlain = isAttributeCharacter(character);
            plain.append(isPlain || character == ' ' ? Character.toString(character) : "_");
            if (isPlain) {
                encoded.appendCodePoint(character);
            } else {
                for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append('%').append("%02X".formatted(octet & 0xff));
                }
            }
        });
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }

    private static boolean isAttributeCharacter(int c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || "!#$&+-.^_`|~".indexOf(c) >= 0);
    }
}
