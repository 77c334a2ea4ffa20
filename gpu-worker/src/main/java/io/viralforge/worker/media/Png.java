package io.viralforge.worker.media;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes drawn pictures as PNG (ISO 15948), packed lightly and unfiltered: each is read once and thrown away, and there
 * are hundreds. The JDK's own writer takes twice as long.
 */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte BITS = 8;
    private static final byte RGBA = 6;

    private Png() {}

    /** @param image of the type {@link BufferedImage#TYPE_INT_ARGB} */
    static Path write(BufferedImage image, Path file) throws IOException {
        var header = ByteBuffer.allocate(13).putInt(image.getWidth()).putInt(image.getHeight());
        header.put(BITS).put(RGBA);
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write(SIGNATURE);
            chunk(out, "IHDR", header.array());
            chunk(out, "IDAT", packed(rows(image)));
            chunk(out, "IEND", new byte[0]);
        }
        return Files.write(file, bytes.toByteArray());
    }

    /** Each row begins with its filter, which is none. */
    private static byte[] rows(BufferedImage image) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        int width = image.getWidth();
        byte[] rows = new byte[image.getHeight() * (4 * width + 1)];
        int at = 0;
        for (int i = 0; i < pixels.length; i++) {
            at += i % width == 0 ? 1 : 0;
            rows[at++] = (byte) (pixels[i] >> 16);
            rows[at++] = (byte) (pixels[i] >> 8);
            rows[at++] = (byte) pixels[i];
            rows[at++] = (byte) (pixels[i] >> 24);
        }
        return rows;
    }

    private static byte[] packed(byte[] rows) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var out = new DeflaterOutputStream(bytes, deflater, 1 << 16)) {
            out.write(rows);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream out, String name, byte[] data) throws IOException {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(type);
        crc.update(data);
        out.writeInt(data.length);
        out.write(type);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }
}
