package io.viralforge.worker.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/**
 * The boxes of an MP4 or QuickTime file, as far as two questions need (ISO/IEC 14496-12): does it keep its media in
 * other files, and does its index come before its media. Reads headers only, and few of them whatever the file says.
 */
final class IsoBoxes {
    private static final Set<String> PARENTS = Set.of("moov", "trak", "mdia", "minf", "dinf");
    private static final Set<String> REFERENCE_MOVIES = Set.of("rmra", "rmda", "rdrf");
    private static final int MOST_BOXES = 100_000;
    /** Boxes of interest lie six deep; a stranger's may lie as deep as their file is long. */
    private static final int DEEPEST = 8;

    private static final int SELF_CONTAINED = 1;

    private final FileChannel file;
    private int boxes;
    private boolean namesOthers;
    private long moovAt = Long.MAX_VALUE;
    private long mdatAt = Long.MAX_VALUE;

    private IsoBoxes(FileChannel file) {
        this.file = file;
    }

    /** Whether any track's data, or the movie itself, is said to be in another file. */
    static boolean namesOthers(Path path) throws IOException {
        return walked(path).namesOthers;
    }

    /** Whether the index comes before the media, so that playing can begin before all is there. */
    static boolean isFastStart(Path path) throws IOException {
        IsoBoxes boxes = walked(path);
        return boxes.moovAt < boxes.mdatAt;
    }

    private static IsoBoxes walked(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            var boxes = new IsoBoxes(file);
            boxes.walk(0, file.size(), 0);
            return boxes;
        }
    }

    private void walk(long from, long to, int depth) throws IOException {
        long at = from;
        while (at + 8 <= to && boxes++ < MOST_BOXES) {
            ByteBuffer header = read(at, 16);
            long size = header.getInt() & 0xFFFF_FFFFL;
            String type = type(header);
            int headerSize = 8;
            if (size == 1 && header.remaining() >= 8) {
                size = header.getLong();
                headerSize = 16;
            } else if (size == 0) {
                size = to - at;
            }
            if (size < headerSize || size > to - at) {
                size = to - at;
            }
            visit(type, at, at + headerSize, at + size, depth);
            at += size;
        }
    }

    private void visit(String type, long at, long contents, long end, int depth) throws IOException {
        switch (type) {
            case "moov" -> moovAt = Math.min(moovAt, at);
            case "mdat" -> mdatAt = Math.min(mdatAt, at);
            case "dref" -> visitReferences(contents + 8, end);
            default -> namesOthers |= REFERENCE_MOVIES.contains(type);
        }
        if (PARENTS.contains(type) && depth < DEEPEST) {
            walk(contents, end, depth + 1);
        }
    }

    /** Entries are boxes with version and flags, the lowest of which says: in this file. */
    private void visitReferences(long from, long to) throws IOException {
        long at = from;
        while (at + 12 <= to && boxes++ < MOST_BOXES) {
            ByteBuffer entry = read(at, 12);
            long size = entry.getInt() & 0xFFFF_FFFFL;
            entry.getInt();
            namesOthers |= (entry.getInt() & SELF_CONTAINED) == 0;
            at += Math.max(12, size);
        }
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        int read = 0;
        while (read >= 0 && bytes.hasRemaining()) {
            read = file.read(bytes, at + bytes.position());
        }
        return bytes.flip();
    }

    private static String type(ByteBuffer header) {
        byte[] type = new byte[4];
        header.get(type);
        return new String(type, StandardCharsets.ISO_8859_1);
    }
}
