package io.viralforge.media;

import static io.viralforge.media.Uploader.bytes;
import static io.viralforge.media.Uploader.errors;
import static io.viralforge.media.Uploader.put;
import static io.viralforge.media.Uploader.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.local.Endpoints;
import io.viralforge.local.TestServices;
import io.viralforge.platform.storage.ObjectKey;
import io.viralforge.platform.storage.ObjectStore;
import io.viralforge.testing.TestServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The same through a store that is not this server: clients send to it and fetch from it directly. */
class S3UploadsTest {
    private static final Endpoints.S3 BUCKETS = TestServices.s3();
    private static final TestServer SERVER = TestServer.start(
            1,
            Map.of(
                    "viralforge.object-store", "s3",
                    "viralforge.s3.endpoint", BUCKETS.uri().toString(),
                    "viralforge.s3.bucket", TestServices.freshBucket(),
                    "viralforge.s3.access-key", BUCKETS.key().user(),
                    "viralforge.s3.secret-key", BUCKETS.key().password(),
                    "viralforge.s3.path-style", true));

    private final Uploader ann = new Uploader(SERVER);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aFileGoesToTheBucketAndComesBackAndGoes() {
        byte[] content = bytes((8 << 20) + 5);
        JsonNode upload = ann.start(content);
        String id = upload.get("id").asText();
        List<String> urls = upload.get("missingParts").findValuesAsText("url");
        assertThat(urls).hasSize(2).allMatch(url -> url.startsWith(BUCKETS.uri().toString()));
        assertThat(put(upload.get("missingParts").get(1), content)).isEqualTo(200);
        JsonNode half = ann.uploadNow(id);
        assertThat(half.get("receivedBytes").asInt()).isEqualTo(5);
        assertThat(errors(ann.finish(id))).containsExactly("UPLOAD_INCOMPLETE@id");
        ann.send(half, content);
        UUID asset = uuid(ann.finish(id).get("asset"));
        assertThat(uuid(ann.finish(id).get("asset"))).isEqualTo(asset);

        ann.inspected(asset, new Finding.Usable(Uploader.FACTS));
        assertThat(Uploader.get(ann.assetNow(asset).get("downloadUrl").asText()))
                .isEqualTo(content);

        ObjectKey file = Objects.requireNonNull(ann.asset(asset).file());
        ObjectStore store = SERVER.bean(ObjectStore.class);
        assertThat(store.stat(file)).isNotNull();
        ann.delete(asset);
        new Housekeeping(SERVER.sql(), store, SERVER.bean(StoreGarbage.class), List.of(), InstantSource.system())
                .removeLooseFiles();
        assertThat(store.stat(file)).isNull();
    }

    @Test
    void anotherFileThanAnnouncedIsRefused() {
        JsonNode upload = ann.start(bytes(100));
        ann.send(upload, bytes(100));
        String id = upload.get("id").asText();
        assertThat(errors(ann.finish(id))).containsExactly("CHECKSUM_MISMATCH@id");
        assertThat(ann.uploadNow(id).get("state").asText()).isEqualTo("CANCELLED");
    }

    @Test
    void aCancelledUploadLeavesNothing() {
        byte[] content = bytes(100);
        JsonNode upload = ann.start(content);
        ann.send(upload, content);
        assertThat(errors(ann.cancel(upload.get("id").asText()))).isEmpty();
        assertThat(SERVER.bean(ObjectStore.class).pending(Instant.now().plusSeconds(60)))
                .noneMatch(pending -> pending.key().studio().equals(ann.studio()));
    }
}
