package io.viralforge.media;

import io.viralforge.platform.storage.ObjectStore;

/**
 * How a file is cut into parts: all of one size but the last, which is what remains.
 *
 * @param bytes the file's size, at least 1
 * @param partBytes size of every part but the last
 */
record PartPlan(long bytes, long partBytes) {
    /** Small enough that little is sent again after a cut, and above the 5 MiB that S3 asks of all but the last. */
    private static final long USUAL = 8L << 20;

    private static final long STEP = 1L << 20;

    PartPlan {
        if (bytes < 1 || partBytes < 1) {
            throw new IllegalArgumentException(bytes + " bytes in parts of " + partBytes);
        }
    }

    /** 8 MiB each, or as many whole MiB as it takes to stay within the store's number of parts. */
    static PartPlan of(long bytes) {
        long least = Math.ceilDiv(bytes, (long) ObjectStore.MOST_PARTS);
        return new PartPlan(bytes, Math.max(USUAL, Math.ceilDiv(least, STEP) * STEP));
    }

    int count() {
        return Math.toIntExact(Math.ceilDiv(bytes, partBytes));
    }

    /** Where part {@code number} begins, in bytes; parts count from 1. */
    long offset(int number) {
        return (number - 1) * partBytes;
    }

    /** Size of part {@code number}. */
    long bytes(int number) {
        return Math.min(partBytes, bytes - offset(number));
    }
}
