package io.viralforge.media;

import static io.viralforge.media.Uploader.bytes;
import static io.viralforge.media.Uploader.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.context.env.Environment;
import io.viralforge.platform.storage.ObjectKey;
import io.viralforge.platform.storage.ObjectStore;
import io.viralforge.platform.storage.PendingUpload;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** On a server of its own: sweeping with a clock that is ahead would end what other tests have open. */
class HousekeepingTest {
    private static final TestServer SERVER = TestServer.start();

    private final Uploader ann = new Uploader(SERVER);
    private final ObjectStore store = SERVER.bean(ObjectStore.class);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void anUploadLeftAloneForADayIsGivenUpWithItsParts() {
        byte[] content = bytes(100);
        JsonNode upload = ann.start(content);
        ann.send(upload, content);
        Upload before = stored(upload);
        sweep(Duration.ofHours(23));
        assertThat(ann.uploadNow(upload.get("id").asText()).get("state").asText())
                .isEqualTo("OPEN");
        sweep(Duration.ofHours(25));
        JsonNode after = ann.uploadNow(upload.get("id").asText());
        assertThat(after.get("state").asText()).isEqualTo("CANCELLED");
        assertThat(pending()).doesNotContain(before.storeUpload());
        assertThat(garbage()).isZero();
    }

    @Test
    void whatEndedIsForgottenOnceNobodyCanAskForItAnyMore() {
        byte[] content = bytes(100);
        JsonNode finished = ann.start(content);
        ann.send(finished, content);
        ann.finish(finished.get("id").asText());
        JsonNode open = ann.start(bytes(50));
        housekeeping(Duration.ofDays(7)).purgeUploads();
        assertThat(find(finished)).isNotNull();
        // An attempt that named it has no use for it either.
        SERVER.sql()
                .doInStudio(
                        ann.studio(),
                        tx -> tx.update(
                                "INSERT INTO attempt_output (studio_id, fencing_token, role, upload_id) VALUES (?, 0, 'VIDEO', ?)",
                                ann.studio(),
                                uuid(finished)));
        housekeeping(Duration.ofDays(9)).purgeUploads();
        assertThat(find(finished)).isNull();
        assertThat(find(open)).isNotNull();
    }

    @Test
    void anObjectThatWasMadeAndNeverRecordedGoesWithItsUpload() {
        byte[] content = bytes(100);
        JsonNode upload = ann.start(content);
        ann.send(upload, content);
        SERVER.bean(Uploads.class).verify(ann.studio(), uuid(upload));
        ObjectKey file = stored(upload).file();
        assertThat(store.stat(file)).isNotNull();
        sweep(Duration.ofHours(25));
        assertThat(store.stat(file)).isNull();
    }

    @Test
    void whatWasBegunInTheStoreAndNeverWrittenDownIsAborted() {
        JsonNode upload = ann.start(bytes(100));
        String orphan = store.start(stored(upload).file());
        String elsewhere = store.start(new ObjectKey(UUID.randomUUID(), UUID.randomUUID()));
        sweep(Duration.ofMinutes(30));
        assertThat(pending()).contains(orphan);
        sweep(Duration.ofHours(2));
        assertThat(pending())
                .doesNotContain(orphan)
                .contains(stored(upload).storeUpload())
                .as("of a studio of another installation")
                .contains(elsewhere);
    }

    @Test
    void anOrphanThatCannotBeAbortedKeepsNoOther() throws IOException {
        ObjectKey file = new ObjectKey(ann.studio(), UUID.randomUUID());
        String stuck = store.start(file);
        // In its place there is no folder.
        Path inTheWay = objects().resolve("uploads", file.studio() + "_" + file.id() + "_" + stuck);
        Files.delete(inTheWay);
        Files.createFile(inTheWay);
        String orphan = store.start(new ObjectKey(ann.studio(), UUID.randomUUID()));
        sweep(Duration.ofHours(2));
        assertThat(pending()).doesNotContain(orphan).contains(stuck);
        Files.delete(inTheWay);
    }

    private static Path objects() {
        return Path.of(SERVER.bean(Environment.class).getRequiredProperty("viralforge.objects-dir", String.class));
    }

