package io.viralforge.media;

import static io.viralforge.media.Uploader.bytes;
import static io.viralforge.media.Uploader.errors;
import static io.viralforge.media.Uploader.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.events.Event;
import io.viralforge.platform.events.EventLog;
import io.viralforge.platform.events.Topic;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Answer;
import io.viralforge.platform.graphql.Engine;
import io.viralforge.platform.graphql.Operation;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.storage.ObjectKey;
import io.viralforge.platform.storage.ObjectStore;
import io.viralforge.testing.TestServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class AssetsTest {
    private final TestServer server = TestServer.shared();
    private final Uploader ann = new Uploader(server);

    @Test
    void aCheckedFileTellsWhatItIsAndCanBeDownloaded() {
        byte[] content = bytes(1_000);
        UUID id = ann.ready(content);
        JsonNode asset = ann.assetNow(id);
        assertThat(asset.get("state").asText()).isEqualTo("READY");
        assertThat(asset.get("kind").asText()).isEqualTo("VIDEO");
        assertThat(asset.get("duration").asText()).isEqualTo("PT2.4S");
        assertThat(asset.get("width").asInt()).isEqualTo(1080);
        assertThat(asset.get("height").asInt()).isEqualTo(1920);
        assertThat(asset.get("frameRate").asDouble()).isEqualTo(29.97);
        assertThat(asset.get("hasAudio").asBoolean()).isTrue();
        assertThat(asset.get("warnings").get(0).asText()).isEqualTo("odd");
        assertThat(Uploader.get(asset.get("downloadUrl").asText())).isEqualTo(content);
        assertThat(ann.announced(id)).containsExactly("CHECKING", "READY");
    }

    @Test
    void rightsAreAskedForWhereTheyAreWantedAndOfAllAtOnce() {
        for (int i = 0; i < 3; i++) {
            ann.rights(ann.ready(bytes(100 + i)), Map.of("basis", "OWNED"));
        }
        long before = questionsForRights();
        server.data(ann.member, "{ assets { nodes { id } } }");
        assertThat(questionsForRights()).isEqualTo(before);
        assertThat(server.data(ann.member, "{ assets { nodes { rights { basis } } } }")
                        .findValuesAsText("basis"))
                .containsExactly("OWNED", "OWNED", "OWNED");
        assertThat(questionsForRights()).isEqualTo(before + 1);
    }

    private long questionsForRights() {
        return server.bean(MeterRegistry.class)
                .get("viralforge.graphql.batch.keys")
                .tag("loader", "media.rights")
                .summary()
                .count();
    }

    @Test
    void eachOfTwoCorrectionsIsAnsweredWithItself() {
        UUID id = ann.ready(bytes(100));
        JsonNode twice = server.data(ann.member, """
                mutation ($id: ID!) {
                  one: assetRightsUpdate(id: $id, input: {basis: OWNED}) { asset { rights { basis } } }
                  two: assetRightsUpdate(id: $id, input: {basis: CC0}) { asset { rights { basis } } } }""", Map.of("id", Id.Type.ASSET.of(id)));
        assertThat(twice.findValuesAsText("basis")).containsExactly("OWNED", "CC0");
    }

    @Test
    void soundHasALengthAndNoPicture() {
        UUID id = uuid(ann.upload(bytes(100)));
        ann.inspected(
                id,
                new Finding.Usable(new MediaFacts(
                        MediaKind.AUDIO,
                        "audio/mpeg",
                        Duration.ofSeconds(7),
                        null,
                        null,
                        null,
                        true,
                        List.of("mp3"),
                        List.of(),
                        Uploader.FACTS.pauses())));
        assertThat(Objects.requireNonNull(ann.inStudio(tx -> AssetStore.live(tx, ann.studio(), id)))
                        .pauses())
                .isEqualTo(Uploader.FACTS.pauses());
        JsonNode asset = ann.assetNow(id);
        assertThat(asset.get("state").asText()).isEqualTo("READY");
        assertThat(asset.get("kind").asText()).isEqualTo("AUDIO");
        assertThat(asset.get("contentType").asText()).isEqualTo("audio/mpeg");
        assertThat(asset.get("duration").asText()).isEqualTo("PT7S");
        assertThat(asset.get("width").isNull()).isTrue();
        assertThat(list(Map.of("kinds", List.of("AUDIO"))).get("nodes")).hasSize(1);
    }

    @Test
    void aRefusedFileTellsWhyAndCannotBeDownloaded() {
        UUID id = uuid(ann.upload(bytes(100)));
        ann.inspected(id, new Finding.Unusable(new Refusal(RefusalCode.NO_VIDEO, "There is nothing in it.")));
        JsonNode asset = ann.assetNow(id);
        assertThat(asset.get("state").asText()).isEqualTo("REFUSED");
        assertThat(asset.get("refusal").get("code").asText()).isEqualTo("NO_VIDEO");
        assertThat(asset.get("refusal").get("message").asText()).isEqualTo("There is nothing in it.");
        assertThat(asset.get("downloadUrl").isNull()).isTrue();
        assertThat(ann.announced(id)).containsExactly("CHECKING", "REFUSED");
    }

    @Test
    void whatIsSettledStaysSettled() {
        UUID id = ann.ready(bytes(100));
        ann.inspected(id, new Finding.Unusable(new Refusal(RefusalCode.CORRUPT, "late")));
        server.sql().doInStudio(ann.studio(), tx -> assets().giveUpInspection(tx, ann.studio(), id, "later"));
        assertThat(ann.assetNow(id).get("state").asText()).isEqualTo("READY");
        assertThat(ann.announced(id)).containsExactly("CHECKING", "READY");
    }

    @Test
    void aFileThatNoWorkerCouldDecodeIsRefused() {
        UUID id = uuid(ann.upload(bytes(100)));
        server.sql()
                .doInStudio(ann.studio(), tx -> assets().giveUpInspection(tx, ann.studio(), id, "It took too long."));
        assertThat(ann.asset(id).refusal()).isEqualTo(new Refusal(RefusalCode.LIMIT_EXCEEDED, "It took too long."));
    }

    @Test
    void theListIsPagedNewestFirstAndCanBeNarrowed() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(Id.Type.ASSET.of(ann.ready(bytes(10 + i))));
        }
        String unchecked = ann.upload(bytes(50)).get("id").asText();
        ids.addFirst(unchecked);

        List<String> seen = new ArrayList<>();
        String after = null;
        do {
            JsonNode page = list(after == null ? Map.of("first", 4) : Map.of("first", 4, "after", after));
            page.get("nodes").forEach(node -> seen.add(node.get("id").asText()));
            JsonNode info = page.get("pageInfo");
            assertThat(info.get("hasPreviousPage").asBoolean()).isEqualTo(after != null);
            after = info.get("hasNextPage").asBoolean() ? info.get("endCursor").asText() : null;
        } while (after != null);
        // Ids made in the same millisecond have no order of their own.
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(seen).isSortedAccordingTo((a, b) -> b.compareTo(a));

        assertThat(list(Map.of("states", List.of("CHECKING"))).get("nodes").findValuesAsText("id"))
                .containsExactly(unchecked);
        assertThat(list(Map.of("states", List.of("REFUSED"))).get("nodes")).isEmpty();
        assertThat(list(Map.of("kinds", List.of("IMAGE"))).get("nodes")).isEmpty();
        assertThat(list(Map.of("kinds", List.of("VIDEO", "IMAGE"), "states", List.of("READY")))
                        .get("nodes"))
                .hasSize(5);
        assertThat(server.ask(ann.member, "{ assets(after: \"bm90IGEgdXVpZA\") { nodes { id } } }")
                        .codes())
                .containsExactly("BAD_REQUEST");
    }

    private JsonNode list(Map<String, ?> variables) {
        return server.data(
                        ann.member,
                        "query($first: Int, $after: String, $kinds: [MediaKind!], $states: [AssetState!]) {"
                                + " assets(first: $first, after: $after, kinds: $kinds, states: $states) {"
                                + " nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } }",
                        variables)
                .get("assets");
    }

    @Test
    void anAddressLastsAtMostADay() {
        String id = Id.Type.ASSET.of(ann.ready(bytes(10)));
        String query =
                "query($id: ID!, $in: Duration) { node(id: $id) { ... on MediaAsset { downloadUrl(expiresIn: $in) } } }";
        for (String fine : List.of("PT10S", "PT24H")) {
            assertThat(server.data(ann.member, query, Map.of("id", id, "in", fine))
                            .get("node")
                            .get("downloadUrl")
                            .asText())
                    .startsWith("http");
        }
        for (String wrong : List.of("PT9S", "PT24H0.001S")) {
            assertThat(server.ask(ann.member, query, Map.of("id", id, "in", wrong))
                            .codes())
                    .containsExactly("BAD_REQUEST");
        }
    }

    @Test
    void anotherStudiosAssetIsNowhere() {
        UUID id = ann.ready(bytes(100));
        Uploader bob = new Uploader(server);
        assertThat(bob.assetNow(id).isNull()).isTrue();
        assertThat(errors(bob.rights(id, Map.of("basis", "OWNED")))).containsExactly("NOT_FOUND@id");
        assertThat(errors(bob.delete(id))).containsExactly("NOT_FOUND@id");
        assertThat(server.data(bob.member, "{ assets { nodes { id } } }")
                        .get("assets")
                        .get("nodes"))
                .isEmpty();
        bob.inStudio(tx -> {
            assertThat(assets().evenDeleted(tx, ann.studio(), List.of(id))).isEmpty();
            assertThat(assets().readUrl(tx, bob.studio(), ann.asset(id).sha256(), Duration.ofHours(1)))
                    .isNull();
            return true;
        });
        UUID own = uuid(bob.upload(bytes(10)));
        Event first = Objects.requireNonNull(
                Flux.from(server.bean(EventLog.class).follow(bob.studio(), Topic.ASSET, null, "e0"))
                        .blockFirst(Duration.ofSeconds(30)));
        assertThat(first.subject()).isEqualTo(own);
    }

    @Test
    void changesAreFollowedAndResumed() {
        UUID first = uuid(ann.upload(bytes(10)));
        UUID second = ann.ready(bytes(11));
        Engine engine = server.bean(Engine.class);
        String fields = "{ cursor at state asset { id downloadUrl } }";
        List<JsonNode> all = followed(engine, "subscription { assetEvents(after: \"e0\") " + fields + " }", 3);
        assertThat(all)
                .extracting(event -> event.get("state").asText())
                .containsExactly("CHECKING", "CHECKING", "READY");
        assertThat(all.getLast().get("asset").get("id").asText()).isEqualTo(Id.Type.ASSET.of(second));
        assertThat(all.getLast().get("asset").get("downloadUrl").asText())
                .startsWith(server.uri().toString());
        String cursor = all.getFirst().get("cursor").asText();
        assertThat(followed(engine, "subscription { assetEvents(after: \"" + cursor + "\") " + fields + " }", 2))
                .extracting(event -> event.get("cursor"))
                .containsExactly(all.get(1).get("cursor"), all.get(2).get("cursor"));
        ann.delete(first);
        String one = "subscription { assetEvents(ids: [\"" + Id.Type.ASSET.of(first) + "\"], after: \"e0\") " + fields
                + " }";
        assertThat(followed(engine, one, 1).getFirst().get("asset").isNull()).isTrue();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private List<JsonNode> followed(Engine engine, String subscription, int count) {
        Answer answer = engine.execute(
                new Operation(subscription, null, Map.of()),
                ann.member,
                Set.of(Engine.Kind.SUBSCRIPTION),
                "test",
                "unknown");
        assertThat(answer).isInstanceOf(Answer.Subscribed.class);
        return Objects.requireNonNull(Flux.from(((Answer.Subscribed) answer).events())
                .take(count)
                .map(event -> json(event.json()).at("/data/assetEvents"))
                .collectList()
                .block(Duration.ofSeconds(60)));
    }

    @Test
    void aReaderMayLookAndNotTouch() {
        UUID id = ann.ready(bytes(100));
        Actor.Member viewer = new Actor.Member(ann.member.id(), ann.studio(), ann.member.session(), Set.of(Scope.READ));
        Map<String, String> variables = Map.of("id", Id.Type.ASSET.of(id));
        assertThat(server.data(viewer, "query($id: ID!) { node(id: $id) { id } }", variables)
                        .get("node")
                        .isNull())
                .isFalse();
        assertThat(server.ask(viewer, "mutation($id: ID!) { assetDelete(id: $id) { deletedId } }", variables)
                        .codes())
                .containsExactly("FORBIDDEN");
        assertThat(server.ask(server.newWorker(), "{ assets { nodes { id } } }").codes())
                .containsExactly("FORBIDDEN");
    }

    @Test
    void rightsAreRecordedAnewAndNeverChanged() {
        UUID id = ann.ready(bytes(100));
        assertThat(errors(ann.rights(id, Map.of("basis", "LICENSED", "holder", "Bob"))))
                .containsExactly("REQUIRED@input.proof");
        assertThat(errors(ann.rights(id, Map.of("basis", "OWNED")))).isEmpty();
        JsonNode rights = ann.rights(id, Map.of("basis", "LICENSED", "holder", "Bob", "proof", "invoice 7"))
                .get("asset")
                .get("rights");
        assertThat(rights.get("basis").asText()).isEqualTo("LICENSED");
        assertThat(rights.get("holder").asText()).isEqualTo("Bob");
        List<String> ledger = ann.inStudio(tx ->
                tx.rows("SELECT basis FROM rights WHERE asset_id = ? ORDER BY version", row -> row.text("basis"), id));
        assertThat(ledger).containsExactly("OWNED", "LICENSED");
    }

    @Test
    void nothingIsRenderedThatMayNotBe() {
        UUID id = uuid(ann.upload(bytes(100)));
        assertThat(renderable(UUID.randomUUID())).isEqualTo("NOT_FOUND");
        assertThat(renderable(id)).isEqualTo("ASSET_NOT_READY");
        ann.inspected(id, new Finding.Usable(Uploader.FACTS));
        assertThat(renderable(id)).isEqualTo("RIGHTS_MISSING");
        ann.rights(id, Map.of("basis", "CC_BY_ND", "attribution", "Bob"));
        assertThat(renderable(id)).isEqualTo("RIGHTS_FORBID_DERIVATIVES");
        ann.rights(id, Map.of("basis", "CC_BY", "attribution", "Bob"));
        assertThat(renderable(id)).isEqualTo("fine");
        ann.rights(id, Map.of("basis", "CC_BY_NC", "attribution", "Bob", "expiresAt", "2999-01-01T00:00:00Z"));
        assertThat(renderable(id)).isEqualTo("fine");
        server.sql().doInStudio(ann.studio(), tx -> {
            // What a ledger of before could hold.
            tx.update("UPDATE rights SET expires_at = now() WHERE asset_id = ? AND version = 3", id);
            tx.update("UPDATE rights SET attribution = NULL WHERE asset_id = ? AND version = 2", id);
        });
        assertThat(renderable(id)).isEqualTo("RIGHTS_EXPIRED");
        server.sql()
                .doInStudio(ann.studio(), tx -> tx.update("DELETE FROM rights WHERE asset_id = ? AND version = 3", id));
        assertThat(renderable(id)).isEqualTo("RIGHTS_NEED_ATTRIBUTION");
        ann.delete(id);
        assertThat(renderable(id)).isEqualTo("NOT_FOUND");
    }

    private String renderable(UUID id) {
        Map<UUID, Asset> held = ann.inStudio(tx -> assets().held(tx, ann.studio(), List.of(id)));
        return switch (assets().renderable(held.get(id), ann.rights(id), List.of("input"))) {
            case Outcome.Done<Asset> done -> "fine";
            case Outcome.Refused<Asset>(var errors) -> errors.getFirst().code().name();
        };
    }

    @Test
    void aDeletedAssetGoesWithItsFile() {
        UUID id = ann.ready(bytes(100));
        ObjectKey file = Objects.requireNonNull(ann.asset(id).file());
        deleteUnused(id);
        assertThat(ann.delete(id).get("deletedId").asText()).isEqualTo(Id.Type.ASSET.of(id));
        assertThat(ann.assetNow(id).isNull()).isTrue();
        assertThat(ann.blobs()).isZero();
        assertThat(server.bean(ObjectStore.class).stat(file)).isNull();
        assertThat(ann.asset(id).deletedAt()).isNotNull();
    }

    @Test
    void aFileStaysForAsLongAsAnotherAssetIsThatFile() {
        byte[] content = bytes(100);
        UUID first = ann.ready(content);
        UUID second = ann.ready(content);
        deleteUnused(first);
        assertThat(Uploader.get(ann.assetNow(second).get("downloadUrl").asText()))
                .isEqualTo(content);
        deleteUnused(second);
        assertThat(ann.blobs()).isZero();
    }

    @Test
    void aFileThatAJobStillReadsStaysUntilTheJobHasEnded() {
        byte[] content = bytes(100);
        UUID id = ann.ready(content);
        AtomicBoolean isRunning = new AtomicBoolean(true);
        List<AssetUse> uses = List.of((tx, studio, asset) -> asset.equals(id) && isRunning.get());
        StoreGarbage garbage = server.bean(StoreGarbage.class);
        InstantSource clock = server.bean(InstantSource.class);
        ObjectStore store = server.bean(ObjectStore.class);
        delete(id, uses);
        Housekeeping housekeeping = new Housekeeping(server.sql(), store, garbage, uses, clock);

        housekeeping.removeLooseFiles();
        ann.inStudio(tx -> {
            Asset deleted = Objects.requireNonNull(
                    assets().evenDeleted(tx, ann.studio(), List.of(id)).get(id));
            assertThat(assets().readUrl(tx, ann.studio(), deleted.sha256(), Duration.ofHours(1)))
                    .isNotNull();
            assertThat(assets().find(tx, ann.studio(), List.of(id))).isEmpty();
            assertThat(assets().ready(tx, ann.studio(), List.of(id))).isEmpty();
            return true;
        });
        isRunning.set(false);
        housekeeping.removeLooseFiles();
        assertThat(ann.blobs()).isZero();
    }

    /** Deletes an asset whose check nobody waits for any more. */
    private void deleteUnused(UUID id) {
        delete(id, List.of());
    }

    private void delete(UUID id, List<AssetUse> uses) {
        new MemberAssets(
                        server.sql(),
                        assets(),
                        server.bean(ObjectStore.class),
                        server.bean(StoreGarbage.class),
                        uses,
                        server.bean(InstantSource.class))
                .delete(ann.studio(), id);
    }

    private Assets assets() {
        return server.bean(Assets.class);
    }
}
