package io.viralforge.platform.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which files of an object's folder make the object, in order: its file {@code index}, a line {@code <number> <bytes>}
 * for each.
 */
record PartIndex(List<Entry> entries) {
    private static final String NAME = "index";
    private static final String DRAFT = NAME + ".";

    /** A file and its size. */
    record Entry(String file, long bytes) {}

    static PartIndex of(List<Part> parts) {
        return new PartIndex(parts.stream()
                .map(part -> new Entry(Integer.toString(part.number()), part.bytes()))
                .toList());
    }

    /** Whether the file belongs to the object, or to another who completes the same upload. */
    boolean holds(String file) {
        return file.startsWith(NAME) || entries.stream().anyMatch(entry -> entry.file.equals(file));
    }

    /** Size of the object. */
    long bytes() {
        return entries.stream().mapToLong(Entry::bytes).sum();
    }

    /** Writes the index, whole or not at all. */
    void write(Path folder) throws IOException {
        String text = entries.stream()
                .map(entry -> entry.file + " " + entry.bytes + "\n")
                .collect(Collectors.joining());
        Path draft = folder.resolve(DRAFT + UUID.randomUUID());
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)); bytes.hasRemaining(); ) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The index of an object, null when there is no such object. */
    static @Nullable PartIndex read(Path object) throws IOException {
        try {
            return new PartIndex(Files.readAllLines(object.resolve(NAME)).stream()
                    .map(line -> line.split(" ", 2))
                    .map(line -> new Entry(line[0], Long.parseLong(line[1])))
                    .toList());
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
