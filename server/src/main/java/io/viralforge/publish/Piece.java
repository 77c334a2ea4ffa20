package io.viralforge.publish;

/**
 * Some of a file.
 *
 * @param from its first byte
 * @param total the file's size
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Piece(byte[] bytes, long from, long total) {
    /** The byte after its last. */
    public long to() {
        return from + bytes.length;
    }
}
