package io.viralforge.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.id.Id;
import io.viralforge.sandbox.Fault;
import io.viralforge.sandbox.Gate;
import io.viralforge.sandbox.Operation;
import io.viralforge.sandbox.Published;
import io.viralforge.sandbox.Sandbox;
import io.viralforge.sandbox.When;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a draft to what is live and back, against the sandbox. */
final class PublicationTest {
    private static final int BYTES = 2 * PublishFixture.PIECE + 1;

    private static Sandbox sandbox;
    private static TestServer server;
    private PublishFixture fixture;

    @BeforeAll
    static void start() throws IOException {
        sandbox = PublishFixture.sandbox();
        server = PublishFixture.server(sandbox, 1, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
        sandbox.close();
    }

    @BeforeEach
    void member() {
        sandbox.faults().clear();
        fixture = new PublishFixture(server, sandbox);
    }

    @Test
    void whatAPersonApprovedIsPublishedAsTheyApprovedIt() {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        String id = fixture.approved(account, fixture.clip(BYTES), "As approved");

        JsonNode live = fixture.until(id, PublicationState.LIVE);

        assertThat(live.get("url").asText())
                .endsWith("watch?v=" + live.get("remoteId").asText());
        assertThat(live.get("sentBytes").asLong()).isEqualTo(BYTES);
        Published published = published(live);
        assertThat(published.title()).isEqualTo("As approved");
        assertThat(published.privacy()).isEqualTo("private");
        assertThat(published.disclosure()).isEqualTo("containsSyntheticMedia");
        assertThat(published.file().length()).isEqualTo(BYTES);
        assertThat(kinds(live))
                .containsExactly(
                        "CREATED", "SCHEDULED", "APPROVED", "BEGUN", "OPENED", "CLOSING", "ARRIVED", "APPEARED");
    }

    @Test
    void nothingGoesOutThatNobodyHasApproved() {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        JsonNode draft = fixture.drafted(account, fixture.clip(BYTES), "Nobody said yes");
        String id = draft.get("id").asText();

        JsonNode waiting = fixture.schedule(id, Instant.now().minusSeconds(60)).get("publication");
        assertThat(waiting.get("state").asText()).isEqualTo("AWAITING_CONSENT");
        assertThat(due(id)).isFalse();

        String wrong =
                fixture.approve(id, "0".repeat(64)).at("/userErrors/0/code").asText();
        assertThat(wrong).isEqualTo("CONFLICT");
        assertThat(due(id)).isFalse();
    }

    @Test
    void aChangeVoidsTheConsent() {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        JsonNode draft = fixture.drafted(account, fixture.clip(BYTES), "Before");
        String id = draft.get("id").asText();
        fixture.schedule(id, Instant.now().plusSeconds(3600));
        assertThat(fixture.approve(id, draft.get("digest").asText())
                        .at("/publication/approvedAt")
                        .isNull())
                .isFalse();

        JsonNode changed = fixture.mutate(
                        "publicationUpdate",
                        "$id: ID!, $input: PublicationContentInput",
                        "id: $id, input: $input",
                        Map.of(
                                "id",
                                id,
                                "input",
                                Map.of(
                                        "title",
                                        "After",
                                        "privacy",
                                        "PUBLIC",
                                        "disclosure",
                                        Map.of("isForKids", false))))
                .get("publication");

        assertThat(changed.get("state").asText()).isEqualTo("DRAFT");
        assertThat(changed.get("approvedAt").isNull()).isTrue();
        assertThat(changed.get("digest")).isNotEqualTo(draft.get("digest"));
        fixture.schedule(id, Instant.now());
        assertThat(fixture.approve(id, draft.get("digest").asText())
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("CONFLICT");
    }

    @Test
    void anApiKeyMayDraftAndScheduleButNotApprove() {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        JsonNode draft = fixture.drafted(account, fixture.clip(BYTES), "By a program");
        String id = draft.get("id").asText();
        fixture.schedule(id, Instant.now());
        Actor.Member program = Actor.Member.byKey(
                fixture.member.id(), fixture.member.studio(), fixture.member.session(), fixture.member.scopes());

        List<String> codes = server.ask(
                        program,
                        "mutation ($id: ID!, $digest: String!) { publicationApprove(id: $id, digest: $digest) { publication { id } } }",
                        Map.of("id", id, "digest", draft.get("digest").asText()))
                .codes();

        assertThat(codes).containsExactly("FORBIDDEN");
        assertThat(due(id)).isFalse();
    }

    @Test
    void whatTheNetworkWouldRefuseIsNotScheduled() {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        JsonNode created = fixture.create(account, fixture.clip(BYTES), "x".repeat(101), null, "long");
        String id = created.at("/publication/id").asText();

        JsonNode refused = fixture.schedule(id, Instant.now());

        assertThat(refused.get("userErrors").findValuesAsText("code")).containsOnly("PREFLIGHT_FAILED");
        assertThat(refused.get("userErrors").toString()).contains("[\"title\"]").contains("[\"privacy\"]");
    }

    @Test
    void rightsThatEndBeforeItsTimeStopIt() {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        String clip = fixture.clip(BYTES);
        JsonNode draft = fixture.drafted(account, clip, "Rights end");
        String id = draft.get("id").asText();
        fixture.schedule(id, Instant.now().plusSeconds(3600));
        fixture.approve(id, draft.get("digest").asText());
        server.sql()
                .doInStudio(
                        fixture.member.studio(),
                        tx -> tx.update("""
                INSERT INTO rights (studio_id, asset_id, version, basis, expires_at, is_inherited, recorded_at)
                VALUES (?, ?, 2, 'OWNED', now() - interval '1 s', false, now())""", fixture.member.studio(), Id.Type.ASSET.uuid(clip)));
        fixture.schedule(id, Instant.now());
        fixtureDue(id);

        JsonNode failed = fixture.until(id, PublicationState.FAILED);

        assertThat(failed.at("/trouble/kind").asText()).isEqualTo("RIGHTS_MISSING");
        assertThat(failed.at("/trouble/blame").asText()).isEqualTo("STUDIO");
        assertThat(published("Rights end")).isEmpty();
    }

    @Test
    void whatTheNetworkRejectsSaysWhyAndEachTryBearsAMarkOfItsOwn() {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        sandbox.faults().next(Operation.YOUTUBE_PROCESSING, new Fault.Spoil("failed", "codec"));
        String id = fixture.approved(account, fixture.clip(BYTES), "Spoilt");

        JsonNode failed = fixture.until(id, PublicationState.FAILED);

        assertThat(failed.at("/trouble/kind").asText()).isEqualTo("REJECTED");
        assertThat(failed.at("/trouble/message").asText()).contains("codec");
        fixture.mutate("publicationRetry", id);
        fixture.until(id, PublicationState.LIVE);
        assertThat(published("Spoilt").stream()
                        .map(video -> video.metadata().at("/snippet/tags").toString()))
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void anUploadThatIsForgottenAgainAndAgainIsBegunLessAndLessOften() throws InterruptedException {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        Gate fourth = new Gate();
        sandbox.faults().every(Operation.YOUTUBE_UPLOAD_CHUNK, 1, new Fault.ExpiredUpload());
        sandbox.faults().nth(Operation.YOUTUBE_UPLOAD_INIT, 4, new Fault.Hold(When.BEFORE, fourth));
        String id = fixture.approved(account, fixture.clip(BYTES), "Forgotten");

        fourth.awaitArrival();
        assertThat(rests(id)).as("each doubles what it rests").isEqualTo(3);

        sandbox.faults().clear();
        fourth.open();
        fixture.until(id, PublicationState.LIVE);
        assertThat(published("Forgotten")).hasSize(1);
    }

    @Test
    void whatWaitsForALapsedAccountCanBeWithdrawn() {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        sandbox.youtube().revoke(sandbox.youtube().channels().getFirst());
        String id = fixture.approved(account, fixture.clip(BYTES), "Withdrawn");
        fixture.until(
                id, publication -> publication.at("/trouble/kind").asText().equals("ACCOUNT_LAPSED"));

        JsonNode withdrawn = fixture.mutate("publicationUpdate", id).get("publication");

        assertThat(withdrawn.get("state").asText()).isEqualTo("DRAFT");
        fixture.connected(PublishNetwork.YOUTUBE);
        assertThat(due(id)).isFalse();
    }

    @Test
    void noTwoContentsHaveTheSameDigest() {
        UUID account = UUID.randomUUID();
        UUID clip = UUID.randomUUID();
        Disclosure disclosure = new Disclosure(false, false, false, false, false);
        assertThat(Stream.of(
                                new PublicationContent("A", "B, description=C", List.of(), null, disclosure),
                                new PublicationContent("A, description=B", "C", List.of(), null, disclosure),
                                new PublicationContent("A", "B", List.of("c", "d"), null, disclosure),
                                new PublicationContent("A", "B", List.of("c, d"), null, disclosure))
                        .map(content -> content.digest(account, clip)))
                .doesNotHaveDuplicates();
    }

    @Test
    void aQuotaThatIsUsedUpIsWaitedFor() {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        sandbox.faults().next(Operation.YOUTUBE_UPLOAD_INIT, new Fault.OverQuota());
        String id = fixture.approved(account, fixture.clip(BYTES), "Over quota");

        JsonNode waiting = fixture.until(
                id, publication -> publication.at("/trouble/kind").asText().equals("OVER_QUOTA"));

        assertThat(waiting.get("state").asText()).isEqualTo("UPLOADING");
        assertThat(waiting.at("/trouble/blame").asText()).isEqualTo("OPERATOR");
        sandbox.clock().advance(Duration.ofDays(1));
        fixtureDue(id);
        fixture.until(id, PublicationState.LIVE);
        assertThat(published("Over quota")).hasSize(1);
    }

    @Test
    void aLapsedAccountKeepsWhatWaitsUntilItIsConnectedAgain() {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        sandbox.youtube().revoke(sandbox.youtube().channels().getFirst());
        String id = fixture.approved(account, fixture.clip(BYTES), "Lapsed");

        JsonNode waiting = fixture.until(
                id, publication -> publication.at("/trouble/kind").asText().equals("ACCOUNT_LAPSED"));
        assertThat(waiting.at("/account/state").asText()).isEqualTo("LAPSED");

        assertThat(fixture.connected(PublishNetwork.YOUTUBE)).isEqualTo(account);
        JsonNode live = fixture.until(id, PublicationState.LIVE);
        assertThat(live.get("trouble").isNull()).isTrue();
        assertThat(published("Lapsed")).hasSize(1);
    }

    @Test
    void aLivePublicationIsTakenDownOnce() {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        String id = fixture.approved(account, fixture.clip(BYTES), "Taken down");
        fixture.until(id, PublicationState.LIVE);

        for (int time = 0; time < 2; time++) {
            assertThat(fixture.mutate("publicationRemove", id)
                            .at("/publication/state")
                            .asText())
                    .isEqualTo("REMOVED");
        }
        assertThat(published("Taken down")).extracting(Published::state).containsExactly("deleted");
    }

    @Test
    void creatingAgainWithTheSameKeyGivesTheSamePublication() {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        String clip = fixture.clip(BYTES);
        assertThat(fixture.create(account, clip, "Twice", "PRIVATE", "same").at("/publication/id"))
                .isEqualTo(fixture.create(account, clip, "Twice", "PRIVATE", "same")
                        .at("/publication/id"));
        assertThat(fixture.create(account, clip, "Other", "PRIVATE", "same")
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("CONFLICT");
    }

    @Test
    void anotherStudioSeesAndChangesNothing() {
        String account = fixture.connected(PublishNetwork.YOUTUBE);
        String id = fixture.drafted(account, fixture.clip(BYTES), "Private matter")
                .get("id")
                .asText();
        PublishFixture stranger = new PublishFixture(server, sandbox);

        assertThat(stranger.publication(id).isNull()).isTrue();
        for (String mutation : List.of("publicationRetry", "publicationRemove", "publicationUpdate")) {
            assertThat(stranger.mutate(mutation, id).at("/userErrors/0/code").asText())
                    .isEqualTo("NOT_FOUND");
        }
        assertThat(stranger.create(account, stranger.clip(BYTES), "Theirs", "PRIVATE", "k")
                        .at("/userErrors/0/path/1")
                        .asText())
                .isEqualTo("accountId");
    }

    private static boolean due(String id) {
        return server.sql()
                .everywhere(tx -> tx.one(
                        "SELECT due_at IS NOT NULL AS is_due FROM publication WHERE id = ?",
                        row -> row.flag("is_due"),
                        Id.Type.PUBLICATION.uuid(id)));
    }

    /** As if the time that it rests were over. */
    private static void fixtureDue(String id) {
        server.sql()
                .doEverywhere(tx ->
                        tx.update("UPDATE publication SET due_at = now() WHERE id = ?", Id.Type.PUBLICATION.uuid(id)));
    }

    private static int rests(String id) {
        return server.sql()
                .everywhere(tx -> tx.one(
                        "SELECT tries FROM publication WHERE id = ?",
                        row -> row.number("tries"),
                        Id.Type.PUBLICATION.uuid(id)));
    }

    private static List<String> kinds(JsonNode publication) {
        return publication.get("steps").findValuesAsText("kind");
    }

    private static Published published(JsonNode publication) {
        return sandbox.published().stream()
                .filter(published ->
                        published.id().equals(publication.get("remoteId").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static List<Published> published(String title) {
        return sandbox.published().stream()
                .filter(published -> published.title().equals(title))
                .toList();
    }
}
