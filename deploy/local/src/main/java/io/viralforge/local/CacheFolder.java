package io.viralforge.local;

import io.viralforge.local.LocalServicesException.Code;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this user's installations can make anew at any time, and share.
 *
 * <pre>
 * PROGRAM-VERSION/         unpacked: postgres, redis, ffmpeg
 * PROGRAM-HASH.aot         what a JVM loaded, for one build and JDK
 * PROGRAM.jsa              the same, of the kind that renews itself
 * worker/ worker-2/ ...    of workers that were given no other folder
 * models/                  what ./forge models fetched
 * </pre>
 *
 * Who uses a program or an AOT cache holds a shared lock on it until its process ends, however it ends; what is locked is
 * never removed.
 */
public record CacheFolder(Path path) {
    /** How the names of unfinished folders begin. */
    static final String UNFINISHED = ".new-";

    /** Builds come often while somebody works on this one; each makes two caches of about 100 MB. */
    private static final int KEPT = 3;

    private static final Duration UNUSED = Duration.ofDays(14);
    private static final Duration ABANDONED = Duration.ofDays(1);

    private static final Pattern ENTRY =
            Pattern.compile("([a-z]+)-.+\\.aot|(postgres|redis|ffmpeg)-(?!.*\\.(lock|part)).+");
    private static final Pattern LEFTOVER =
            Pattern.compile(Pattern.quote(UNFINISHED) + ".+|.+\\.aot\\.(conf|new)-\\d+|ffmpeg-.+\\.part.*");
    private static final Pattern WORKER = Pattern.compile("worker(-\\d+)?");
    private static final Pattern OTHER = Pattern.compile("[a-z-]+\\.jsa|ffmpeg-.+\\.lock|models");

    /**
     * The locks of this process, by what is locked. POSIX drops a lock as soon as its process closes any descriptor of the
     * file, so none of these is ever opened again, not even to set its time.
     */
    private static final Map<Path, FileChannel> IN_USE = new ConcurrentHashMap<>();

    /**
     * Says that this process uses an entry from now on.
     *
     * @return whether it is there
     */
    public static boolean use(Path entry) {
        if (Files.exists(entry)) {
            IN_USE.computeIfAbsent(entry, CacheFolder::share);
        }
        return Files.exists(entry);
    }

    /** Waits for who is just removing it. Null where nothing can be locked: somebody else's folder, a network's. */
    private static @Nullable FileChannel share(Path entry) {
        touch(entry);
        try {
            FileChannel channel = Files.isDirectory(entry)
                    ? FileChannel.open(
                            lockFile(entry),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE)
                    : FileChannel.open(entry, StandardOpenOption.READ);
            channel.lock(0, Long.MAX_VALUE, true);
            return channel;
        } catch (IOException | OverlappingFileLockException _) {
            return null;
        }
    }

    private static void touch(Path entry) {
        try {
            Files.setLastModifiedTime(
                    entry, FileTime.from(InstantSource.system().instant()));
        } catch (IOException _) {
            // Somebody else's folder: they look after it.
        }
    }

    private static Path lockFile(Path entry) {
        return Files.isDirectory(entry) ? entry.resolve(isWorker(entry) ? "lock" : ".in-use") : entry;
    }

    /**
     * Removes what builds and JDKs that are gone left here: of each program all but the three entries used last, what
     * nobody used for two weeks, and what was left unfinished a day ago. What cannot be removed stays.
     */
    public void prune(Instant now) {
        Map<String, List<Path>> programs = new TreeMap<>();
        for (Path entry : list()) {
            Matcher named = ENTRY.matcher(name(entry));
            if (LEFTOVER.matcher(name(entry)).matches()) {
                removeUnlessUsed(entry, isOlder(entry, now.minus(ABANDONED)));
            } else if (named.matches()) {
                String program = named.group(1) == null ? named.group(2) : named.group(1);
                programs.computeIfAbsent(program, _ -> new ArrayList<>()).add(entry);
            }
        }
        for (List<Path> entries : programs.values()) {
            entries.sort(Comparator.comparing(CacheFolder::usedAt).reversed());
            for (int place = 0; place < entries.size(); place++) {
                Path entry = entries.get(place);
                removeUnlessUsed(entry, place >= KEPT || isOlder(entry, now.minus(UNUSED)));
            }
        }
    }

    /** How much it takes, in bytes. */
    public long bytes() {
        AtomicLong sum = new AtomicLong();
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum.addAndGet(attributes.size());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException _) {
            // What could be counted counts.
        }
        return sum.get();
    }

    /**
     * Removes all that is ViralForge's.
     *
     * @throws LocalServicesException ALREADY_RUNNING while a process uses any of it; DISK
     */
    public void clear() {
        List<Path> ours = list().stream().filter(CacheFolder::isOurs).toList();
        for (Path entry : ours) {
            if (isUsed(entry)) {
                throw new LocalServicesException(
                        Code.ALREADY_RUNNING, entry + " is in use by what runs now. Stop that first.");
            }
        }
        try {
            for (Path entry : ours) {
                Folders.delete(entry);
            }
            Folders.deleteIfEmpty(path);
        } catch (IOException e) {
            throw LocalServicesException.disk("The folder " + path + " cannot be emptied", e);
        }
    }

    private static boolean isOurs(Path entry) {
        return Stream.of(ENTRY, LEFTOVER, OTHER)
                        .anyMatch(pattern -> pattern.matcher(name(entry)).matches())
                || (isWorker(entry) && Files.exists(lockFile(entry)));
    }

    private static boolean isWorker(Path entry) {
        return WORKER.matcher(name(entry)).matches();
    }

    private static boolean isUsed(Path entry) {
        try (@Nullable FileChannel _ = exclusive(entry)) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private static void removeUnlessUsed(Path entry, boolean isWanted) {
        if (isWanted) {
            // Locked until it is gone: whoever wants to use it waits, and finds that it is.
            try (@Nullable FileChannel _ = exclusive(entry)) {
                Folders.delete(entry);
            } catch (IOException _) {
                // In use, or somebody else's.
            }
        }
    }

    /**
     * Null where nobody ever locked it.
     *
     * @throws IOException if somebody uses it
     */
    private static @Nullable FileChannel exclusive(Path entry) throws IOException {
        if (IN_USE.containsKey(entry)) {
            throw new IOException("this process uses " + entry);
        }
        try {
            FileChannel channel = FileChannel.open(lockFile(entry), StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new IOException("another process uses " + entry);
            }
            return channel;
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    private static boolean isOlder(Path entry, Instant than) {
        return usedAt(entry).toInstant().isBefore(than);
    }

    private static FileTime usedAt(Path entry) {
        try {
            return Files.getLastModifiedTime(entry);
        } catch (IOException _) {
            // Gone meanwhile.
            return FileTime.from(Instant.EPOCH);
        }
    }

    private List<Path> list() {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static String name(Path entry) {
        return entry.getFileName().toString();
    }
}
