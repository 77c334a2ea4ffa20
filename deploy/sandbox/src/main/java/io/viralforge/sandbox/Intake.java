package io.viralforge.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Takes in a file piece by piece and keeps its digest alone, so that 4 GB take no more memory than 4 KB. */
final class Intake {
    private static final int HEAD = 64;

    private final int block;
    private final MessageDigest digest = sha256();
    private final byte[] head = new byte[HEAD];
    private long length;

    /** What breaks off within a block is kept up to the block's beginning; in bytes. */
    Intake(int block) {
        this.block = block;
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

    /** Takes in so many bytes, or fewer where the stream ends or breaks before. */
    void take(InputStream from, long count) throws IOException {
        byte[] buffer = new byte[(int) Math.min(block, Math.max(1, count))];
        for (long left = count; left > 0; ) {
            int wanted = (int) Math.min(buffer.length, left);
            if (from.readNBytes(buffer, 0, wanted) < wanted) {
                return;
            }
            add(buffer, wanted);
            left -= wanted;
        }
    }

    private void add(byte[] bytes, int count) {
        if (length < HEAD) {
            System.arraycopy(bytes, 0, head, (int) length, (int) Math.min(count, HEAD - length));
        }
        digest.update(bytes, 0, count);
        length += count;
    }

    /** The file as it is once nothing more comes. */
    StoredFile end() {
        HexFormat hex = HexFormat.of();
        return new StoredFile(
                length, hex.formatHex(digest.digest()), hex.formatHex(head, 0, (int) Math.min(HEAD, length)));
    }
}
