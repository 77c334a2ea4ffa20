package io.viralforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.recipe.Recipe;
import io.viralforge.recipe.Shot;
import io.viralforge.testing.TestServer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobsTest {
    private final TestServer server = TestServer.shared();
    private final JobFixture fixture = new JobFixture(server);

    @Test
    void theSameKeyGivesTheSameJob() {
        String clip = fixture.clip("OWNED");
        JsonNode first = fixture.submit(clip, 1.0, "key");
        assertThat(fixture.submit(clip, 1.0, "key").at("/job/id")).isEqualTo(first.at("/job/id"));
        assertThat(first.at("/job/state").asText()).isEqualTo("QUEUED");
    }

    @Test
    void theSameKeyForAnotherRecipeIsAConflict() {
        String clip = fixture.clip("OWNED");
        fixture.submit(clip, 1.0, "key");
        JsonNode second = fixture.submit(clip, 1.5, "key");
        assertThat(second.get("job").isNull()).isTrue();
        assertThat(second.at("/userErrors/0/code").asText()).isEqualTo("CONFLICT");
    }

    @Test
    void theSameRecipeUnderAnotherKeyIsNotRenderedTwice() {
        String clip = fixture.clip("OWNED");
        assertThat(fixture.submit(clip, 1.2, "b").at("/job/id"))
                .isEqualTo(fixture.submit(clip, 1.2, "a").at("/job/id"));
        assertThat(fixture.submit(clip, 1.3, "c").at("/job/id"))
                .isNotEqualTo(fixture.submit(clip, 1.2, "d").at("/job/id"));
    }

    @Test
    void theSameBytesUnderOtherRightsAreAnotherRender() {
        String free = fixture.clip("CC0");
        String bound = fixture.copyOf(free, "CC_BY_NC");
        assertThat(fixture.submit(bound, 1.2, "b").at("/job/id"))
                .isNotEqualTo(fixture.submit(free, 1.2, "a").at("/job/id"));
    }

    @Test
    void aJobOfAnEarlierVersionIsShownAndToldToBeSubmittedAgain() {
        String job =
                fixture.submit(fixture.clip("OWNED"), 1.1, "key").at("/job/id").asText();
        server.sql()
                .doInStudio(
                        fixture.member.studio(),
                        tx -> tx.update(
                                "UPDATE job SET state = 'FAILED', ended_at = now(), recipe = '{\"zoom\":1}' WHERE recipe IS NOT NULL"));
        JsonNode shown = server.data(
                fixture.member,
                "query ($id: ID!) { node(id: $id) { ... on Job { state recipe { width } } } }",
                Map.of("id", job));
        assertThat(shown.at("/node/recipe").isNull()).isTrue();
        JsonNode again = server.data(
                fixture.member, "mutation ($id: ID!) { jobRetry(id: $id) { userErrors { code } } }", Map.of("id", job));
        assertThat(again.at("/jobRetry/userErrors/0/code").asText()).isEqualTo("WRONG_STATE");
    }

    @Test
    void nothingIsRenderedWithoutARightsBasis() {
        JsonNode payload = fixture.submit(fixture.clip(null), 1.0, "key");
        assertThat(payload.at("/userErrors/0/code").asText()).isEqualTo("RIGHTS_MISSING");
        assertThat(payload.at("/userErrors/0/path").toString())
                .isEqualTo("[\"input\",\"recipe\",\"source\",\"assetId\"]");
    }

    @Test
    void nothingIsRenderedFromALicenceThatForbidsAdaptations() {
        assertThat(fixture.submit(fixture.clip("CC_BY_ND"), 1.0, "key")
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("RIGHTS_FORBID_DERIVATIVES");
    }

    @Test
    void soundIsTakenFromWhatHasSomeAndMayBeUsed() {
        String clip = fixture.clip("OWNED");
        String silent = changed("has_audio = false");
        String song = changed("kind = 'AUDIO', width = NULL, height = NULL, frame_rate = NULL");
        assertThat(withMusic(clip, fixture.clip(null)))
                .isEqualTo("RIGHTS_MISSING@[\"input\",\"recipe\",\"sound\",\"music\",\"assetId\"]");
        assertThat(withMusic(clip, silent)).isEqualTo("INVALID@[\"input\",\"recipe\",\"sound\",\"music\",\"assetId\"]");
        assertThat(withMusic(song, clip)).isEqualTo("INVALID@[\"input\",\"recipe\",\"source\",\"assetId\"]");
        assertThat(withMusic(clip, song)).isEqualTo("QUEUED");
    }

    @Test
    void whatARecipeReadsIsBoundedTogether() {
        String half = changed("bytes = %d".formatted(32L << 30));
        String more = changed("bytes = %d".formatted((32L << 30) + 1));
        assertThat(withMusic(half, more)).isEqualTo("TOO_LARGE@[\"input\",\"recipe\"]");
        assertThat(withMusic(half, changed("bytes = %d".formatted(32L << 30)))).isEqualTo("QUEUED");
    }

    private String changed(String how) {
        String clip = fixture.clip("OWNED");
        server.sql()
                .doInStudio(
                        fixture.member.studio(),
                        tx -> tx.update("UPDATE asset SET " + how + " WHERE id = ?", Id.Type.ASSET.uuid(clip)));
        return clip;
    }

    /** The job's state, or the first of what is wrong. */
    private String withMusic(String clip, String music) {
        JsonNode payload = server.data(fixture.member, """
                        mutation ($clip: ID!, $music: ID!, $key: String!) {
                          jobSubmit(input: {recipe: {source: {assetId: $clip}, sound: {music: {assetId: $music}}}},
                              idempotencyKey: $key) { job { state } userErrors { code path } } }""", Map.of("clip", clip, "music", music, "key", clip + music))
                .get("jobSubmit");
        JsonNode error = payload.at("/userErrors/0");
        return error.isMissingNode()
                ? payload.at("/job/state").asText()
                : error.get("code").asText() + "@" + error.get("path");
    }

    @Test
    void whatIsWrongWithARecipeIsSaidWithItsPlace() {
        JsonNode payload = fixture.submit(fixture.clip("OWNED"), 7.0, "key");
        assertThat(payload.at("/userErrors/0/code").asText()).isEqualTo("OUT_OF_RANGE");
        assertThat(payload.at("/userErrors/0/path").toString()).isEqualTo("[\"input\",\"recipe\",\"zoom\"]");
    }

    @Test
    void pausesOfTheSourceAreCutOutBeforeTheRecipeIsNamed() {
        String clip = changed("pauses = '{3000, 5000, 6000, 6400}'");
        String canonical = server.data(fixture.member, """
                        mutation ($clip: ID!) {
                          jobSubmit(input: {recipe: {source: {assetId: $clip, pauses: {}}}}, idempotencyKey: "pauses") {
                            job { recipe { canonical } } } }""", Map.of("clip", clip))
                .at("/jobSubmit/job/recipe/canonical")
                .asText();
        assertThat(Recipe.parse(canonical).shots())
                .extracting(Shot::from, Shot::to)
                .containsExactly(
                        tuple(Duration.ZERO, Duration.ofMillis(3_100)),
                        tuple(Duration.ofMillis(4_900), Duration.ofMillis(10_000)));
    }

    @Test
    void moreShotsThanAnyRecipeHasAreRefusedBeforeTheyAreLookedFor() {
        List<?> shots = Collections.nCopies(500, Map.of("assetId", "ast_unknown"));
        assertThat(submit(Map.of("shots", shots)).toString())
                .isEqualTo("[{\"code\":\"OUT_OF_RANGE\",\"path\":[\"input\",\"recipe\",\"shots\"]}]");
        List<?> inserts = Collections.nCopies(21, Map.of("assetId", "ast_unknown", "at", "PT1S", "duration", "PT1S"));
        assertThat(submit(Map.of("source", Map.of("assetId", "ast_unknown"), "inserts", inserts))
                        .toString())
                .isEqualTo("[{\"code\":\"OUT_OF_RANGE\",\"path\":[\"input\",\"recipe\",\"inserts\"]}]");
    }

    /** The errors. */
    private JsonNode submit(Map<String, ?> recipe) {
        return server.data(fixture.member, """
                        mutation ($recipe: RecipeInput!) { jobSubmit(input: {recipe: $recipe}, idempotencyKey: "key") {
                          userErrors { code path } } }""", Map.of("recipe", recipe)).at("/jobSubmit/userErrors");
    }

    @Test
    void anotherStudioSeesAndTouchesNothing() {
        String job = fixture.submitted();
        Actor.Member stranger = server.newMember(Scope.READ, Scope.CREATE, Scope.ADMIN, Scope.OPERATOR);
        assertThat(server.data(stranger, "query ($id: ID!) { node(id: $id) { id } }", Map.of("id", job))
                        .get("node")
                        .isNull())
                .isTrue();
        assertThat(server.data(stranger, "{ jobs { nodes { id } } }")
                        .at("/jobs/nodes")
                        .size())
                .isZero();
        assertThat(server.data(
                                stranger,
                                "mutation ($id: ID!) { jobCancel(id: $id) { userErrors { code } } }",
                                Map.of("id", job))
                        .at("/jobCancel/userErrors/0/code")
                        .asText())
                .isEqualTo("NOT_FOUND");
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("QUEUED");
    }

    @Test
    void aWaitingJobCanBeCancelledAndBroughtBack() {
        String job = fixture.submitted();
        assertThat(fixture.mutate("jobCancel", job).at("/job/state").asText()).isEqualTo("CANCELLED");
        assertThat(fixture.mutate("jobCancel", job).at("/job/state").asText()).isEqualTo("CANCELLED");
        assertThat(fixture.mutate("jobRetry", job).at("/job/state").asText()).isEqualTo("QUEUED");
        assertThat(fixture.mutate("jobRetry", job).at("/job/state").asText()).isEqualTo("QUEUED");
    }

    @Test
    void listsPageByCursorNewestFirst() {
        for (int i = 0; i < 3; i++) {
            fixture.submitted();
        }
        JsonNode first = server.data(
                        fixture.member,
                        "{ jobs(first: 2) { nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }")
                .get("jobs");
        assertThat(first.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
        JsonNode second = server.data(
                        fixture.member,
                        "query ($after: String) { jobs(first: 2, after: $after, states: [QUEUED]) { nodes { id } pageInfo { hasNextPage } } }",
                        Map.of("after", first.at("/pageInfo/endCursor").asText()))
                .get("jobs");
        assertThat(second.get("nodes").size()).isEqualTo(1);
        assertThat(second.at("/pageInfo/hasNextPage").asBoolean()).isFalse();
        assertThat(first.get("nodes").findValuesAsText("id"))
                .doesNotContainAnyElementsOf(second.get("nodes").findValuesAsText("id"));
    }
}
