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
import java.util.HashMap;
import java.util.Map;
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
        fetch(cache, 'a');
        fetch(cache, 'b');
        fetch(cache, 'a');
        fetch(cache, 'c');
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(name('a'), name('c'));
        assertThat(downloads).hasValue(3);
    }

    @Test
    void aJobWaitsForTheRoomThatOthersHave() throws Exception {
        var cache = cache(2500);
        var a = cache.hold(sizes('a', 'b'));
        a.fetch(name('a'), server.uri("/a"), Progress.none());
        a.fetch(name('b'), server.uri("/b"), Progress.none());
        var waiter = new CompletableFuture<InputCache.Held>();
        var waiting = Thread.ofPlatform().start(() -> {
            try {
                waiter.complete(cache.hold(sizes('b', 'c')));
            } catch (Exception e) {
                waiter.completeExceptionally(e);
            }
        });
        // Nothing else tells that it waits.
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(waiter).isNotDone();
        a.close();
        try (var c = waiter.get(5, TimeUnit.SECONDS)) {
            c.fetch(name('c'), server.uri("/c"), Progress.none());
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder(name('b'), name('c'));
        }
    }

    @Test
    void twoJobsThatReadTheSameNeedItsRoomOnce() throws Exception {
        var cache = cache(1500);
        try (var one = cache.hold(sizes('a'));
                var two = cache.hold(sizes('a'))) {
            assertThat(one.fetch(name('a'), server.uri("/a"), Progress.none()))
                    .isEqualTo(new InputCache.Fetched(folder.resolve(name('a')), 1000));
            assertThat(two.fetch(name('a'), server.uri("/a"), Progress.none()).bytes())
                    .isZero();
        }
    }

    @Test
    void whatWouldNeverFitIsRefusedAndTakesNothing() throws Exception {
        var cache = cache(1500);
        assertThatThrownBy(() -> cache.hold(sizes('a', 'b')))
                .isInstanceOf(InputCache.NoRoomException.class)
                .hasMessageContaining("2000 bytes");
        fetch(cache, 'c');
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
        var first = CompletableFuture.supplyAsync(() -> unchecked(cache), Thread::startVirtualThread);
        asked.await();
        var second = CompletableFuture.supplyAsync(() -> unchecked(cache), Thread::startVirtualThread);
        release.countDown();
        first.get(5, TimeUnit.SECONDS);
        second.get(5, TimeUnit.SECONDS);
        assertThat(downloads).hasValue(1);
    }

    @Test
    void aFileThatGoesWhileTheCacheIsListedIsNoFault() throws Exception {
        // A link to nothing is listed and not there when it is looked at, as is a download that has just ended.
        Files.createSymbolicLink(folder.resolve("other.part"), folder.resolve("nowhere"));
        assertThat(fetch(cache(10_000), 'a').file()).hasBinaryContent(content('a'));
    }

    @Test
    void aFileOfAnotherSizeIsFetchedAgain() throws Exception {
        Files.writeString(folder.resolve(name('a')), "cut off by a full disk");
        var a = fetch(cache(10_000), 'a');
        assertThat(a.file()).hasBinaryContent(content('a'));
        assertThat(a.bytes()).isEqualTo(1000);
    }

    @Test
    void aNameThatIsNoDigestIsNotAPath() {
        assertThatThrownBy(() -> cache(10_000).hold(Map.of("../../etc/passwd", 1L)))
                .isInstanceOf(IOException.class);
    }

    private InputCache cache(long bytes) {
        return new InputCache(folder, bytes, transfers, () -> Instant.ofEpochSecond(now.incrementAndGet()));
    }

    /** As a job does that reads it alone. */
    private InputCache.Fetched fetch(InputCache cache, char which) throws Exception {
        try (var held = cache.hold(sizes(which))) {
            return held.fetch(name(which), server.uri("/" + which), Progress.none());
        }
    }

    private InputCache.Fetched unchecked(InputCache cache) {
        try {
            return fetch(cache, 'a');
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Long> sizes(char... files) {
        var sizes = new HashMap<String, Long>();
        for (char file : files) {
            sizes.put(name(file), 1000L);
        }
        return sizes;
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
