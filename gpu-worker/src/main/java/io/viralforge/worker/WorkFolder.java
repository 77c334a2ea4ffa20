package io.viralforge.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A worker's folder: {@code cache} with inputs, {@code work} with one folder for each attempt under way, {@code instance}
 * with the key under which the server knows it, {@code lock} which one process holds.
 */
final class WorkFolder implements AutoCloseable {
    private final Path root;
    private final FileChannel channel;
    private final String instanceKey;

    /** Another process uses the folder. */
    static final class TakenException extends Exception {
        private static final long serialVersionUID = 1L;

        TakenException(Path root) {
            super("Another worker uses " + root + "; give this one a folder of its own with --dir");
        }
    }

    private WorkFolder(Path root, FileChannel channel) throws IOException {
        this.root = root;
        this.channel = channel;
        this.instanceKey = readInstanceKey(root.resolve("instance"));
        sweep();
    }

    /** Takes the folder, and deletes what a killed predecessor left in {@code work}. */
    static WorkFolder take(Path root) throws IOException, TakenException {
        Files.createDirectories(root);
        var channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                throw new TakenException(root);
            }
            return new WorkFolder(root, channel);
        } catch (IOException | TakenException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    private static String readInstanceKey(Path file) throws IOException {
        if (Files.exists(file)) {
            var known = Files.readString(file).strip();
            if (known.matches("[A-Za-z0-9-]{8,64}")) {
                return known;
            }
        }
        var fresh = UUID.randomUUID().toString();
        Files.writeString(file, fresh + "\n");
        return fresh;
    }

    /** Names this worker to the server, over restarts. */
    String instanceKey() {
        return instanceKey;
    }

    Path cache() throws IOException {
        return Files.createDirectories(root.resolve("cache"));
    }

    /** Where bundled programs are unpacked. */
    Path programs() throws IOException {
        return Files.createDirectories(root.resolve("programs"));
    }

    /** A fresh, empty folder. */
    Path attempt() throws IOException {
        return Files.createTempDirectory(work(), "attempt-");
    }

    private Path work() throws IOException {
        return Files.createDirectories(root.resolve("work"));
    }

    private void sweep() throws IOException {
        try (var leftovers = Files.list(work())) {
            for (var each : leftovers.toList()) {
                delete(each);
            }
        }
    }

    /** Deletes a folder with everything in it; links are deleted, not followed. */
    static void delete(Path folder) {
        try (var walk = Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (var each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
