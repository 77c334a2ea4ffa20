package io.viralforge.platform.storage;

import java.util.UUID;

/**
 * Names an object: the studio it belongs to, then an id of our making. It never holds anything a client wrote, so it is
 * safe as a path.
 */
public record ObjectKey(UUID studio, UUID id) {
    /** The key in what {@link #toString} gave; any other text is a programming error. */
    public static ObjectKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not an object key: " + text);
        }
        ObjectKey key =
                new ObjectKey(UUID.fromString(text.substring(0, slash)), UUID.fromString(text.substring(slash + 1)));
        // UUID.fromString also takes shortened forms; a key has one spelling.
        if (!key.toString().equals(text)) {
            throw new IllegalArgumentException("not an object key: " + text);
        }
        return key;
    }

    /** {@code <studio>/<id>}, both as 36 lower-case characters. */
    @Override
    public String toString() {
        return studio + "/" + id;
    }
}
