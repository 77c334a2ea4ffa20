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
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inputs on disk under their sha256, verified when they were fetched. What has not been used for longest goes first when
 * there is more than the limit; what a job is using stays, so that the limit can be exceeded for as long.
 */
final class InputCache {
    private static final Logger LOG = LoggerFactory.getLogger(InputCache.class);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final long maxBytes;
    private final Transfers transfers;
    private final InstantSource clock;
    private final Map<String, Entry> inUse = new HashMap<>();

    /** Fetching one file keeps nobody from fetching another; two jobs that want the same one fetch it once. */
    private static final class Entry {
        final ReentrantLock fetching = new ReentrantLock();
        int users;
    }

    InputCache(Path folder, long maxBytes, Transfers transfers, InstantSource clock) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.transfers = transfers;
        this.clock = clock;
    }

    /**
     * A file in the cache, which stays until this is closed.
     *
     * @param fetched bytes that went over the network for it; 0 when it was there
     */
    record Pinned(InputCache cache, String sha256, Path file, long fetched) implements AutoCloseable {
        @Override
        public void close() {
            cache.release(sha256);
        }
    }

    /** The file of this digest, fetched if it is not there. */
    Pinned fetch(String sha256, long bytes, URI url, Progress progress) throws IOException, InterruptedException {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IOException("not a sha256");
        }
        var entry = pin(sha256);
        boolean isPinned = false;
        try {
            entry.fetching.lockInterruptibly();
            try {
                var file = folder.resolve(sha256);
                long fetched = 0;
                if (!Files.exists(file) || Files.size(file) != bytes) {
                    Files.deleteIfExists(file);
                    trim(bytes);
                    fetched = transfers.download(() -> url, bytes, sha256, file, progress);
                }
                Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
                isPinned = true;
                return new Pinned(this, sha256, file, fetched);
            } finally {
                entry.fetching.unlock();
            }
        } finally {
            if (!isPinned) {
                release(sha256);
            }
        }
    }

    private synchronized Entry pin(String sha256) {
        var entry = inUse.computeIfAbsent(sha256, key -> new Entry());
        entry.users++;
        return entry;
    }

    private void release(String sha256) {
        synchronized (this) {
            var entry = Objects.requireNonNull(inUse.get(sha256));
            if (--entry.users == 0) {
                inUse.remove(sha256);
            }
        }
        try {
            trim(0);
        } catch (IOException e) {
            LOG.warn("The cache could not be trimmed: {}", e.toString());
        }
    }

    /** Makes room for so many bytes more. */
    private synchronized void trim(long room) throws IOException {
        record Cached(Path file, long bytes, FileTime used) {}
        var all = new java.util.ArrayList<Cached>();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                try {
                    all.add(new Cached(file, Files.size(file), Files.getLastModifiedTime(file)));
                } catch (NoSuchFileException gone) {
                    // A download beside this one has ended: what it fetched has another name now.
                    LOG.trace("{} went while it was listed", file);
                }
            }
        }
        long total = all.stream().mapToLong(Cached::bytes).sum() + room;
        all.sort(Comparator.comparing(Cached::used));
        for (var each : all) {
            if (total <= maxBytes) {
                return;
            }
            var name = each.file().getFileName().toString();
            if (!inUse.containsKey(name.length() > 64 ? name.substring(0, 64) : name)) {
                Files.deleteIfExists(each.file());
                total -= each.bytes();
            }
        }
    }
}
