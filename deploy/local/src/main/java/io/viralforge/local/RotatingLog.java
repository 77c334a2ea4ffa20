package io.viralforge.local;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;

/**
 * A log file of bounded size: {@code x.log} is what is being written, {@code x.log.1} the one before, and so on. It also
 * remembers the last lines, for the message when a start fails. Safe for use from several threads.
 */
final class RotatingLog implements AutoCloseable {
    private static final int REMEMBERED = 25;

    private final Path file;
    private final long bytesPerFile;
    private final int files;
    private final ArrayDeque<String> last = new ArrayDeque<>(REMEMBERED);
    private OutputStream out;
    private long size;

    RotatingLog(Path file, long bytesPerFile, int files) throws IOException {
        this.file = file;
        this.bytesPerFile = bytesPerFile;
        this.files = files;
        out = open();
    }

    synchronized void line(String line) throws IOException {
        if (last.size() == REMEMBERED) {
            last.removeFirst();
        }
        last.addLast(line);
        byte[] bytes = (line + '\n').getBytes(StandardCharsets.UTF_8);
        if (size > 0 && size + bytes.length > bytesPerFile) {
            rotate();
        }
        out.write(bytes);
        size += bytes.length;
    }

    synchronized void flush() throws IOException {
        out.flush();
    }

    synchronized List<String> lastLines() {
        return List.copyOf(last);
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    private void rotate() throws IOException {
        out.close();
        for (int n = files - 1; n > 0; n--) {
            Path from = n == 1 ? file : numbered(n - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(n), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        out = open();
    }

    private Path numbered(int n) {
        return file.resolveSibling(file.getFileName() + "." + n);
    }

    private OutputStream open() throws IOException {
        size = Files.exists(file) ? Files.size(file) : 0;
        return new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }
}
