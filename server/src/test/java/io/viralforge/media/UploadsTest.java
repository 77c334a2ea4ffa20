package io.viralforge.media;

import static io.viralforge.media.Uploader.bytes;
import static io.viralforge.media.Uploader.errors;
import static io.viralforge.media.Uploader.input;
import static io.viralforge.media.Uploader.put;
import static io.viralforge.media.Uploader.sha256;
import static io.viralforge.media.Uploader.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.storage.ObjectKey;
import io.viralforge.platform.storage.ObjectStore;
import io.viralforge.testing.TestServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class UploadsTest {
    private static final int PART = 8 << 20;

    private final TestServer server = TestServer.shared();
    private final Uploader ann = new Uploader(server);

    @Test
    void aFileSentInPartsBecomesAnAssetThatWaitsForItsCheck() {
        byte[] content = bytes(PART + 5);
        Map<String, Object> input = input(content);
        input.put("fileName", "/tmp/Käse\u202E.MOV");
        JsonNode upload = ann.start(input);
        String id = upload.get("id").asText();
        assertThat(upload.get("state").asText()).isEqualTo("OPEN");
        assertThat(upload.get("partBytes").asInt()).isEqualTo(PART);
        assertThat(upload.get("receivedBytes").asInt()).isZero();
        assertThat(upload.get("missingParts")).hasSize(2);
        JsonNode first = upload.get("missingParts").get(0);
        JsonNode last = upload.get("missingParts").get(1);
        assertThat(last.get("number").asInt()).isEqualTo(2);
        assertThat(last.get("offset").asInt()).isEqualTo(PART);
        assertThat(last.get("bytes").asInt()).isEqualTo(5);
        assertThat(first.get("url").asText()).startsWith(server.uri() + "/objects/");

        assertThat(put(last, content)).isEqualTo(200);
        JsonNode half = ann.uploadNow(id);
        assertThat(half.get("receivedBytes").asInt()).isEqualTo(5);
        assertThat(half.get("missingParts").findValuesAsText("number")).containsExactly("1");
        assertThat(errors(ann.finish(id))).containsExactly("UPLOAD_INCOMPLETE@id");

        ann.send(half, content);
        JsonNode asset = ann.finish(id).get("asset");
        assertThat(asset.get("state").asText()).isEqualTo("CHECKING");
        assertThat(asset.get("fileName").asText()).isEqualTo("Käse.MOV");
        assertThat(asset.get("contentType").asText()).isEqualTo("video/quicktime");
        assertThat(asset.get("bytes").asInt()).isEqualTo(content.length);
        assertThat(asset.get("sha256").asText()).isEqualTo(sha256(content));
        assertThat(asset.get("rights").isNull()).isTrue();
        assertThat(asset.get("downloadUrl").isNull()).isTrue();
        assertThat(ann.announced(uuid(asset))).containsExactly("CHECKING");

        JsonNode finished = ann.uploadNow(id);
        assertThat(finished.get("state").asText()).isEqualTo("FINISHED");
        assertThat(finished.get("asset").get("id")).isEqualTo(asset.get("id"));
        assertThat(finished.get("missingParts")).isEmpty();
        assertThat(finished.get("receivedBytes").asInt()).isEqualTo(content.length);
        assertThat(ann.finish(id).get("asset").get("id")).isEqualTo(asset.get("id"));
        assertThat(ann.announced(uuid(asset))).containsExactly("CHECKING");
    }

    @Test
    void aRepeatedStartGivesTheSameUpload() {
        byte[] content = bytes(10);
        JsonNode first = ann.start(input(content), "key").get("upload");
        assertThat(ann.start(input(content), "key").get("upload").get("id")).isEqualTo(first.get("id"));
        assertThat(errors(ann.start(input(bytes(11)), "key"))).containsExactly("CONFLICT@idempotencyKey");
        assertThat(ann.start(input(content), "other").get("upload").get("id")).isNotEqualTo(first.get("id"));
    }

    @Test
    void whatCannotBeUploadedIsRefusedWhereItIsWrong() {
        assertRefused("OUT_OF_RANGE@input.bytes", "bytes", 0);
        assertRefused("OUT_OF_RANGE@input.bytes", "bytes", -1);
        assertRefused("TOO_LARGE@input.bytes", "bytes", (8L << 30) + 1);
        assertRefused("INVALID@input.sha256", "sha256", "x".repeat(64));
        assertRefused("INVALID@input.sha256", "sha256", "a".repeat(63));
        assertRefused("OUT_OF_RANGE@input.fileName", "fileName", "a".repeat(256));
        assertRefused("REQUIRED@input.rights.attribution", "rights", Map.of("basis", "CC_BY"));
    }

    private void assertRefused(String error, String field, Object value) {
        Map<String, Object> input = input(bytes(10));
        input.put(field, value);
        JsonNode payload = ann.start(input, UUID.randomUUID().toString());
        assertThat(errors(payload)).containsExactly(error);
        assertThat(payload.get("upload").isNull()).isTrue();
    }

    @Test
    void aHashInCapitalsIsTheSameHash() {
        byte[] content = bytes(10);
        Map<String, Object> input = input(content);
        input.put("sha256", sha256(content).toUpperCase(java.util.Locale.ROOT));
        assertThat(ann.upload(input, content).get("sha256").asText()).isEqualTo(sha256(content));
    }

    @Test
    void anotherFileThanAnnouncedIsRefusedAndDeleted() {
        byte[] announced = bytes(100);
        JsonNode upload = ann.start(announced);
        String id = upload.get("id").asText();
        ann.send(upload, bytes(100));
        ObjectKey file = stored(id);
        assertThat(errors(ann.finish(id))).containsExactly("CHECKSUM_MISMATCH@id");
        assertThat(ann.uploadNow(id).get("state").asText()).isEqualTo("CANCELLED");
        assertThat(server.bean(ObjectStore.class).stat(file)).isNull();
        assertThat(garbage()).isZero();
        assertThat(errors(ann.finish(id))).containsExactly("WRONG_STATE@id");
        assertThat(ann.upload(announced).get("state").asText()).isEqualTo("CHECKING");
    }

    @Test
    void aFileTheStudioHasNeedsNoParts() {
        byte[] content = bytes(100);
        JsonNode first = ann.upload(content);
        JsonNode upload = ann.start(content);
        assertThat(upload.get("missingParts")).isEmpty();
        assertThat(upload.get("receivedBytes").asInt()).isEqualTo(100);
        JsonNode second = ann.finish(upload.get("id").asText()).get("asset");
        assertThat(second.get("id")).isNotEqualTo(first.get("id"));
        assertThat(ann.blobs()).isEqualTo(1);
    }

    @Test
    void whatAnotherStudioHasTellsNothing() {
        byte[] content = bytes(100);
        ann.ready(content);
        Uploader bob = new Uploader(server);
        JsonNode upload = bob.start(content);
        assertThat(upload.get("missingParts")).hasSize(1);
        assertThat(errors(bob.finish(upload.get("id").asText()))).containsExactly("UPLOAD_INCOMPLETE@id");
        bob.send(upload, content);
        assertThat(bob.finish(upload.get("id").asText())
                        .get("asset")
                        .get("state")
                        .asText())
                .isEqualTo("CHECKING");
    }

    @RepeatedTest(5)
    void ofManyThatFinishAtOnceAllGetTheOneAsset() throws Exception {
        byte[] content = bytes(100);
        JsonNode upload = ann.start(content);
        ann.send(upload, content);
        Set<String> ids = new HashSet<>();
        for (JsonNode payload : atOnce(6, () -> ann.finish(upload.get("id").asText()))) {
            assertThat(errors(payload)).isEmpty();
            ids.add(payload.get("asset").get("id").asText());
        }
        assertThat(ids).hasSize(1);
        assertThat(assets()).isEqualTo(1);
    }

    @Test
    void twoUploadsOfOneFileAtOnceKeepOneCopy() throws Exception {
        byte[] content = bytes(PART + 1);
        List<JsonNode> uploads = List.of(ann.start(content), ann.start(content), ann.start(content));
        uploads.forEach(upload -> ann.send(upload, content));
        List<ObjectKey> files = new ArrayList<>();
        uploads.forEach(upload -> files.add(stored(upload.get("id").asText())));
        var next = uploads.iterator();
        for (JsonNode payload : atOnce(3, () -> {
            JsonNode mine;
            synchronized (next) {
                mine = next.next();
            }
            return ann.finish(mine.get("id").asText());
        })) {
            assertThat(errors(payload)).isEmpty();
        }
        assertThat(assets()).isEqualTo(3);
        assertThat(ann.blobs()).isEqualTo(1);
        assertThat(garbage()).isZero();
        assertThat(files)
                .filteredOn(file -> server.bean(ObjectStore.class).stat(file) != null)
                .hasSize(1);
    }

    @Test
    void whatWasFinishedWhileItWaitedForItsCheckIsNotReadAgain() {
        byte[] content = bytes(1_000);
        JsonNode first = ann.start(content);
        JsonNode second = ann.start(content);
        ann.send(first, content);
        ann.send(second, content);
        Upload waiting = Objects.requireNonNull(server.bean(Uploads.class).find(ann.studio(), uuid(second)));
        ann.finish(first.get("id").asText());
        ann.finish(second.get("id").asText());
        assertThat(server.bean(Arrivals.class).checked(waiting)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aFinishKilledBeforeItIsRecordedIsFinishedByARepeat() {
        byte[] content = bytes(100);
        JsonNode upload = ann.start(content);
        ann.send(upload, content);
        // The object is made and verified, and then nothing more happens.
        Outcome<VerifiedUpload> verified = server.bean(Uploads.class).verify(ann.studio(), uuid(upload));
        assertThat(verified).isInstanceOf(Outcome.Done.class);
        JsonNode now = ann.uploadNow(upload.get("id").asText());
        assertThat(now.get("state").asText()).isEqualTo("OPEN");
        assertThat(now.get("missingParts")).isEmpty();
        assertThat(now.get("receivedBytes").asInt()).isEqualTo(100);
        assertThat(errors(ann.finish(upload.get("id").asText()))).isEmpty();
    }

    @Test
    void anUploadThatTheStoreHasForgottenBeginsAnew() {
        byte[] content = bytes(100);
        JsonNode upload = ann.start(content);
        ann.send(upload, content);
        String id = upload.get("id").asText();
        Upload stored = Objects.requireNonNull(server.bean(Uploads.class).find(ann.studio(), uuid(upload)));
        server.bean(ObjectStore.class).abort(stored.file(), Objects.requireNonNull(stored.storeUpload()));
        assertThat(errors(ann.finish(id))).containsExactly("UPLOAD_INCOMPLETE@id");
        JsonNode again = ann.uploadNow(id);
        assertThat(again.get("missingParts")).hasSize(1);
        ann.send(again, content);
        assertThat(errors(ann.finish(id))).isEmpty();
    }

    @Test
    void twoWhoAskForPartsFirstAtOnceSendToTheSameUpload() throws Exception {
        byte[] content = bytes(100);
        Uploads uploads = server.bean(Uploads.class);
        UUID id = started(uploads, content);
        Upload unbegun = Objects.requireNonNull(uploads.find(ann.studio(), id));
        assertThat(unbegun.storeUpload()).isNull();
        Set<String> sentTo = new HashSet<>();
        for (List<UploadPart> parts : atOnce(4, () -> uploads.missingParts(unbegun))) {
            sentTo.add(parts.getFirst().url().getQuery().replaceAll(".*(upload=[^&]*).*", "$1"));
        }
        assertThat(sentTo).hasSize(1);
    }

    @Test
    void aCancelledUploadIsGoneAndCanBeCancelledAgain() {
        byte[] content = bytes(100);
        JsonNode upload = ann.start(content);
        String id = upload.get("id").asText();
        ann.send(upload, content);
        for (int i = 0; i < 2; i++) {
            JsonNode payload = ann.cancel(id);
            assertThat(errors(payload)).isEmpty();
            assertThat(payload.get("upload").get("state").asText()).isEqualTo("CANCELLED");
            assertThat(payload.get("upload").get("missingParts")).isEmpty();
            assertThat(payload.get("upload").get("receivedBytes").asInt()).isZero();
        }
        assertThat(put(upload.get("missingParts").get(0), content)).isEqualTo(404);
        assertThat(errors(ann.finish(id))).containsExactly("WRONG_STATE@id");
        assertThat(garbage()).isZero();

        JsonNode other = ann.start(content);
        ann.send(other, content);
        ann.finish(other.get("id").asText());
        assertThat(errors(ann.cancel(other.get("id").asText()))).containsExactly("WRONG_STATE@id");
    }

    @Test
    void rightsSaidAtTheStartAreRecordedForTheAsset() {
        byte[] content = bytes(100);
        Map<String, Object> input = input(content);
        input.put(
                "rights",
                Map.of(
                        "basis",
                        "CC_BY_SA",
                        "attribution",
                        "Ann",
                        "licenseUrl",
                        "https://creativecommons.org/licenses/by-sa/4.0/",
                        "expiresAt",
                        "2999-01-01T00:00:00Z"));
        JsonNode rights = ann.upload(input, content).get("rights");
        assertThat(rights.get("basis").asText()).isEqualTo("CC_BY_SA");
        assertThat(rights.get("attribution").asText()).isEqualTo("Ann");
        assertThat(rights.get("licenseUrl").asText()).isEqualTo("https://creativecommons.org/licenses/by-sa/4.0/");
        assertThat(rights.get("expiresAt").asText()).isEqualTo("2999-01-01T00:00:00.000Z");
        assertThat(rights.get("requiresAttribution").asBoolean()).isTrue();
        assertThat(rights.get("isInherited").asBoolean()).isFalse();
        UUID sayer = ann.inStudio(tx -> tx.one(
                "SELECT recorded_by FROM rights WHERE studio_id = ?", row -> row.uuid("recorded_by"), ann.studio()));
        assertThat(sayer).isEqualTo(ann.member.id());
    }

    @Test
    void bytesThatWereDecodedBeforeAreNotDecodedAgain() {
        byte[] content = bytes(100);
        UUID first = ann.ready(content);
        JsonNode second = ann.upload(content);
        assertThat(second.get("state").asText()).isEqualTo("READY");
        assertThat(second.get("duration").asText()).isEqualTo("PT2.4S");
        assertThat(second.get("width").asInt()).isEqualTo(1080);
        assertThat(second.get("warnings").get(0).asText()).isEqualTo("odd");
        assertThat(ann.announced(uuid(second))).containsExactly("READY");

        Map<String, Object> salvage = input(content);
        salvage.put("isSalvage", true);
        JsonNode third = ann.upload(salvage, content);
        assertThat(third.get("state").asText()).isEqualTo("CHECKING");
        ann.inspected(uuid(third), new Finding.Unusable(new Refusal(RefusalCode.CORRUPT, "It breaks off.")));
        JsonNode fourth = ann.upload(salvage, content);
        assertThat(fourth.get("state").asText()).isEqualTo("REFUSED");
        assertThat(fourth.get("refusal").get("code").asText()).isEqualTo("CORRUPT");

        // Who deletes it and sends it again wants another look.
        ann.delete(first);
        ann.delete(uuid(second));
        assertThat(ann.upload(content).get("state").asText()).isEqualTo("CHECKING");
    }

    @Test
    void anotherStudioCannotTouchAnUpload() {
        byte[] content = bytes(100);
        JsonNode upload = ann.start(content);
        String id = upload.get("id").asText();
        Uploader bob = new Uploader(server);
        assertThat(bob.uploadNow(id).isNull()).isTrue();
        assertThat(errors(bob.finish(id))).containsExactly("NOT_FOUND@id");
        assertThat(errors(bob.cancel(id))).containsExactly("NOT_FOUND@id");
        assertThat(errors(bob.cancel("job_" + "0".repeat(32)))).containsExactly("NOT_FOUND@id");
        assertThat(ann.uploadNow(id).get("state").asText()).isEqualTo("OPEN");
    }

    @Test
    void whoMayOnlyReadGetsNoAddressToWriteTo() {
        JsonNode upload = ann.start(bytes(100));
        Actor.Member viewer = new Actor.Member(ann.member.id(), ann.studio(), ann.member.session(), Set.of(Scope.READ));
        assertThat(server.data(
                                viewer,
                                "query($id: ID!) { node(id: $id) { id } }",
                                Map.of("id", upload.get("id").asText()))
                        .get("node")
                        .isNull())
                .isTrue();
    }

    @Test
    void whatAWorkerSendsIsNotAPersonsUpload() {
        Uploads uploads = server.bean(Uploads.class);
        String id = Id.Type.UPLOAD.of(started(uploads, bytes(100)));
        assertThat(ann.uploadNow(id).isNull()).isTrue();
        assertThat(errors(ann.finish(id))).containsExactly("NOT_FOUND@id");
        assertThat(errors(ann.cancel(id))).containsExactly("NOT_FOUND@id");
    }

    private UUID started(Uploads uploads, byte[] content) {
        return switch (ann.inStudio(
                tx -> uploads.startOutput(tx, ann.studio(), "short.mp4", content.length, sha256(content)))) {
            case Outcome.Done<UUID>(UUID id) -> id;
            case Outcome.Refused<UUID> refused -> throw new AssertionError(refused);
        };
    }

    private ObjectKey stored(String upload) {
        UUID id = Objects.requireNonNull(Id.Type.UPLOAD.uuid(upload));
        return ann.inStudio(tx ->
                Objects.requireNonNull(UploadStore.find(tx, ann.studio(), id)).file());
    }

    private long assets() {
        return count("asset");
    }

    private long garbage() {
        return count("store_garbage");
    }

    private long count(String table) {
        return ann.inStudio(tx -> tx.one(
                "SELECT count(*) AS n FROM " + table + " WHERE studio_id = ?", row -> row.big("n"), ann.studio()));
    }

    private static <T> List<T> atOnce(int threads, Callable<T> task) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<T>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : running) {
            results.add(future.get());
        }
        return results;
    }
}
