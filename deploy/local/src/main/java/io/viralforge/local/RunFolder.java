package io.viralforge.local;

import io.viralforge.local.LocalServicesException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data folder of one installation, held by one process at a time.
 *
 * <pre>
 * .viralforge          says that this is such a folder
 * run/lock             locked while a process holds the folder; its text says which process, and since when
 * run/ports.properties the ports of the last start, one {@code name=port} per line
 * run/NAME.pid         the child processes, so that the next start finds those of a killed parent
 * secrets/NAME         generated once, readable by the owner alone (0600)
 * logs/NAME.log        with .log.1 and .log.2, the older ones
 * postgres/ redis/ cassandra/ s3/ objects/ worker/   what the programs keep
 * shorts/              what a demo made that was told no other place
 * </pre>
 */
public final class RunFolder implements AutoCloseable {
    /**
     * POSIX drops a process's lock on a file as soon as that process closes any descriptor of it, so a second attempt
     * inside this JVM must not even open the file. This mirrors what the kernel keeps per process.
     */
    private static final Set<Path> HELD_BY_THIS_JVM = ConcurrentHashMap.newKeySet();

    /** All that an installation keeps, but for the lock. */
    private static final List<String> PARTS = List.of(
            "postgres", "redis", "cassandra", "s3", "objects", "worker", "programs", "secrets", "logs", "shorts");

    private static final String MARK = ".viralforge";
    private static final String MARK_TEXT = "The data of a ViralForge installation. ./forge reset deletes it.\n";

    /** Who holds a folder. */
    public record Holder(long pid, Instant since) {}

    private final Path path;
    private final FileChannel lock;
    private final Ports ports;
    private final Secrets secrets;

    private RunFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
        this.ports = Ports.of(path);
        this.secrets = Secrets.of(path);
    }

    /**
     * Makes the folder where it is missing and holds it until {@link #close}, or until this process ends in whatever way.
     * One that holds other things is left alone: somebody's own files would be among the data, and go with it.
     *
     * @throws LocalServicesException ALREADY_RUNNING naming the holder, NOT_OURS, or DISK
     */
    public static RunFolder open(Path dataDir) {
        if (Files.exists(dataDir) && !Files.isDirectory(dataDir)) {
            throw new LocalServicesException(Code.NOT_OURS, dataDir + " is a file. Name a folder.");
        }
        try {
            Folders.createPrivate(dataDir);
            Path path = dataDir.toRealPath();
            mark(path);
            // Where PostgreSQL runs as nobody the data folder itself must let others through.
            for (String part : List.of("run", "logs", "secrets")) {
                Folders.createPrivate(path.resolve(part));
            }
            if (!HELD_BY_THIS_JVM.add(path)) {
                throw held(path, self());
            }
            try {
                return new RunFolder(path, lock(path));
            } catch (IOException | RuntimeException e) {
                HELD_BY_THIS_JVM.remove(path);
                throw e;
            }
        } catch (IOException e) {
            throw LocalServicesException.disk("The folder " + dataDir + " cannot be used", e);
        }
    }

    /** Whether this is a data folder, of whichever installation. */
    public static boolean isOne(Path dataDir) {
        return Files.isRegularFile(dataDir.resolve(MARK));
    }

    private static void mark(Path path) throws IOException {
        if (isOne(path)) {
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            // The root of a disk of its own has this from the beginning.
            if (entries.anyMatch(entry -> !entry.endsWith("lost+found"))) {
                throw new LocalServicesException(
                        Code.NOT_OURS,
                        "The folder " + path + " holds other files and is no data folder of ViralForge."
                                + " Name a new one, or an empty one.");
            }
        }
        Folders.writePrivate(path.resolve(MARK), MARK_TEXT);
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(lockFile(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw held(path, read(path));
        }
        Holder self = self();
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((self.pid() + " " + self.since()).getBytes(StandardCharsets.US_ASCII)), 0);
        return channel;
    }

    /** Says who holds a folder right now; null when nobody does or there is no such folder. */
    public static @Nullable Holder holder(Path dataDir) {
        try {
            if (!Files.exists(lockFile(dataDir))) {
                return null;
            }
            Path path = dataDir.toRealPath();
            @Nullable Holder holder = HELD_BY_THIS_JVM.contains(path) ? self() : read(path);
            // Asking the lock itself would make a start that happens just now fail.
            return holder != null && Processes.isAlive(holder.pid(), holder.since()) ? holder : null;
        } catch (IOException e) {
            throw LocalServicesException.disk("The folder " + dataDir + " cannot be read", e);
        }
    }

    public Path path() {
        return path;
    }

    public Ports ports() {
        return ports;
    }

    public Secrets secrets() {
        return secrets;
    }

    /** Where the output of a child process goes. */
    public Path log(String name) {
        return path.resolve("logs").resolve(name + ".log");
    }

    Path pidFile(String name) {
        return path.resolve("run").resolve(name + ".pid");
    }

    /**
     * Deletes what an installation keeps, and lets go of the folder; what else somebody put there stays, and the folder
     * with it.
     *
     * @return whether the folder itself is gone
     */
    public boolean delete() {
        try (this) {
            for (String part : PARTS) {
                Folders.delete(path.resolve(part));
            }
            // The lock goes last of all, so that nothing starts here meanwhile.
            Folders.delete(path.resolve("run"));
            Files.deleteIfExists(path.resolve(MARK));
            return Folders.deleteIfEmpty(path);
        } catch (IOException e) {
            throw LocalServicesException.disk("The folder " + path + " cannot be deleted", e);
        }
    }

    /** Lets another process have the folder. The lock file stays: removing it would let two hold "the" lock. */
    @Override
    public void close() {
        try {
            lock.truncate(0);
            lock.close();
        } catch (IOException _) {
            // The kernel drops the lock with the descriptor in any case.
        } finally {
            HELD_BY_THIS_JVM.remove(path);
        }
    }

    private static Path lockFile(Path dataDir) {
        return dataDir.resolve("run/lock");
    }

    private static Holder self() {
        ProcessHandle self = ProcessHandle.current();
        return new Holder(self.pid(), self.info().startInstant().orElse(Instant.EPOCH));
    }

    /** Null in the moment between taking the lock and writing the text. */
    private static @Nullable Holder read(Path path) throws IOException {
        String[] words = Files.readString(lockFile(path)).split(" ", 2);
        return words.length == 2 ? new Holder(Long.parseLong(words[0]), Instant.parse(words[1])) : null;
    }

    private static LocalServicesException held(Path path, @Nullable Holder holder) {
        String who =
                holder == null ? "another process" : "process " + holder.pid() + ", running since " + holder.since();
        return new LocalServicesException(Code.ALREADY_RUNNING, "The folder " + path + " is in use by " + who + ".");
    }
}
