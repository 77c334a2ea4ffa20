package io.viralforge.local;

import io.viralforge.local.LocalServicesException.Code;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where programs lie unpacked, once per version, for all data folders of this user: a {@link CacheFolder}. Several
 * processes may unpack at once: each works in a folder of its own, and the first to rename it wins.
 */
final class ProgramCache {
    private final Path root;

    ProgramCache(Path root) {
        this.root = root;
    }

    /** The user's cache; for a user without a writable home, a folder inside the run folder. */
    static ProgramCache of(RunFolder folder) {
        Path wanted = UserFolders.ofProcess().cache();
        try {
            Files.createDirectories(wanted);
            if (Files.isWritable(wanted)) {
                return new ProgramCache(wanted);
            }
        } catch (IOException _) {
            // A read-only or missing home, as in many containers.
        }
        return inside(folder);
    }

    /** A cache for this run folder alone. */
    static ProgramCache inside(RunFolder folder) {
        return new ProgramCache(folder.path().resolve("programs"));
    }

    Path root() {
        return root;
    }

    /** Unpacks a stream into an empty folder. */
    @FunctionalInterface
    interface Unpacker {
        void unpack(InputStream in, Path folder) throws IOException;
    }

    /**
     * The folder {@code name} of this cache, filled from a resource of the class path if it is not there yet.
     *
     * @throws LocalServicesException MISSING_TOOL if the build does not carry the resource; DISK
     */
    Path folder(String name, String resource, Unpacker unpacker, StartProgress progress) {
        Path folder = root.resolve(name);
        if (CacheFolder.use(folder)) {
            return folder;
        }
        @Nullable URL url = ProgramCache.class.getResource(resource);
        if (url == null) {
            throw new LocalServicesException(
                    Code.MISSING_TOOL,
                    "This build carries no " + resource.substring(1) + ": build it on this machine.");
        }
        try {
            unpack(url, folder, unpacker, progress);
            CacheFolder.use(folder);
            return folder;
        } catch (IOException e) {
            throw LocalServicesException.disk("Unpacking into " + folder + " failed", e);
        }
    }

    private void unpack(URL url, Path folder, Unpacker unpacker, StartProgress progress) throws IOException {
        Files.createDirectories(root);
        Path mine = Files.createTempDirectory(root, CacheFolder.UNFINISHED);
        // Another user's process reads it where a root runs the server as nobody.
        Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            URLConnection connection = url.openConnection();
            long total = connection.getContentLengthLong();
            try (InputStream in =
                    new CountingStream(connection.getInputStream(), done -> progress.unpacked(done, total))) {
                unpacker.unpack(in, mine);
            }
            try {
                Files.move(mine, folder);
            } catch (IOException e) {
                if (!Files.isDirectory(folder)) {
                    throw e;
                }
            }
        } finally {
            Folders.delete(mine);
        }
    }

    private static final class CountingStream extends FilterInputStream {
        private final LongConsumer listener;
        private long count;

        CountingStream(InputStream in, LongConsumer listener) {
            super(in);
            this.listener = listener;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0) {
                listener.accept(++count);
            }
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if (read > 0) {
                count += read;
                listener.accept(count);
            }
            return read;
        }
    }
}
