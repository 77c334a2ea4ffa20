package io.viralforge.platform.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends in {@link TooMuch} when it holds more than it may. */
final class Counted extends FilterInputStream {
    /** There was more. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private long left;

    Counted(InputStream in, long most) {
        super(in);
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int count = super.read(buffer, from, length);
        count(Math.max(count, 0));
        return count;
    }

    private void count(int read) throws TooMuch {
        left -= read;
        if (left < 0) {
            throw new TooMuch();
        }
    }
}
