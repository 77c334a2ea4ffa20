package io.viralforge.client;

import io.viralforge.client.TransferException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Moves files to and from presigned addresses, in parts and in spite of cuts. Only http and https, no redirects, no
 * credentials. Safe for any number of threads; blocking, and ended at once by an interrupt.
 */
public final class Transfers implements AutoCloseable {
    private final TransferSettings settings;
    private final HttpClient http;
    private final CountDownLatch closed = new CountDownLatch(1);

    public Transfers(TransferSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** Says which parts of an upload have not arrived yet, with fresh addresses; empty: all have. */
    @FunctionalInterface
    public interface MissingParts {
        List<Part> ask() throws InterruptedException;
    }

    /** Gives an address to GET a file from: a fresh one each time, if it can. */
    @FunctionalInterface
    public interface Source {
        URI url() throws InterruptedException;
    }

    /**
     * Sends the parts that are missing, and asks again until none is.
     *
     * @return bytes that went over the network, those sent twice included
     * @throws TransferException when nothing more could be sent in {@link TransferSettings#tries} rounds
     */
    public long upload(Path file, MissingParts missing, Progress progress) throws InterruptedException {
        var meter = new Meter(size(file), progress);
        int fruitless = 0;
        var before = Set.<Integer>of();
        for (var parts = missing.ask(); !parts.isEmpty(); parts = missing.ask()) {
            var numbers = parts.stream().map(Part::number).collect(Collectors.toSet());
            // A store that forgets what it took must not keep us sending for ever.
            boolean isSameAgain = numbers.containsAll(before) && !before.isEmpty();
            fruitless = isSameAgain ? fruitless + 1 : 0;
            if (fruitless >= settings.tries()) {
                throw new TransferException(Reason.UNAVAILABLE, "The store does not keep what is sent to it", null);
            }
            meter.settled(meter.total() - parts.stream().mapToLong(Part::bytes).sum());
            var failure = sendAll(file, parts, meter);
            if (failure != null) {
                if (failure.reason() == Reason.LOCAL || fruitless + 1 >= settings.tries()) {
                    throw failure;
                }
                pause(settings.backoff().after(fruitless + 1));
            }
            before = numbers;
        }
        meter.settled(meter.total());
        return meter.moved();
    }

    /** Sends parts side by side until one fails; that failure, or null. */
    private @Nullable TransferException sendAll(Path file, List<Part> parts, Meter meter) throws InterruptedException {
        var first = new AtomicReference<@Nullable TransferException>();
        var calls = parts.stream()
                .map(part -> (Callable<Boolean>) () -> {
                    var failure = first.get() == null ? send(file, part, meter) : null;
                    return failure != null && first.compareAndSet(null, failure);
                })
                .toList();
        var threads = Thread.ofVirtual().name("upload-", 0).factory();
        var pool = Executors.newFixedThreadPool(settings.parallelism(), threads);
        try {
            for (var each : pool.invokeAll(calls)) {
                each.get();
            }
            return first.get();
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException(unexpected);
        } finally {
            pool.shutdownNow();
        }
    }

    private @Nullable TransferException send(Path file, Part part, Meter meter) throws InterruptedException {
        if (part.offset() + part.bytes() > size(file)) {
            return new TransferException(Reason.LOCAL, "The file has become shorter while it was sent", null);
        }
        try {
            var request = HttpRequest.newBuilder(checked(part.url()))
                    .PUT(body(file, part, meter))
                    .build();
            var call = http.sendAsync(request, BodyHandlers.discarding());
            int status =
                    HttpCall.whileMoving(call, meter::moved, settings.stall()).statusCode();
            if (status >= 200 && status < 300) {
                meter.settledMore(part.bytes());
                return null;
            }
            return refused(status);
        } catch (IOException cut) {
            return new TransferException(
                    Reason.UNAVAILABLE, "Part " + part.number() + " was not sent: " + HttpCall.reason(cut), cut);
        }
    }

    private static BodyPublisher body(Path file, Part part, Meter meter) {
        return FileBodies.range(file, part.offset(), part.bytes(), meter);
    }

    /**
     * Fetches a file to {@code target}, which appears there whole and verified, or not at all. What an earlier call left
     * behind in {@code target.part} is not fetched again.
     *
     * @param bytes exact size
     * @param sha256 of the whole file, 64 lower-case hexadecimal digits
     * @return bytes that went over the network
     */
    public long download(Source source, long bytes, String sha256, Path target, Progress progress)
            throws InterruptedException {
        var meter = new Meter(bytes, progress);
        var partial = target.resolveSibling(target.getFileName() + ".part");
        try {
            for (int mismatches = 0; ; mismatches++) {
                fetchAll(source, bytes, partial, meter);
                if (Sha256.of(partial).equals(sha256)) {
                    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
                    return meter.moved();
                }
                Files.delete(partial);
                // The first part may be an earlier call's and of another file: once more, from the beginning.
                if (mismatches > 0) {
                    throw new TransferException(Reason.CORRUPT, "What came has not the announced sha256", null);
                }
            }
        } catch (IOException local) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new TransferException(Reason.LOCAL, "Cannot write " + target + ": " + local.getMessage(), local);
        }
    }

