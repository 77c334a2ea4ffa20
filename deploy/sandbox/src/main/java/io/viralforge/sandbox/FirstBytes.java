package io.viralforge.sandbox;

import java.io.IOException;
import java.io.InputStream;

/** A stream that ends early. */
final class FirstBytes extends InputStream {
    private final InputStream whole;
    private long left;

    FirstBytes(InputStream whole, long count) {
        this.whole = whole;
        this.left = count;
    }

    @Override
    public int read() throws IOException {
        if (left == 0) {
            return -1;
        }
        left--;
        return whole.read();
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        int read = left == 0 && count > 0 ? -1 : whole.read(into, offset, (int) Math.min(count, left));
        left -= Math.max(0, read);
        return read;
    }
}
