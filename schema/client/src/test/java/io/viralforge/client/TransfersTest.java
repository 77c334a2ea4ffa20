package io.viralforge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.client.FakeServer.Request;
import io.viralforge.client.FakeServer.Response;
import io.viralforge.client.TransferException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransfersTest {
    private static final int SIZE = 1_000_003;
    private static final int PART = 100_000;
    private static final Backoff SOON = new Backoff(Duration.ofMillis(2), Duration.ofMillis(10));

    private final FakeServer server = new FakeServer();
    private final byte[] content = new byte[SIZE];
    private final Map<Integer, byte[]> arrived = new ConcurrentHashMap<>();
    private final List<Long> progress = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger calls = new AtomicInteger();

    @TempDir
    Path folder;

    private Path file = Path.of("unset");
    private Path target = Path.of("unset");
    private String sha256 = "";

    TransfersTest() throws IOException {}

    @BeforeEach
    void content() throws Exception {
        new Random(7).nextBytes(content);
        file = Files.write(folder.resolve("file"), content);
        target = folder.resolve("target");
        sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        server.on("PUT", "/part/", this::store);
        server.on("GET", "/file", request -> ranged(request, content));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anUploadSendsEveryMissingPartOnce() throws Exception {
        arrived.put(3, slice(3));
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            assertThat(transfers.upload(file, this::missing, this::moved)).isEqualTo(SIZE - PART);
        }
        assertArrived();
        assertThat(calls).hasValue(10);
    }

    @Test
    void aCutUploadResumesWhereItStopped() throws Exception {
        server.on("PUT", "/part/", request -> {
            // Every third request dies after its part was stored, every fourth before.
            int call = calls.incrementAndGet();
            if (call % 4 == 0) {
                return Response.cut();
            }
            arrived.put(number(request), request.body());
            return call % 3 == 0 ? Response.cut() : Response.status(200);
        });
        server.cutNextBodyAfter(50_000);
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            transfers.upload(file, this::missing, this::moved);
        }
        assertArrived();
    }

    @Test
    void anExpiredAddressIsAskedForAgain() throws Exception {
        var asked = new AtomicInteger();
        server.on("PUT", "/part/", request -> {
            if (!request.target().endsWith("?signed=2")) {
                return Response.status(403);
            }
            arrived.put(number(request), request.body());
            return Response.status(200);
        });
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            transfers.upload(file, () -> missing("?signed=" + asked.incrementAndGet()), this::moved);
        }
        assertArrived();
    }

    @Test
    void aStoreThatForgetsIsGivenUp() {
        server.on("PUT", "/part/", request -> Response.status(200));
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            assertThatThrownBy(() -> transfers.upload(file, this::missing, this::moved))
                    .isInstanceOf(TransferException.class)
                    .hasMessage("The store does not keep what is sent to it");
        }
    }

    @Test
    void aStoreThatIsAwayIsGivenUp() {
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            server.vanish();
            assertReason(Reason.UNAVAILABLE, () -> transfers.upload(file, this::missing, this::moved));
        }
    }

    @Test
    void aFileThatShrankIsNotSent() throws Exception {
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            Files.write(file, slice(1));
            assertReason(Reason.LOCAL, () -> transfers.upload(file, this::missing, this::moved));
        }
    }

    @Test
    void aDownloadAppearsWholeAndVerified() throws Exception {
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            assertThat(transfers.download(this::url, SIZE, sha256, target, this::moved))
                    .isEqualTo(SIZE);
        }
        assertThat(target).hasBinaryContent(content);
        assertThat(progress).isSorted().endsWith((long) SIZE);
        assertThat(folder.resolve("target.part")).doesNotExist();
    }

    @Test
    void aCutDownloadGoesOnWhereItStopped() throws Exception {
        server.on("GET", "/file", request -> {
            calls.incrementAndGet();
            var whole = ranged(request, content);
            return whole.body().length > 300_000 ? whole.cutAfter(300_000) : whole;
        });
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            assertThat(transfers.download(this::url, SIZE, sha256, target, this::moved))
                    .isEqualTo(SIZE);
        }
        assertThat(target).hasBinaryContent(content);
        assertThat(calls).hasValue(4);
        assertThat(progress).isSorted();
    }

    @Test
    void whatAnEarlierCallLeftBehindIsNotFetchedAgain() throws Exception {
        Files.write(folder.resolve("target.part"), Arrays.copyOf(content, 900_000));
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            assertThat(transfers.download(this::url, SIZE, sha256, target, this::moved))
                    .isEqualTo(SIZE - 900_000);
        }
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void anotherFilesRemainderIsThrownAway() throws Exception {
        Files.write(folder.resolve("target.part"), new byte[500_000]);
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            transfers.download(this::url, SIZE, sha256, target, this::moved);
        }
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void aStoreWithoutRangesBeginsAnew() throws Exception {
        server.on("GET", "/file", request -> Response.bytes(200, content));
        Files.write(folder.resolve("target.part"), new byte[500_000]);
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            transfers.download(this::url, SIZE, sha256, target, this::moved);
        }
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void aCorruptedDownloadIsRefusedAndLeavesNothing() {
        var other = content.clone();
        other[SIZE / 2]++;
        server.on("GET", "/file", request -> ranged(request, other));
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            assertReason(Reason.CORRUPT, () -> transfers.download(this::url, SIZE, sha256, target, this::moved));
        }
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void moreThanAnnouncedIsRefused() {
        server.on("GET", "/file", request -> Response.bytes(200, Arrays.copyOf(content, SIZE + 1)));
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            assertReason(Reason.CORRUPT, () -> transfers.download(this::url, SIZE, sha256, target, this::moved));
        }
        assertThat(target).doesNotExist();
    }

    @Test
    void aFileThatIsGoneIsRefused() {
        server.on("GET", "/file", request -> Response.status(404));
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            assertReason(Reason.REFUSED, () -> transfers.download(this::url, SIZE, sha256, target, this::moved));
        }
    }

    @Test
    void redirectsAndOtherSchemesAreNotFollowed() {
        server.on(
                "GET",
                "/file",
                request -> Response.status(302)
                        .with("Location", server.uri("/secret").toString()));
        server.on("GET", "/secret", request -> {
            calls.incrementAndGet();
            return Response.bytes(200, content);
        });
        try (var transfers = new Transfers(settings(Duration.ofSeconds(5)))) {
            assertReason(Reason.REFUSED, () -> transfers.download(this::url, SIZE, sha256, target, this::moved));
            assertReason(Reason.REFUSED, () -> transfers.download(file::toUri, SIZE, sha256, target, this::moved));
        }
        assertThat(calls).hasValue(0);
    }

    @Test
    void aDownloadThatStandsStillIsCutAndTriedAgain() throws Exception {
        var release = new CountDownLatch(1);
        server.on("GET", "/file", request -> {
            if (calls.incrementAndGet() == 1) {
                release.await();
            }
            return ranged(request, content);
        });
        try (var transfers = new Transfers(settings(Duration.ofMillis(100)))) {
            transfers.download(this::url, SIZE, sha256, target, this::moved);
        } finally {
            release.countDown();
        }
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void anInterruptEndsADownloadAtOnce() throws Exception {
        var began = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        server.on("GET", "/file", request -> {
            began.countDown();
            release.await();
            return Response.cut();
        });
        var ended = new CompletableFuture<Object>();
        try (var transfers = new Transfers(settings(Duration.ofSeconds(60)))) {
            var thread = Thread.ofVirtual().start(() -> {
                try {
                    transfers.download(this::url, SIZE, sha256, target, this::moved);
                    ended.complete("done");
                } catch (InterruptedException | RuntimeException e) {
                    ended.complete(e);
                }
            });
            began.await();
            thread.interrupt();
            assertThat(ended.get(5, java.util.concurrent.TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        } finally {
            release.countDown();
        }
    }

    private static TransferSettings settings(Duration stall) {
        return new TransferSettings(3, 4, SOON, stall);
    }

    private static void assertReason(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(TransferException.class)
                .extracting(e -> ((TransferException) e).reason())
                .isEqualTo(reason);
    }

    private void assertArrived() {
        assertThat(arrived).hasSize(11);
        arrived.forEach((number, bytes) -> assertThat(bytes).isEqualTo(slice(number)));
        assertThat(progress).isSorted().endsWith((long) SIZE);
    }

    private URI url() {
        return server.uri("/file?signed=1");
    }

    private void moved(long moved, long total) {
        assertThat(total).isEqualTo(SIZE);
        progress.add(moved);
    }

    private List<Part> missing() {
        return missing("?signed=1");
    }

    private List<Part> missing(String query) {
        var missing = new ArrayList<Part>();
        for (int i = 1; i <= 11; i++) {
            if (!arrived.containsKey(i)) {
                missing.add(new Part(i, (i - 1L) * PART, slice(i).length, server.uri("/part/" + i + query)));
            }
        }
        return missing;
    }

    private byte[] slice(int number) {
        return Arrays.copyOfRange(content, (number - 1) * PART, Math.min(number * PART, SIZE));
    }

    private Response store(Request request) {
        calls.incrementAndGet();
        arrived.put(number(request), request.body());
        return Response.status(200);
    }

    private static int number(Request request) {
        return Integer.parseInt(
                request.target().substring("/part/".length(), request.target().indexOf('?')));
    }

    private static Response ranged(Request request, byte[] all) {
        var range = request.headers().get("range");
        if (range == null) {
            return Response.bytes(200, all);
        }
        int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        return Response.bytes(206, Arrays.copyOfRange(all, from, all.length))
                .with("Content-Range", "bytes " + from + "-" + (all.length - 1) + "/" + all.length);
    }
}
