package io.viralforge.worker;

import io.viralforge.client.Progress;
import io.viralforge.client.Transfers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inputs on disk under their sha256, verified when they were fetched. What jobs read never takes more than the limit: each
 * has room for all that it reads, or waits for it. Of the rest, what has not been used for longest goes first.
 */
final class InputCache {
    private static final Logger LOG = LoggerFactory.getLogger(InputCache.class);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final long maxBytes;
    private final Transfers transfers;
    private final InstantSource clock;
    private final Map<String, Entry> inUse = new HashMap<>();

    /** Whoever is first in it waits for room; a job that wants much is not passed by those that want little. */
    private final ReentrantLock turn = new ReentrantLock(true);

    /** Fetching one file keeps nobody from fetching another; two jobs that want the same one fetch it once. */
    private static final class Entry {
        final ReentrantLock fetching = new ReentrantLock();
        final long bytes;
        int users;

        Entry(long bytes) {
            this.bytes = bytes;
        }
    }

    /** What a job reads takes more than all of the cache. */
    static final class NoRoomException extends Exception {
        private static final long serialVersionUID = 1;

        NoRoomException(long bytes, long maxBytes) {
            super("The inputs take %d bytes, and the worker's cache is of %d".formatted(bytes, maxBytes));
        }
    }

    InputCache(Path folder, long maxBytes, Transfers transfers, InstantSource clock) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.transfers = transfers;
        this.clock = clock;
    }

    /** Room for files, which stay until this is closed. */
    final class Held implements AutoCloseable {
        private final Set<String> sha256s;

        private Held(Set<String> sha256s) {
            this.sha256s = sha256s;
        }

        /** The file of this digest, one of those that there is room for; fetched if it is not there. */
        Fetched fetch(String sha256, URI url, Progress progress) throws IOException, InterruptedException {
            if (!sha256s.contains(sha256)) {
                throw new IllegalArgumentException("no room was asked for");
            }
            return InputCache.this.fetch(sha256, url, progress);
        }

        @Override
        public void close() {
            release(sha256s);
        }
    }

    /**
     * A file in the cache.
     *
     * @param bytes that went over the network for it; 0 when it was there
     */
    record Fetched(Path file, long bytes) {}

    /**
     * Room for all that a job reads; waits while others have it. All of it at once: two jobs that each had a part would
     * wait for each other.
     *
     * @param files their sizes in bytes, by their sha256
     * @throws NoRoomException when it would never be enough
     */
    Held hold(Map<String, Long> files) throws IOException, NoRoomException, InterruptedException {
        if (!files.keySet().stream().allMatch(SHA256.asMatchPredicate())) {
            throw new IOException("not a sha256");
        }
        long bytes = files.values().stream().mapToLong(Long::longValue).sum();
        if (bytes > maxBytes) {
            throw new NoRoomException(bytes, maxBytes);
        }
        turn.lockInterruptibly();
        try {
            pin(files);
        } finally {
            turn.unlock();
        }
        return new Held(Set.copyOf(files.keySet()));
    }

    private synchronized void pin(Map<String, Long> files) throws InterruptedException {
        while (held() + wanted(files) > maxBytes) {
            wait();
        }
        files.forEach((sha256, bytes) -> inUse.computeIfAbsent(sha256, key -> new Entry(bytes)).users++);
        trim();
    }

    /** Bytes of what jobs read, or are about to. */
    private long held() {
        return inUse.values().stream().mapToLong(entry -> entry.bytes).sum();
    }

    /** Bytes of those that no other job reads already. */
    private long wanted(Map<String, Long> files) {
        return files.entrySet().stream()
                .filter(file -> !inUse.containsKey(file.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private synchronized Entry entry(String sha256) {
        return Objects.requireNonNull(inUse.get(sha256));
    }

    private Fetched fetch(String sha256, URI url, Progress progress) throws IOException, InterruptedException {
        var entry = entry(sha256);
        entry.fetching.lockInterruptibly();
        try {
            var file = folder.resolve(sha256);
            long fetched = 0;
            if (!Files.exists(file) || Files.size(file) != entry.bytes) {
                Files.deleteIfExists(file);
                fetched = transfers.download(() -> url, entry.bytes, sha256, file, progress);
            }
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            return new Fetched(file, fetched);
        } finally {
            entry.fetching.unlock();
        }
    }

    private synchronized void release(Set<String> sha256s) {
        for (var sha256 : sha256s) {
            var entry = entry(sha256);
            if (--entry.users == 0) {
                inUse.remove(sha256);
            }
        }
        notifyAll();
        trim();
    }

    private void trim() {
        try {
            deleteIdle();
        } catch (IOException e) {
            LOG.warn("The cache could not be trimmed: {}", e.toString());
        }
    }

    /** Keeps of what no job reads as much as there is room for beside what jobs read. */
    private void deleteIdle() throws IOException {
        record Cached(Path file, long bytes, FileTime used) {}
        var idle = new ArrayList<Cached>();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (inUse.containsKey(name.length() > 64 ? name.substring(0, 64) : name)) {
                    continue;
                }
                try {
                    idle.add(new Cached(file, Files.size(file), Files.getLastModifiedTime(file)));
                } catch (NoSuchFileException gone) {
                    LOG.trace("{} went while it was listed", file);
                }
            }
        }
        long total = idle.stream().mapToLong(Cached::bytes).sum() + held();
        idle.sort(Comparator.comparing(Cached::used));
        for (var each : idle) {
            if (total <= maxBytes) {
                return;
            }
            Files.deleteIfExists(each.file());
            total -= each.bytes();
        }
    }
}
