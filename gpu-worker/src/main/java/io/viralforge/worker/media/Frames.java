package io.viralforge.worker.media;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads pictures of one size that lie one after the other in a file. */
final class Frames {
    private Frames() {}

    /**
     * Tells each of them, from first to last.
     *
     * @param length of each, in bytes
     */
    static void forEach(Path file, int length, Consumer<byte[]> told) throws IOException, InterruptedException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (byte[] each = in.readNBytes(length); each.length == length; each = in.readNBytes(length)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while looking");
                }
                told.accept(each);
            }
        }
    }
}
