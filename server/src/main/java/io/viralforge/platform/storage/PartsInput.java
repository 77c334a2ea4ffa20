package io.viralforge.platform.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Reads a stretch of an object across its files, one of which is open at a time. */
final class PartsInput extends InputStream {
    private final Path folder;
    private final Deque<PartIndex.Entry> ahead;
    private @Nullable FileChannel file;
    private long skip;
    private long left;

    PartsInput(Path folder, PartIndex index, long from, long length) throws IOException {
        this.folder = folder;
        this.ahead = new ArrayDeque<>(index.entries());
        this.skip = from;
        this.left = length;
        while (!ahead.isEmpty() && ahead.getFirst().bytes() <= skip) {
            skip -= ahead.removeFirst().bytes();
        }
        // Now, so that an object that is gone is missed before the first byte is promised to anybody.
        openNext();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (left > 0) {
            FileChannel current = file;
            if (current == null) {
                return -1;
            }
            int read = current.read(ByteBuffer.wrap(buffer, offset, (int) Math.min(length, left)));
            if (read >= 0) {
                left -= read;
                return read;
            }
            current.close();
            openNext();
        }
        return -1;
    }

    private void openNext() throws IOException {
        PartIndex.Entry next = ahead.pollFirst();
        if (next == null) {
            file = null;
            return;
        }
        FileChannel opened = FileChannel.open(folder.resolve(next.file()), StandardOpenOption.READ);
        opened.position(skip);
        skip = 0;
        file = opened;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
