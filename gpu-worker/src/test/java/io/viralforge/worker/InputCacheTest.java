package io.viralforge.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.client.Backoff;
import io.viralforge.client.FakeServer;
import io.viralforge.client.FakeServer.Response;
import io.viralforge.client.Progress;
import io.viralforge.client.TransferSettings;
import io.viralforge.client.Transfers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputCacheTest {
    private final FakeServer server = new FakeServer();
    private final AtomicInteger downloads = new AtomicInteger();
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final Transfers transfers = new Transfers(
            new TransferSettings(1, 2, new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)), Duration.ofSeconds(5)));

    @TempDir
    Path folder;

    InputCacheTest() throws IOException {}

    @BeforeEach
    void serve() {
        server.on("GET", "/", request -> {
            downloads.incrementAndGet();
            return Response.bytes(200, content(request.target().charAt(1)));
        });
    }

    @AfterEach
    void stop() {
        transfers.close();
        server.close();
    }

    @Test
    void whatWasUsedLongestAgoGoesFirst() throws Exception {
        var cache = cache(2500);
        fetch(cache, 'a').close();
        fetch(cache, 'b').close();
        fetch(cache, 'a').close();
        fetch(cache, 'c').close();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(name('a'), name('c'));
        assertThat(downloads).hasValue(3);
    }

    @Test
    void whatIsInUseStaysEvenBeyondTheLimit() throws Exception {
        var cache = cache(1500);
        var a = fetch(cache, 'a');
        var b = fetch(cache, 'b');
        assertThat(folder.toFile().list()).hasSize(2);
        a.close();
        assertThat(folder.toFile().list()).containsExactly(name('b'));
        b.close();
    }

    @Test
    void twoJobsThatWantTheSameFileFetchItOnce() throws Exception {
        var cache = cache(10_000);
        var asked = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        server.on("GET", "/a", request -> {
            downloads.incrementAndGet();
            asked.countDown();
            release.await();
            return Response.bytes(200, content('a'));
        });
        var first = CompletableFuture.supplyAsync(() -> uninterrupted(cache), Thread::startVirtualThread);
        asked.await();
        var second = CompletableFuture.supplyAsync(() -> uninterrupted(cache), Thread::startVirtualThread);
        release.countDown();
        first.get(5, TimeUnit.SECONDS).close();
        second.get(5, TimeUnit.SECONDS).close();
        assertThat(downloads).hasValue(1);
    }

    @Test
    void aFileThatGoesWhileTheCacheIsListedIsNoFault() throws Exception {
        // A link to nothing is listed and not there when it is looked at, as is a download that has just ended.
        Files.createSymbolicLink(folder.resolve("other.part"), folder.resolve("nowhere"));
        try (var a = fetch(cache(10_000), 'a')) {
            assertThat(a.file()).hasBinaryContent(content('a'));
        }
    }

    @Test
    void aFileOfAnotherSizeIsFetchedAgain() throws Exception {
        Files.writeString(folder.resolve(name('a')), "cut off by a full disk");
        try (var a = fetch(cache(10_000), 'a')) {
            assertThat(a.file()).hasBinaryContent(content('a'));
            assertThat(a.fetched()).isEqualTo(1000);
        }
    }

    @Test
    void aNameThatIsNoDigestIsNotAPath() {
        assertThatThrownBy(() -> cache(10_000).fetch("../../etc/passwd", 1, server.uri("/a"), Progress.none()))
                .isInstanceOf(IOException.class);
    }

    private InputCache cache(long bytes) {
        return new InputCache(folder, bytes, transfers, () -> Instant.ofEpochSecond(now.incrementAndGet()));
    }

    private InputCache.Pinned fetch(InputCache cache, char which) throws IOException, InterruptedException {
        return cache.fetch(name(which), 1000, server.uri("/" + which), Progress.none());
    }

    private InputCache.Pinned uninterrupted(InputCache cache) {
        try {
            return fetch(cache, 'a');
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] content(char which) {
        var content = new byte[1000];
        Arrays.fill(content, (byte) which);
        return content;
    }

    private static String name(char which) {
        return FakeForge.sha256(content(which));
    }
}