    @Test
    void whatCouldNotBeDeletedThenIsDeletedLater() {
        UUID id = ann.ready(bytes(100));
        ObjectKey file = Objects.requireNonNull(ann.asset(id).file());
        // As it is when the process ends between the commit and the store.
        SERVER.sql().doInStudio(ann.studio(), tx -> {
            AssetStore.delete(tx, ann.studio(), id, Instant.now());
            tx.update("DELETE FROM blob WHERE studio_id = ?", ann.studio());
            tx.update(
                    "INSERT INTO store_garbage (studio_id, storage_key, since) VALUES (?, ?, now())",
                    ann.studio(),
                    file.toString());
        });
        assertThat(store.stat(file)).isNotNull();
        sweep(Duration.ZERO);
        assertThat(store.stat(file)).isNull();
        assertThat(garbage()).isZero();
    }

    @Test
    void whatCannotBeDeletedKeepsNothingElseWaiting() throws IOException {
        Uploader bob = new Uploader(SERVER);
        // In its place there is no folder.
        Path inTheWay = objects().resolve(bob.studio().toString());
        Files.createFile(inTheWay);
        leave(bob.studio());
        leave(ann.studio());
        StoreGarbage store = SERVER.bean(StoreGarbage.class);
        store.deleteLeft(1);
        assertThat(garbage()).as("its turn comes after the other's").isEqualTo(1);
        store.deleteLeft(1);
        assertThat(garbage()).isZero();
        Files.delete(inTheWay);
        assertThat(store.deleteLeft(1)).as("it is not forgotten").isEqualTo(1);
        assertThat(store.deleteLeft(1)).isZero();
    }

    private static void leave(UUID studio) {
        SERVER.sql()
                .doInStudio(
                        studio,
                        tx -> tx.update(
                                "INSERT INTO store_garbage (studio_id, storage_key, since) VALUES (?, ?, clock_timestamp())",
                                studio,
                                new ObjectKey(studio, UUID.randomUUID()).toString()));
    }

    @Test
    void aFileThatAnOpenUploadCountsOnStaysUntilThatHasEnded() {
        byte[] content = bytes(100);
        UUID id = ann.ready(content);
        JsonNode upload = ann.start(content);
        assertThat(upload.get("missingParts")).isEmpty();
        ann.delete(id);
        sweep(Duration.ZERO);
        assertThat(ann.blobs()).isEqualTo(1);
        JsonNode payload = ann.finish(upload.get("id").asText());
        assertThat(payload.get("userErrors")).isEmpty();
        ann.delete(uuid(payload.get("asset")));
        sweep(Duration.ZERO);
        assertThat(ann.blobs()).isZero();

        ann.ready(content);
        JsonNode abandoned = ann.start(content);
        SERVER.sql()
                .doInStudio(
                        ann.studio(),
                        tx -> tx.update("UPDATE asset SET deleted_at = now() WHERE studio_id = ?", ann.studio()));
        assertThat(abandoned.get("state").asText()).isEqualTo("OPEN");
        sweep(Duration.ofHours(25));
        assertThat(ann.blobs()).isZero();
    }

    private static Housekeeping housekeeping(Duration ahead) {
        return new Housekeeping(
                SERVER.sql(),
                SERVER.bean(ObjectStore.class),
                SERVER.bean(StoreGarbage.class),
                List.of(),
                InstantSource.offset(SERVER.bean(InstantSource.class), ahead));
    }

    private static void sweep(Duration ahead) {
        Housekeeping housekeeping = housekeeping(ahead);
        housekeeping.expireUploads();
        housekeeping.removeLooseFiles();
        housekeeping.abortOrphans();
        SERVER.bean(StoreGarbage.class).deleteLeft(500);
    }

    private List<String> pending() {
        return store.pending(Instant.now().plusSeconds(60)).stream()
                .map(PendingUpload::upload)
                .toList();
    }

    private Upload stored(JsonNode upload) {
        return Objects.requireNonNull(find(upload));
    }

    private @Nullable Upload find(JsonNode upload) {
        return SERVER.bean(Uploads.class).find(ann.studio(), uuid(upload));
    }

    private long garbage() {
        return ann.inStudio(tx -> tx.one(
                "SELECT count(*) AS n FROM store_garbage WHERE studio_id = ?", row -> row.big("n"), ann.studio()));
    }
}