    private void fetchAll(Source source, long bytes, Path partial, Meter meter)
            throws IOException, InterruptedException {
        int fruitless = 0;
        for (long have = have(partial, bytes); have < bytes; have = have(partial, bytes)) {
            var failure = fetch(source.url(), have, bytes, partial, meter);
            if (failure == null) {
                continue;
            }
            fruitless = have(partial, bytes) > have ? 0 : fruitless + 1;
            if (failure.reason() == Reason.CORRUPT
                    || failure.reason() == Reason.LOCAL
                    || fruitless >= settings.tries()) {
                throw failure;
            }
            pause(settings.backoff().after(fruitless + 1));
        }
    }

    private static long have(Path partial, long bytes) throws IOException {
        if (!Files.exists(partial)) {
            Files.createFile(partial);
            return 0;
        }
        long size = Files.size(partial);
        if (size > bytes) {
            Files.delete(partial);
            Files.createFile(partial);
            return 0;
        }
        return size;
    }

    /** Fetches from {@code have} on; the failure, or null when all of it came. */
    private @Nullable TransferException fetch(URI url, long have, long bytes, Path partial, Meter meter)
            throws IOException, InterruptedException {
        try (var file = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            var request = HttpRequest.newBuilder(checked(url)).GET();
            if (have > 0) {
                request.header("Range", "bytes=" + have + "-");
            }
            var call = http.sendAsync(request.build(), answer -> sink(answer, file, have, bytes, meter));
            try {
                int status = HttpCall.whileMoving(call, meter::moved, settings.stall())
                        .statusCode();
                if (status == 416) {
                    file.truncate(0); // What is there is longer than the store's file: not the same one.
                }
                return status == 200 || status == 206 ? incomplete(file.size(), bytes) : refused(status);
            } catch (FileBodies.TooLong longer) {
                return new TransferException(Reason.CORRUPT, "More came than was announced", longer);
            } catch (FileBodies.Unwritable here) {
                return new TransferException(Reason.LOCAL, "Cannot write " + partial + ": " + here.getMessage(), here);
            } catch (IOException cut) {
                return new TransferException(Reason.UNAVAILABLE, "The download was cut: " + HttpCall.reason(cut), cut);
            } finally {
                file.force(true);
            }
        }
    }

    private static BodySubscriber<Long> sink(
            ResponseInfo answer, FileChannel file, long have, long bytes, Meter meter) {
        long from = answer.statusCode() == 206 && have > 0 ? have : 0;
        boolean isRange = answer.statusCode() == 206
                && answer.headers()
                        .firstValue("Content-Range")
                        .filter(range -> range.startsWith("bytes " + from + "-"))
                        .isPresent();
        if (answer.statusCode() != 200 && !isRange) {
            return BodySubscribers.replacing(0L);
        }
        try {
            file.truncate(from); // A store without ranges begins anew.
            return new FileBodies.Sink(file, from, bytes, meter);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable TransferException incomplete(long have, long bytes) {
        return have >= bytes
                ? null
                : new TransferException(Reason.UNAVAILABLE, "The store sent less than it should", null);
    }

    private static TransferException refused(int status) {
        var reason = status >= 500 || status == 429 || status == 408 ? Reason.UNAVAILABLE : Reason.REFUSED;
        return new TransferException(reason, "The store answered with HTTP " + status, null);
    }

    private static URI checked(URI url) {
        boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!isWeb || url.getHost() == null) {
            throw new TransferException(Reason.REFUSED, "Only http and https addresses are fetched", null);
        }
        return url;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new TransferException(Reason.LOCAL, "Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private void pause(Duration wait) throws InterruptedException {
        if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TransferException(Reason.UNAVAILABLE, "Transfers have been closed", null);
        }
    }

    /** Ends everything under way. */
    @Override
    public void close() {
        closed.countDown();
        http.shutdownNow();
    }
}
