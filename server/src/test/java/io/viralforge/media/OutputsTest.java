package io.viralforge.media;

import static io.viralforge.media.Uploader.bytes;
import static io.viralforge.media.Uploader.errors;
import static io.viralforge.media.Uploader.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What jobs do with the results of renders. */
class OutputsTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestServer server = TestServer.shared();
    private final Uploader ann = new Uploader(server);
    private final Uploads uploads = server.bean(Uploads.class);

    @Test
    void aResultBecomesAnAssetThatIsReadyAndKnowsItsSourcesAndTheirRights() throws Exception {
        UUID clip = ann.ready(bytes(100));
        UUID music = ann.ready(bytes(101));
        ann.rights(clip, Map.of("basis", "OWNED"));
        ann.rights(music, Map.of("basis", "CC_BY_SA", "attribution", "Bob"));
        byte[] content = bytes(1_000);
        UUID upload = sent(content);
        VerifiedUpload verified = done(uploads.verify(ann.studio(), upload));
        Asset asset = committed(verified, List.of(clip, music));

        assertThat(asset.state()).isEqualTo(AssetState.READY);
        assertThat(asset.fileName()).isEqualTo("short.mp4");
        assertThat(asset.width()).isEqualTo(1080);
        JsonNode seen = ann.assetNow(asset.id());
        assertThat(seen.get("derivedFrom").findValuesAsText("id"))
                .containsExactlyInAnyOrder(Id.Type.ASSET.of(clip), Id.Type.ASSET.of(music));
        assertThat(seen.get("rights").get("basis").asText()).isEqualTo("CC_BY_SA");
        assertThat(seen.get("rights").get("attribution").asText()).isEqualTo("Bob");
        assertThat(seen.get("rights").get("isInherited").asBoolean()).isTrue();
        assertThat(Uploader.get(seen.get("downloadUrl").asText())).isEqualTo(content);
        assertThat(ann.announced(asset.id())).containsExactly("READY");

        // Safe to repeat, in both steps.
        assertThat(committed(done(uploads.verify(ann.studio(), upload)), List.of(clip, music))
                        .id())
                .isEqualTo(asset.id());
        assertThat(committed(verified, List.of(clip)).id()).isEqualTo(asset.id());
        assertThat(ann.announced(asset.id())).containsExactly("READY");
    }

    @Test
    void aResultThatIsNotWhatWasAnnouncedOrNotAllThereIsRefused() throws Exception {
        byte[] announced = bytes(100);
        UUID upload = started(announced);
        assertThat(refusal(uploads.verify(ann.studio(), upload))).isEqualTo(UserErrorCode.UPLOAD_INCOMPLETE);
        send(upload, bytes(100));
        assertThat(refusal(uploads.verify(ann.studio(), upload))).isEqualTo(UserErrorCode.CHECKSUM_MISMATCH);
        assertThat(refusal(uploads.verify(ann.studio(), upload))).isEqualTo(UserErrorCode.WRONG_STATE);
        assertThat(refusal(uploads.verify(ann.studio(), UUID.randomUUID()))).isEqualTo(UserErrorCode.NOT_FOUND);
    }

    @Test
    void aResultGivenUpMeanwhileIsNotCommitted() throws Exception {
        UUID upload = sent(bytes(100));
        VerifiedUpload verified = done(uploads.verify(ann.studio(), upload));
        server.sql().doInStudio(ann.studio(), tx -> server.bean(Arrivals.class).giveUp(tx, ann.studio(), upload));
        assertThat(refusal(ann.inStudio(tx -> uploads.commitOutput(tx, verified, Uploader.FACTS, List.of()))))
                .isEqualTo(UserErrorCode.WRONG_STATE);
        assertThat(ann.blobs()).isZero();
    }

    @Test
    void aResultThatCannotBeIsRefusedAtTheStart() {
        assertThat(refusal(ann.inStudio(tx -> uploads.startOutput(tx, ann.studio(), "a.mp4", 0, "a".repeat(64)))))
                .isEqualTo(UserErrorCode.OUT_OF_RANGE);
        assertThat(refusal(
                        ann.inStudio(tx -> uploads.startOutput(tx, ann.studio(), "a.mp4", 1L << 60, "a".repeat(64)))))
                .isEqualTo(UserErrorCode.TOO_LARGE);
        assertThat(refusal(ann.inStudio(tx -> uploads.startOutput(tx, ann.studio(), "a.mp4", 1, "no"))))
                .isEqualTo(UserErrorCode.INVALID);
    }

    @Test
    void inheritedRightsFollowTheirSourceAndAreNotChangedOtherwise() throws Exception {
        UUID clip = ann.ready(bytes(100));
        UUID other = ann.ready(bytes(101));
        ann.rights(clip, Map.of("basis", "OWNED"));
        ann.rights(other, Map.of("basis", "CC0"));
        UUID render = rendered(bytes(200), List.of(clip, other));
        UUID again = rendered(bytes(201), List.of(render));
        UUID both = rendered(bytes(202), List.of(again, clip));
        assertThat(errors(ann.rights(render, Map.of("basis", "CC0")))).containsExactly("WRONG_STATE@id");

        assertThat(errors(ann.rights(clip, Map.of("basis", "LICENSED", "holder", "Bob", "proof", "invoice 7"))))
                .isEmpty();
        for (UUID below : List.of(render, again, both)) {
            Rights rights = Objects.requireNonNull(ann.rights(below));
            assertThat(rights.basis()).isEqualTo(RightsBasis.LICENSED);
            assertThat(rights.holder()).isEqualTo("Bob");
            assertThat(rights.isInherited()).isTrue();
        }
        // What says nothing new is not written down.
        ann.rights(clip, Map.of("basis", "LICENSED", "holder", "Bob", "proof", "invoice 7"));
        assertThat(versions(render)).isEqualTo(2);
        assertThat(versions(clip)).isEqualTo(3);
    }

    @Test
    void aCorrectionReachesHoweverMuchWasRendered() throws Exception {
        UUID clip = ann.ready(bytes(100));
        ann.rights(clip, Map.of("basis", "OWNED"));
        UUID render = rendered(bytes(200), List.of(clip));
        renderMore(5_000, render);
        assertThat(errors(ann.rights(clip, Map.of("basis", "CC_BY", "attribution", "Bob"))))
                .isEmpty();
        assertThat(Objects.requireNonNull(ann.rights(render)).attribution()).isEqualTo("Bob");
        assertThat(credited("Bob")).as("at once").isGreaterThan(4_000);
        server.bean(Corrections.class).run();
        assertThat(credited("Bob")).isEqualTo(5_002);
    }

    @Test
    void correctionsAtTheSameTimeBothReachAll() throws Exception {
        UUID clip = ann.ready(bytes(100));
        UUID music = ann.ready(bytes(101));
        ann.rights(clip, Map.of("basis", "CC_BY", "attribution", "a"));
        ann.rights(music, Map.of("basis", "CC_BY", "attribution", "b"));
        renderMore(1_200, clip, music);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Object>> all = List.of(
                    () -> ann.rights(clip, Map.of("basis", "CC_BY", "attribution", "Ann")),
                    () -> ann.rights(music, Map.of("basis", "CC_BY", "attribution", "Bob")),
                    Executors.callable(() -> server.bean(Corrections.class).run()));
            for (var one : threads.invokeAll(all)) {
                one.get();
            }
        }
        server.bean(Corrections.class).run();
        assertThat(credited("Ann; Bob") + credited("Bob; Ann")).isEqualTo(1_200);
    }

    /** So many renders from all of these, by SQL: making them would take a test's time. */
    private void renderMore(int count, UUID... sources) {
        server.sql().doInStudio(ann.studio(), tx -> {
            tx.update("""
                    INSERT INTO asset (studio_id, id, kind, state, file_name, content_type, sha256, bytes, is_salvage,
                        created_at, deleted_at)
                    SELECT studio_id, gen_random_uuid(), kind, state, file_name || n, content_type, sha256, bytes,
                        is_salvage, created_at, created_at
                    FROM asset, generate_series(1, ?) AS n WHERE id = ?""", count, sources[0]);
            tx.update("""
                    INSERT INTO asset_source (studio_id, asset_id, source_id)
                    SELECT studio_id, id, source FROM asset, unnest(?::uuid[]) AS source
                    WHERE studio_id = ? AND deleted_at IS NOT NULL""", List.of(sources), ann.studio());
        });
    }

    /** How many of the studio's files have this credit now. */
    private long credited(String attribution) {
        return ann.inStudio(tx -> tx.one("""
                SELECT count(*) AS n FROM (
                    SELECT DISTINCT ON (asset_id) attribution FROM rights WHERE studio_id = ?
                    ORDER BY asset_id, version DESC) AS newest WHERE attribution = ?""", row -> row.big("n"), ann.studio(), attribution));
    }

    @Test
    void withASourceOfUnknownRightsTheWholeIsUnknown() throws Exception {
        UUID known = ann.ready(bytes(100));
        UUID unknown = ann.ready(bytes(101));
        ann.rights(known, Map.of("basis", "OWNED"));
        UUID render = rendered(bytes(200), List.of(known, unknown));
        assertThat(ann.rights(render)).isNull();
        ann.rights(unknown, Map.of("basis", "CC_BY_NC", "attribution", "Bob"));
        assertThat(Objects.requireNonNull(ann.rights(render)).basis()).isEqualTo(RightsBasis.CC_BY_NC);
    }

    @Test
    void whatWasRenderedStaysWhenItsSourceIsDeleted() throws Exception {
        UUID clip = ann.ready(bytes(100));
        ann.rights(clip, Map.of("basis", "OWNED"));
        byte[] content = bytes(200);
        UUID render = rendered(content, List.of(clip));
        ann.delete(clip);
        JsonNode seen = ann.assetNow(render);
        assertThat(seen.get("derivedFrom")).isEmpty();
        assertThat(seen.get("rights").get("basis").asText()).isEqualTo("OWNED");
        assertThat(Uploader.get(seen.get("downloadUrl").asText())).isEqualTo(content);
        // A result may also come in after its source went.
        assertThat(Objects.requireNonNull(ann.rights(rendered(bytes(300), List.of(clip))))
                        .basis())
                .isEqualTo(RightsBasis.OWNED);
    }

    private int versions(UUID asset) {
        return Math.toIntExact(ann.inStudio(
                tx -> tx.one("SELECT count(*) AS n FROM rights WHERE asset_id = ?", row -> row.big("n"), asset)));
    }

    private UUID rendered(byte[] content, Collection<UUID> sources) throws Exception {
        return committed(done(uploads.verify(ann.studio(), sent(content))), sources)
                .id();
    }

    private Asset committed(VerifiedUpload verified, Collection<UUID> sources) {
        return done(ann.inStudio(tx -> uploads.commitOutput(tx, verified, Uploader.FACTS, sources)));
    }

    private UUID sent(byte[] content) throws Exception {
        UUID upload = started(content);
        send(upload, content);
        return upload;
    }

    private UUID started(byte[] content) {
        return done(ann.inStudio(
                tx -> uploads.startOutput(tx, ann.studio(), "short.mp4", content.length, sha256(content))));
    }

    private void send(UUID upload, byte[] content) throws IOException, InterruptedException {
        for (UploadPart part : uploads.missingParts(Objects.requireNonNull(uploads.find(ann.studio(), upload)))) {
            int offset = Math.toIntExact(part.offset());
            assertThat(HTTP.send(
                                    HttpRequest.newBuilder(server.uri().resolve(part.url()))
                                            .PUT(BodyPublishers.ofByteArray(Arrays.copyOfRange(
                                                    content, offset, offset + Math.toIntExact(part.bytes()))))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T> refused -> throw new AssertionError(refused.toString());
        };
    }

    private static UserErrorCode refusal(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?> done -> throw new AssertionError(done.toString());
            case Outcome.Refused<?>(var errors) -> errors.getFirst().code();
        };
    }
}
