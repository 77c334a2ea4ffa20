package io.viralforge.platform.sql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sha256 of a mutation's arguments in a canonical form: keys sorted, an absent entry the same as a null one, every
 * value with its kind and length, so that no two different arguments read the same.
 */
final class Fingerprint {
    private final MessageDigest digest;

    private Fingerprint(MessageDigest digest) {
        this.digest = digest;
    }

    /** 64 hexadecimal digits. */
    static String of(Map<String, ?> arguments) {
        try {
            Fingerprint fingerprint = new Fingerprint(MessageDigest.getInstance("SHA-256"));
            fingerprint.add(arguments);
            return HexFormat.of().formatHex(fingerprint.digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(@Nullable Object value) {
        switch (value) {
            case null -> head('-', 0);
            case Map<?, ?> map -> {
                TreeMap<String, Object> sorted = new TreeMap<>();
                map.forEach((key, entry) -> {
                    if (entry != null) {
                        sorted.put((String) key, entry);
                    }
                });
                head('{', sorted.size());
                sorted.forEach((key, entry) -> {
                    text('k', key);
                    add(entry);
                });
            }
            case Collection<?> list -> {
                head('[', list.size());
                list.forEach(this::add);
            }
            case Number number -> text('n', number.toString());
            case Boolean flag -> text('b', flag.toString());
            case Enum<?> constant -> text('s', constant.name());
            // Strings, and scalars of ours, whose toString is their canonical text: Instant, Duration, URI, UUID.
            default -> text('s', value.toString());
        }
    }

    private void text(char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(kind, bytes.length);
        digest.update(bytes);
    }

    private void head(char kind, int length) {
        digest.update((byte) kind);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    }
}
