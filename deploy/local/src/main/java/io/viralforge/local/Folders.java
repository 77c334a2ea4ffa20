package io.viralforge.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folders and what a crash leaves of them. */
final class Folders {
    private Folders() {}

    /** Makes a folder that only its owner may enter; one that is there already stays as it is. */
    static Path createPrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            @Nullable Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return folder;
    }

    /** Writes a file that only its owner may read, all at once: a reader sees the old text or the new. */
    static Path writePrivate(Path file, String text) throws IOException {
        Path next = Files.createTempFile(
                file.getParent(),
                ".new-",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, text);
        return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes a folder with all in it; does nothing where it is missing. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Removes a folder unless something is in it. */
    static boolean deleteIfEmpty(Path folder) throws IOException {
        try {
            return Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException _) {
            return false;
        }
    }
}
