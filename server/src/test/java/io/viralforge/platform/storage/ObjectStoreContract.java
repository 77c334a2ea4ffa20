package io.viralforge.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.platform.storage.StorageFailure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every object store must do, whoever made it. */
abstract class ObjectStoreContract {
    /** The least that S3 takes for a part that is not the last. */
    static final int PART = 5 << 20;

    private static final Duration AN_HOUR = Duration.ofHours(1);

    final HttpClient http = HttpClient.newHttpClient();

    abstract ObjectStore store();

    /** The signed address as a client sees it. */
    abstract URI resolve(URI signed);

    @Test
    void partsSentInAnyOrderBecomeOneObject() throws Exception {
        ObjectKey key = key();
        byte[] content = bytes(2 * PART + 3);
        String upload = store().start(key);

        put(key, upload, 3, slice(content, 2 * PART, 3));
        put(key, upload, 1, slice(content, 0, PART));
        assertThat(store().parts(key, upload)).extracting(Part::number).containsExactly(1, 3);
        assertThat(store().stat(key)).isNull();
        put(key, upload, 2, slice(content, PART, PART));
        assertThat(store().parts(key, upload)).extracting(Part::bytes).containsExactly((long) PART, (long) PART, 3L);
        store().complete(key, upload, store().parts(key, upload));

        assertThat(store().stat(key)).extracting(Stored::bytes).isEqualTo((long) content.length);
        assertThat(read(store().open(key))).isEqualTo(content);
        // Across the border of two parts, and beyond the end.
        assertThat(read(store().open(key, PART - 2, 5))).isEqualTo(slice(content, PART - 2, 5));
        assertThat(read(store().open(key, content.length - 2, 100))).isEqualTo(slice(content, content.length - 2, 2));
        assertThat(get(key).body()).isEqualTo(content);
    }

