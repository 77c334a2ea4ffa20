package io.viralforge.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** Unpacks the servers' programs; all may read them, whatever this process's umask. */
final class Archives {
    private static final int OWNER_MAY_EXECUTE = 0100;

    private Archives() {}

    /** A tar archive packed with xz. */
    static void tarXz(InputStream in, Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
            for (@Nullable TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entry(tar, entry, folder);
            }
        }
    }

    /** A single program, not packed. */
    static void program(InputStream in, Path file) throws IOException {
        Files.copy(in, file);
        permit(file, true);
    }

    private static void entry(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path path = inside(folder, entry.getName());
        Path parent = path.equals(folder) ? path : Objects.requireNonNull(path.getParent());
        Files.createDirectories(parent);
        // A link that came before may lead out.
        if (!parent.toRealPath().startsWith(folder.toRealPath())) {
            throw outside(entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            permit(path, true);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(path, inside(folder, entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            permit(path, (entry.getMode() & OWNER_MAY_EXECUTE) != 0);
        }
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder)) {
            throw outside(name);
        }
        return path;
    }

    private static IOException outside(String name) {
        return new IOException("The archive names a file outside of itself: " + name);
    }

    private static void permit(Path path, boolean execute) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(execute ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
