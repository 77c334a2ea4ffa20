package io.viralforge.media;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.storage.StorageFailure;
import io.viralforge.platform.storage.StorageFailure.Reason;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Digests whole files. Gigabytes of it are seconds of computing, which would hold a carrier of virtual threads for as
 * long and so stall the requests of others; therefore it is done by a few threads of its own, one file each at a time.
 */
@Singleton
final class Checksums implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int BUFFER_BYTES = 1 << 18;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("checksum-", 0).factory());

    /** A file's size in bytes and its sha256 in lower-case hexadecimal digits. */
    record Sum(long bytes, String sha256) {}

    /**
     * Reads the file to its end.
     *
     * @throws StorageFailure as {@code file} throws it; UNAVAILABLE when it breaks off
     */
    Sum of(Supplier<InputStream> file) {
        Future<Sum> sum = threads.submit(() -> read(file));
        try {
            return sum.get();
        } catch (InterruptedException e) {
            sum.cancel(true);
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.UNAVAILABLE, "The server is stopping.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Sum read(Supplier<InputStream> file) {
        try (InputStream in = file.get()) {
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