    @Test
    void partsCanBeSentAtOnce() throws Exception {
        ObjectKey key = key();
        byte[] content = bytes(4 * PART + 1);
        String upload = store().start(key);
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.rangeClosed(1, 5)
                    .mapToObj(number -> senders.submit(() -> {
                        int from = (number - 1) * PART;
                        put(key, upload, number, slice(content, from, Math.min(PART, content.length - from)));
                        return true;
                    }))
                    .toList()
                    .forEach(sent -> assertThat(sent).succeedsWithin(Duration.ofMinutes(1)));
        }
        store().complete(key, upload, store().parts(key, upload));
        assertThat(read(store().open(key))).isEqualTo(content);
    }

    @Test
    void aPartCanBeSentFromHere() throws Exception {
        ObjectKey key = key();
        byte[] content = bytes(PART + 3);
        String upload = store().start(key);
        put(key, upload, 2, slice(content, PART, 3));
        store().put(key, upload, 1, slice(content, 0, PART));
        store().complete(key, upload, store().parts(key, upload));
        assertThat(read(store().open(key))).isEqualTo(content);
    }

    @Test
    void aRepeatedPutReplacesThePart() throws Exception {
        ObjectKey key = key();
        String upload = store().start(key);
        URI address = resolve(store().signPart(key, upload, 1, 10, AN_HOUR));
        byte[] last = bytes(10);
        assertThat(put(address, bytes(10)).statusCode()).isEqualTo(200);
        assertThat(put(address, last).statusCode()).isEqualTo(200);
        List<Part> parts = store().parts(key, upload);
        assertThat(parts).hasSize(1);
        store().complete(key, upload, parts);
        assertThat(read(store().open(key))).isEqualTo(last);
    }

    @Test
    void aPartReplacedAfterItWasListedIsNotTakenForTheOneListed() throws Exception {
        ObjectKey key = key();
        String upload = store().start(key);
        put(key, upload, 1, bytes(10));
        List<Part> listed = store().parts(key, upload);
        put(key, upload, 1, bytes(11));
        assertFails(Reason.WRONG_PARTS, () -> store().complete(key, upload, listed));
        store().complete(key, upload, store().parts(key, upload));
        assertThat(store().stat(key)).extracting(Stored::bytes).isEqualTo(11L);
    }

    @Test
    void aPutMustHaveExactlyTheSizeThatWasSigned() throws Exception {
        ObjectKey key = key();
        String upload = store().start(key);
        URI address = resolve(store().signPart(key, upload, 1, 100, AN_HOUR));
        assertThat(put(address, bytes(99)).statusCode()).isBetween(400, 499);
        assertThat(put(address, bytes(101)).statusCode()).isBetween(400, 499);
        assertThat(store().parts(key, upload)).isEmpty();
        assertThat(put(address, bytes(100)).statusCode()).isEqualTo(200);
    }

    @Test
    void aPutThatIsCutLeavesNothingThatCounts() throws Exception {
        ObjectKey key = key();
        String upload = store().start(key);
        URI address = resolve(store().signPart(key, upload, 1, PART, AN_HOUR));
        byte[] content = bytes(PART);
        for (int i = 0; i < 3; i++) {
            sendAndHangUp(address, PART, slice(content, 0, PART / 2));
        }
        assertThat(store().parts(key, upload)).isEmpty();
        assertThat(put(address, content).statusCode()).isEqualTo(200);
        List<Part> parts = store().parts(key, upload);
        assertThat(parts).extracting(Part::bytes).containsExactly((long) PART);
        store().complete(key, upload, parts);
        assertThat(read(store().open(key))).isEqualTo(content);
    }

    @Test
    void anAddressIsGoodForNothingButWhatItWasMadeFor() throws Exception {
        ObjectKey key = key();
        ObjectKey other = key();
        String upload = store().start(key);
        byte[] content = bytes(10);
        String part = resolve(store().signPart(key, upload, 1, 10, AN_HOUR)).toString();

        assertThat(put(URI.create(part.replace(key.toString(), other.toString())), content)
                        .statusCode())
                .isEqualTo(403);
        assertThat(put(URI.create(part.replaceFirst("(?i)(part(number)?=)1", "$12")), content)
                        .statusCode())
                .isEqualTo(403);
        assertThat(status("GET", URI.create(part))).isEqualTo(403);
        assertThat(status("DELETE", URI.create(part))).isBetween(400, 499);
        assertThat(put(URI.create(part.substring(0, part.indexOf('?'))), content)
                        .statusCode())
                .isBetween(400, 499);
        assertThat(store().parts(key, upload)).isEmpty();

        put(key, upload, 1, content);
        store().complete(key, upload, store().parts(key, upload));
        String read = resolve(store().signGet(key, Download.bytes(), AN_HOUR)).toString();
        assertThat(status("GET", URI.create(read))).isEqualTo(200);
        assertThat(status("GET", URI.create(read.replace(key.toString(), other.toString()))))
                .isEqualTo(403);
        assertThat(status("PUT", URI.create(read))).isEqualTo(403);
    }

    @Test
    void anAddressEndsWithItsTime() throws Exception {
        ObjectKey key = stored(bytes(10));
        URI address = resolve(store().signGet(key, Download.bytes(), Duration.ofSeconds(2)));
        assertThat(status("GET", address)).isEqualTo(200);
        Instant patience = Instant.now().plusSeconds(20);
        while (status("GET", address) == 200) {
            assertThat(Instant.now()).isBefore(patience);
        }
        assertThat(status("GET", address)).isEqualTo(403);
    }

    @Test
    void anAbortedUploadIsGoneWithItsParts() throws Exception {
        ObjectKey key = key();
        String upload = store().start(key);
        put(key, upload, 1, bytes(10));
        store().abort(key, upload);
        store().abort(key, upload);
        assertFails(Reason.NO_SUCH_UPLOAD, () -> store().parts(key, upload));
        assertFails(Reason.NO_SUCH_UPLOAD, () -> store().complete(key, upload, List.of(new Part(1, 10, "tag"))));
        assertThat(store().stat(key)).isNull();
    }

    @Test
    void twoUploadsOfOneKeyKeepOutOfEachOthersWay() throws Exception {
        ObjectKey key = key();
        String kept = store().start(key);
        String dropped = store().start(key);
        put(key, kept, 1, bytes(10));
        put(key, dropped, 1, bytes(20));
        store().abort(key, dropped);
        assertThat(store().parts(key, kept)).extracting(Part::bytes).containsExactly(10L);
    }

    @Test
    void anUploadIsCompletedOnce() throws Exception {
        ObjectKey key = key();
        String upload = store().start(key);
        URI address = resolve(store().signPart(key, upload, 1, 10, AN_HOUR));
        byte[] content = bytes(10);
        assertThat(put(address, content).statusCode()).isEqualTo(200);
        List<Part> parts = store().parts(key, upload);
        store().complete(key, upload, parts);
        assertFails(Reason.NO_SUCH_UPLOAD, () -> store().parts(key, upload));
        assertThat(store().stat(key)).isNotNull();
        // Whoever kept the address replaces nothing with it, whatever they are told.
        put(address, new byte[10]);
        assertThat(read(store().open(key))).isEqualTo(content);
        // Another finisher of the same upload may come late.
        store().abort(key, upload);
        assertThat(store().stat(key)).isNotNull();
    }

    @Test
    void whatIsNotThereIsSaidToBeMissing() {
        ObjectKey key = key();
        assertThat(store().stat(key)).isNull();
        assertFails(Reason.NO_SUCH_OBJECT, () -> store().open(key));
        assertFails(Reason.NO_SUCH_OBJECT, () -> store().open(key, 0, 1));
        assertFails(
                Reason.NO_SUCH_UPLOAD,
                () -> store().parts(key, UUID.randomUUID().toString()));
        store().delete(key);
    }

    @Test
    void aStoreThatAnswersIsThere() {
        assertThat(store().isThere()).isTrue();
    }

    @Test
    void aDeletedObjectIsGone() throws Exception {
        ObjectKey key = stored(bytes(10));
        store().delete(key);
        store().delete(key);
        assertThat(store().stat(key)).isNull();
        assertThat(get(key).statusCode()).isEqualTo(404);
    }

    @Test
    void openUploadsAreListedByAge() throws Exception {
        ObjectKey open = key();
        String upload = store().start(open);
        ObjectKey done = stored(bytes(10));
        Instant soon = Instant.now().plusSeconds(60);
        assertThat(store().pending(soon))
                .anySatisfy(pending -> {
                    assertThat(pending.key()).isEqualTo(open);
                    assertThat(pending.upload()).isEqualTo(upload);
                    assertThat(pending.startedAt()).isBetween(Instant.now().minusSeconds(60), soon);
                })
                .noneMatch(pending -> pending.key().equals(done));
        assertThat(store().pending(Instant.now().minusSeconds(60))).isEmpty();
    }

    @Test
    void aDownloadHasItsNameAndTypeAndIsNeverShownInPlace() throws Exception {
        ObjectKey key = stored(bytes(10));
        URI address = resolve(store().signGet(key, new Download("Käse \"1\".mp4", "video/mp4"), AN_HOUR));
        HttpResponse<byte[]> response = get(address);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("video/mp4");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"K_se _1_.mp4\"; filename*=UTF-8''K%C3%A4se%20%221%22.mp4");
        assertThat(response.headers().firstValue("Content-Length")).hasValue("10");
    }

    @Test
    void rangesOfADownloadAreServed() throws Exception {
        byte[] content = bytes(1000);
        URI address = resolve(store().signGet(stored(content), Download.bytes(), AN_HOUR));
        assertRange(address, "bytes=10-19", 206, "bytes 10-19/1000", slice(content, 10, 10));
        assertRange(address, "bytes=990-", 206, "bytes 990-999/1000", slice(content, 990, 10));
        assertRange(address, "bytes=-7", 206, "bytes 993-999/1000", slice(content, 993, 7));
        assertRange(address, "bytes=0-5000", 206, "bytes 0-999/1000", content);
        assertThat(get(address, "Range", "bytes=1000-").statusCode()).isEqualTo(416);
    }

    private void assertRange(URI address, String range, int status, String contentRange, byte[] content)
            throws Exception {
        HttpResponse<byte[]> response = get(address, "Range", range);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Range")).hasValue(contentRange);
        assertThat(response.body()).isEqualTo(content);
    }

    static void assertFails(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    static ObjectKey key() {
        return new ObjectKey(UUID.randomUUID(), UUID.randomUUID());
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random().nextBytes(bytes);
        return bytes;
    }

    static byte[] slice(byte[] content, int from, int length) {
        return Arrays.copyOfRange(content, from, from + length);
    }

    static byte[] read(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }

    ObjectKey stored(byte[] content) throws Exception {
        ObjectKey key = key();
        String upload = store().start(key);
        put(key, upload, 1, content);
        store().complete(key, upload, store().parts(key, upload));
        return key;
    }

    void put(ObjectKey key, String upload, int number, byte[] content) throws Exception {
        URI address = resolve(store().signPart(key, upload, number, content.length, AN_HOUR));
        HttpResponse<String> response = put(address, content);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    HttpResponse<String> put(URI address, byte[] content) throws Exception {
        return http.send(
                HttpRequest.newBuilder(address)
                        .PUT(BodyPublishers.ofByteArray(content))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<byte[]> get(ObjectKey key) throws Exception {
        return get(resolve(store().signGet(key, Download.bytes(), AN_HOUR)));
    }

    HttpResponse<byte[]> get(URI address, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    int status(String method, URI address) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(address)
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    /** Announces so many bytes, sends some and hangs up. */
    static void sendAndHangUp(URI address, int announced, byte[] sent) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(("PUT " + address.getRawPath() + "?" + address.getRawQuery() + " HTTP/1.1\r\nHost: "
                                    + address.getAuthority() + "\r\nContent-Length: " + announced + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(sent);
            socket.getOutputStream().flush();
        }
    }
}
