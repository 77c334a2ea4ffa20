package io.viralforge.media;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.storage.StorageFailure;
import io.viralforge.platform.storage.StorageFailure.Reason;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Digests whole files. Gigabytes of it are seconds of computing, which would hold a carrier of virtual threads for as
 * long and so stall the requests of others; therefore it is done by a few threads of its own, one file each at a time.
 *
 * <p>An upload is checked once at a time, for all who ask. Studios take turns, and in each what people send and what
 * workers send: who brings most keeps nobody else waiting for more than a file.
 */
@Singleton
final class Checksums implements AutoCloseable {
    /** Of a studio's people, on a replica. Results of its jobs are no more than its leases. */
    static final int MOST_WAITING = 64;

    private static final int THREADS = 2;
    private static final int BUFFER_BYTES = 1 << 18;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("checksum-", 0).factory());

    private final Map<UUID, Future<Outcome<VerifiedUpload>>> underWay = new HashMap<>();
    private final LinkedHashMap<Line, Deque<Check>> waiting = new LinkedHashMap<>();

    /** Those who wait one after the other. */
    private record Line(UUID studio, boolean isOutput) {}

    private record Check(UUID upload, FutureTask<Outcome<VerifiedUpload>> task) {}

    /** A file's size in bytes and its sha256 in lower-case hexadecimal digits. */
    record Sum(long bytes, String sha256) {}

    /**
     * What the check of an upload comes to, this one or one that was begun before.
     *
     * @return what {@code check} returns; or QUEUE_FULL when as many files of the studio wait as may
     * @throws StorageFailure as {@code check} throws it
     */
    Outcome<VerifiedUpload> of(Upload upload, Callable<Outcome<VerifiedUpload>> check) {
        try {
            return queued(upload, check).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.UNAVAILABLE, "The server is stopping.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** As {@link #of}, without waiting. */
    synchronized Future<Outcome<VerifiedUpload>> queued(Upload upload, Callable<Outcome<VerifiedUpload>> check) {
        Future<Outcome<VerifiedUpload>> same = underWay.get(upload.id());
        if (same != null) {
            return same;
        }
        Deque<Check> line =
                waiting.computeIfAbsent(new Line(upload.studio(), upload.isOutput()), mine -> new ArrayDeque<>());
        if (line.size() >= MOST_WAITING && !upload.isOutput()) {
            return CompletableFuture.completedFuture(Outcome.refused(
                    UserErrorCode.QUEUE_FULL, "As many files are being verified as may; finish it later.", "id"));
        }
        var task = new FutureTask<>(check);
        line.add(new Check(upload.id(), task));
        underWay.put(upload.id(), task);
        threads.execute(this::checkNext);
        return task;
    }

    private void checkNext() {
        Check next = next();
        try {
            next.task.run();
        } finally {
            ended(next);
        }
    }

    /** There is one for each time that somebody asks. Its line goes to the end. */
    private synchronized Check next() {
        Map.Entry<Line, Deque<Check>> first = waiting.pollFirstEntry();
        Check next = first.getValue().remove();
        if (!first.getValue().isEmpty()) {
            waiting.put(first.getKey(), first.getValue());
        }
        return next;
    }

    private synchronized void ended(Check check) {
        underWay.remove(check.upload);
    }

    /**
     * Reads a file to its end.
     *
     * @throws StorageFailure UNAVAILABLE when it breaks off
     */
    static Sum read(InputStream file) {
        try (InputStream in = file) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            long bytes = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
            }
            return new Sum(bytes, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw new StorageFailure(Reason.UNAVAILABLE, "the file could not be read to its end", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    @PreDestroy
    public void close() {
        threads.shutdownNow();
    }
}
