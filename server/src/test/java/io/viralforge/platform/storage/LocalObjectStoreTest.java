package io.viralforge.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.platform.storage.StorageFailure.Reason;
import io.viralforge.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalObjectStoreTest extends ObjectStoreContract {
    private static final Duration AN_HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    @Override
    ObjectStore store() {
        return TestServer.shared().bean(ObjectStore.class);
    }

    @Override
    URI resolve(URI signed) {
        return TestServer.shared().uri().resolve(signed);
    }

    @Test
    void addressesAreRelativeBecauseTheServerMayHaveSeveralNames() {
        assertThat(store().signGet(key(), Download.bytes(), AN_HOUR).toString()).startsWith("/objects/");
    }

    @Test
    void aForgedOrMendedSignatureOpensNothing() throws Exception {
        ObjectKey key = stored(bytes(10));
        String good = resolve(store().signGet(key, Download.bytes(), AN_HOUR)).toString();
        int signature = good.indexOf("&sig=");
        String mine = new LocalObjectStore(folder, InstantSource.system())
                .signGet(key, Download.bytes(), AN_HOUR)
                .toString();
        String later = good.replaceFirst("until=\\d+", "until=99999999999");
        for (String bad : List.of(
                good.substring(0, signature),
                good.substring(0, signature) + "&sig=",
                good.substring(0, good.length() - 1) + "!",
                good + "A",
                good + "&sig=" + "A".repeat(43),
                good.substring(0, signature) + "&name=x" + good.substring(signature),
                later,
                resolve(URI.create(mine)).toString())) {
            assertThat(status("GET", URI.create(bad))).as(bad).isEqualTo(403);
        }
        assertThat(status("GET", URI.create(good))).isEqualTo(200);
    }

    @Test
    void aPathCannotLeaveTheFolder() throws Exception {
        ObjectKey key = stored(bytes(10));
        String good = resolve(store().signGet(key, Download.bytes(), AN_HOUR)).toString();
        String query = good.substring(good.indexOf('?'));
        for (String path : List.of(
                "/objects/../signing-key",
                "/objects/..%2Fsigning-key",
                "/objects/%2e%2e/signing-key",
                "/objects/" + key.studio() + "/..%2f..%2fsigning-key",
                "/objects/uploads/x",
                "/objects//" + key)) {
            assertThat(status("GET", URI.create(TestServer.shared().uri() + path + query)))
                    .as(path)
                    .isBetween(400, 499);
        }
        assertThatThrownBy(() -> store().parts(key, "../" + key.studio() + "/" + key.id()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ObjectKey.parse("../" + key.id())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHeadTellsWhatAGetWouldSend() throws Exception {
        ObjectKey key = stored(bytes(1000));
        URI address = resolve(store().signGet(key, new Download("a.mp4", "video/mp4"), AN_HOUR));
        HttpResponse<byte[]> head =
                http.send(HttpRequest.newBuilder(address).HEAD().build(), BodyHandlers.ofByteArray());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).hasValue("1000");
        assertThat(head.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        assertThat(head.headers().firstValue("ETag")).hasValue("\"" + key.id() + "\"");
        assertThat(head.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(head.headers().firstValue("Content-Type")).hasValue("video/mp4");
    }

    @Test
    void aRangeIsServedOnlyIfTheFileIsTheOneMeant() throws Exception {
        byte[] content = bytes(100);
        ObjectKey key = stored(content);
        URI address = resolve(store().signGet(key, Download.bytes(), AN_HOUR));
        HttpResponse<byte[]> same = get(address, "Range", "bytes=0-9", "If-Range", "\"" + key.id() + "\"");
        assertThat(same.statusCode()).isEqualTo(206);
        assertThat(same.headers().firstValue("Content-Length")).hasValue("10");
        assertThat(get(address, "Range", "bytes=0-9", "If-Range", "\"another\"").statusCode())
                .isEqualTo(200);
        assertThat(get(address, "Range", "bytes=0-9", "If-Range", "Fri, 20 Nov 2026 05:00:00 GMT")
                        .body())
                .isEqualTo(content);
    }

    @Test
    void partsAreTakenWhateverTheirContentTypeAndOnlyWithALength() throws Exception {
        ObjectKey key = key();
        String upload = store().start(key);
        byte[] content = bytes(1000);
        URI address = resolve(store().signPart(key, upload, 1, content.length, AN_HOUR));
        for (String type : List.of(
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json",
                "text/plain",
                "video/mp4")) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(address)
                            .header("Content-Type", type)
                            .PUT(BodyPublishers.ofByteArray(content))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).as(type + ": " + response.body()).isEqualTo(200);
        }
        HttpResponse<String> chunked = http.send(
                HttpRequest.newBuilder(address)
                        .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)))
                        .build(),
                BodyHandlers.ofString());
        assertThat(chunked.statusCode()).isEqualTo(411);
        store().complete(key, upload, store().parts(key, upload));
        assertThat(read(store().open(key))).isEqualTo(content);
    }

    @Test
    void afterAnAbortALatePartIsRefused() throws Exception {
        ObjectKey key = key();
        String upload = store().start(key);
        URI address = resolve(store().signPart(key, upload, 1, 10, AN_HOUR));
        store().abort(key, upload);
        assertThat(put(address, bytes(10)).statusCode()).isEqualTo(404);
    }

    @Test
    void onlyTheOwnerCanReadTheKeyAndItSurvivesARestart() throws Exception {
        LocalObjectStore before = new LocalObjectStore(folder, InstantSource.system());
        URI address = before.signGet(key(), Download.bytes(), AN_HOUR);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("signing-key"))))
                .isEqualTo("rw-------");
        LocalObjectStore after = new LocalObjectStore(folder, InstantSource.system());
        assertThat(after.getAccess(address)).isNotNull();
        InstantSource muchLater =
                InstantSource.fixed(Instant.now().plus(AN_HOUR).plusSeconds(2));
        assertThat(new LocalObjectStore(folder, muchLater).getAccess(address)).isNull();
    }

    @Test
    void whatACrashLeftDoesNotCount() throws Exception {
        LocalObjectStore store = new LocalObjectStore(folder, InstantSource.system());
        ObjectKey key = key();
        String upload = store.start(key);
        Path uploads = folder.resolve("uploads");
        Path parts;
        try (Stream<Path> folders = Files.list(uploads)) {
            parts = folders.findFirst().orElseThrow();
        }
        Files.write(parts.resolve(".half-a-part"), bytes(100));
        Files.createDirectory(uploads.resolve(".half-deleted"));
        Files.write(uploads.resolve(".half-deleted").resolve("1"), bytes(100));

        store = new LocalObjectStore(folder, InstantSource.system());
        assertThat(store.parts(key, upload)).isEmpty();
        assertThat(uploads.resolve(".half-deleted")).doesNotExist();
        store.write(
                new LocalObjectStore.Access.PutPart(key, upload, 1, 5),
                new ByteArrayInputStream(new byte[] {1, 2, 3, 4, 5}));
        store.complete(key, upload, store.parts(key, upload));
        try (Stream<Path> files = Files.list(folder.resolve(key.toString()))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("1", "index");
        }
    }

    @Test
    void aSenderThatFailsLeavesNoDraftBehind() throws IOException {
        LocalObjectStore store = new LocalObjectStore(folder, InstantSource.system());
        ObjectKey key = key();
        String upload = store.start(key);
        InputStream closed = InputStream.nullInputStream();
        closed.close();
        InputStream failing = new SequenceInputStream(new ByteArrayInputStream(new byte[100]), closed);
        assertThatThrownBy(() -> store.write(new LocalObjectStore.Access.PutPart(key, upload, 1, 200), failing))
                .isInstanceOf(CutShort.class);
        assertThat(filesBelow(folder.resolve("uploads"))).isZero();
        assertFails(
                Reason.NO_SUCH_UPLOAD,
                () -> store.write(
                        new LocalObjectStore.Access.PutPart(key(), upload, 1, 1),
                        new ByteArrayInputStream(new byte[1])));
    }

    @Test
    void aStoreWhoseFolderIsGoneIsSaidToBeDown() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        LocalObjectStore store = new LocalObjectStore(folder, now::get);
        StoreProbe probe = new StoreProbe(store, now::get);
        assertThat(probe.isUp()).isTrue();
        Files.delete(folder.resolve("uploads"));
        assertThat(store.isThere()).isFalse();
        assertThat(probe.isUp()).as("not looked at for each stranger").isTrue();
        now.set(Instant.EPOCH.plusSeconds(5));
        assertThat(probe.isUp()).isFalse();
    }

    private static long filesBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
