package io.viralforge.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Takes in a file piece by piece and keeps its digest alone, so that 4 GB take no more memory than 4 KB. */
final class Intake {
    private static final int HEAD = 64;
    private static final int BUFFER = 256 << 10;

    private final long granule;
    private final byte[] head = new byte[HEAD];
    private MessageDigest digest = sha256();
    private long length;

    /**
     * Of a piece that breaks off only so much is kept as is a multiple of this.
     *
     * @param granule in bytes, a multiple of 256 KiB, or Long.MAX_VALUE: nothing is kept of such a piece
     */
    Intake(long granule) {
        this.granule = granule;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    long length() {
        return length;
    }

    /**
     * Takes in a piece of so many bytes; whether it was there to its end.
     *
     * @throws IOException when the connection breaks
     */
    boolean take(InputStream from, long count) throws IOException {
        MessageDigest kept = copy(digest);
        long keptLength = length;
        long end = length + count;
        byte[] buffer = new byte[Math.clamp(count, 1, BUFFER)];
        try {
            while (length < end) {
                int wanted = (int) Math.min(buffer.length, end - length);
                if (from.readNBytes(buffer, 0, wanted) < wanted) {
                    break;
                }
                add(buffer, wanted);
                if (length == end || (length - keptLength) % granule == 0) {
                    kept = copy(digest);
                    keptLength = length;
                }
            }
        } finally {
            digest = kept;
            length = keptLength;
        }
        return length == end;
    }

    private void add(byte[] bytes, int count) {
        if (length < HEAD) {
            System.arraycopy(bytes, 0, head, (int) length, (int) Math.min(count, HEAD - length));
        }
        digest.update(bytes, 0, count);
        length += count;
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file as it is now. */
    StoredFile end() {
        HexFormat hex = HexFormat.of();
        return new StoredFile(
                length, hex.formatHex(copy(digest).digest()), hex.formatHex(head, 0, (int) Math.min(HEAD, length)));
    }
}
