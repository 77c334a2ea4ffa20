package io.viralforge.worker.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg's executables out of bytedeco's jar for this host, unpacked once into a folder of ours. Its JNI libraries stay
 * where they are: FFmpeg runs as a program of its own.
 */
final class BundledFfmpeg {
    private static final String ROOT = "org/bytedeco/ffmpeg/";

    private BundledFfmpeg() {}

    /**
     * Unpacks what is not there yet. Safe to be done by several processes at once.
     *
     * @param cache folder for unpacked programs; made when missing
     * @return the folder that holds ffmpeg, ffprobe and their libraries; null when there is no bundle for this host
     */
    static @Nullable Path unpacked(Path cache) throws IOException {
        String folder = ROOT + host() + "-gpl/";
        URL program = BundledFfmpeg.class.getClassLoader().getResource(folder + "ffmpeg");
        if (program == null || !(program.openConnection() instanceof JarURLConnection jar)) {
            return null;
        }
        jar.setUseCaches(false);
        try (JarFile file = jar.getJarFile()) {
            String name = Path.of(file.getName()).getFileName().toString().replaceAll("\\.jar$", "");
            Path target = cache.resolve(name);
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(cache);
                unpack(file, folder, target);
            }
            return target;
        }
    }

    /** Into a folder beside the target first, so that the target is there in full or not at all. */
    private static void unpack(JarFile file, String folder, Path target) throws IOException {
        Path parts = Files.createTempDirectory(target.getParent(), target.getFileName() + ".part");
        try (FileChannel lock = lock(target)) {
            lock.lock();
            if (Files.isDirectory(target)) {
                return;
            }
            for (var entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (isWanted(entry, folder)) {
                    write(file, entry, parts.resolve(entry.getName().substring(folder.length())));
                }
            }
            Files.move(parts, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException someoneElseWasFaster) {
            // Theirs is the same.
        } finally {
            delete(parts);
        }
    }

    private static FileChannel lock(Path target) throws IOException {
        Path lock = target.resolveSibling(target.getFileName() + ".lock");
        return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static boolean isWanted(JarEntry entry, String folder) {
        String name = entry.getName();
        return !entry.isDirectory()
                && name.startsWith(folder)
                && name.indexOf('/', folder.length()) < 0
                && !name.startsWith("libjni", folder.length());
    }

    private static void write(JarFile file, JarEntry entry, Path to) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, to);
        }
        if (!to.toFile().setExecutable(true, true)) {
            throw new IOException("cannot make executable: " + to);
        }
    }

    private static void delete(Path parts) throws IOException {
        if (!Files.isDirectory(parts)) {
            return;
        }
        try (var files = Files.list(parts)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(parts);
    }

    /** As bytedeco names hosts. */
    static String host() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean isArm = arch.equals("aarch64") || arch.equals("arm64");
        return (os.startsWith("mac") ? "macosx" : os.startsWith("windows") ? "windows" : "linux")
                + (isArm ? "-arm64" : "-x86_64");
    }
}
