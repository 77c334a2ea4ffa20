package io.viralforge.sandbox;

/**
 * How a file is cut (Media Transfer Guide, "Chunk restrictions"). The guide does not say whether its megabytes are 10^6
 * or 2^20 bytes; what is taken here fits both.
 *
 * @param size of the file, in bytes
 * @param chunk size of all chunks but the last, which takes the rest too
 * @param count of chunks
 */
record TiktokChunks(long size, long chunk, long count) {
    static final long LARGEST_FILE = 4_000_000_000L;
    static final long SMALLEST_CHUNK = 5L << 20;
    static final long LARGEST_CHUNK = 64_000_000;
    static final int MOST_CHUNKS = 1_000;

    boolean isAllowed() {
        if (size < 1 || size > LARGEST_FILE || chunk < 1 || chunk > LARGEST_CHUNK) {
            return false;
        }
        // What fits into one chunk may come as a whole, and what is smaller than the smallest must.
        boolean isWhole = chunk == size && count == 1;
        boolean isCut = chunk >= SMALLEST_CHUNK && count == size / chunk && count >= 1 && count <= MOST_CHUNKS;
        return isWhole || isCut;
    }

    /** Of the chunk that begins there, in bytes. */
    long lengthAt(long first) {
        long index = first / chunk;
        return index >= count - 1 ? size - first : chunk;
    }
}
