package io.viralforge.worker.media;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads lines of a child that may be mad: a line longer than the bound is cut, none is waited for in memory. */
final class LineReader {
    private static final int LONGEST = 2_000;

    private LineReader() {}

    /** Reads until the other side ends or the stream is closed. Carriage returns end lines too. */
    static void forEach(InputStream in, Consumer<String> line) {
        byte[] buffer = new byte[LONGEST];
        int length = 0;
        try (var bytes = new BufferedInputStream(in, 16_384)) {
            for (int b = bytes.read(); b >= 0; b = bytes.read()) {
                if (b == '\n' || b == '\r') {
                    if (length > 0) {
                        line.accept(new String(buffer, 0, length, StandardCharsets.UTF_8));
                    }
                    length = 0;
                } else if (length < LONGEST) {
                    buffer[length++] = (byte) b;
                }
            }
        } catch (IOException closed) {
            // The child was ended; what it said so far has been heard.
        }
        if (length > 0) {
            line.accept(new String(buffer, 0, length, StandardCharsets.UTF_8));
        }
    }
}
