package io.viralforge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.sandbox.Rig.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TiktokPostingTest {
    private static final int CHUNK = 5 << 20;
    private static final String POSTING = "video.publish,video.upload,video.list";

    private final Rig rig;
    private final byte[] file = new byte[2 * CHUNK + 1000];
    private String token = "";

    TiktokPostingTest() throws IOException {
        rig = new Rig();
        new Random(7).nextBytes(file);
    }

    @BeforeEach
    void connect() throws Exception {
        token = rig.tiktok(POSTING);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({
        "4999999,4999999,1,true",
        "4999999,5242880,1,false",
        "5242879,2621440,1,false",
        "50000123,10000000,5,true",
        "50000123,10000000,6,false",
        "50000123,50000123,1,true",
        "64000001,64000001,1,false",
        "64000001,32000000,2,true",
        "100000000,4000000,25,false",
        "4000000000,64000000,62,true",
        "4000000001,64000000,62,false",
        "4000000000,5242880,762,true",
        "0,0,0,false"
    })
    void aFileIsCutAsTheGuideSays(long size, long chunk, long count, boolean isAllowed) {
        assertThat(new TiktokChunks(size, chunk, count).isAllowed()).isEqualTo(isAllowed);
    }

    @Test
    void aClipIsPostedAndFoundOnceModerationIsDone() throws Exception {
        JsonNode begun = begin("PUBLIC_TO_EVERYONE").json().path("data");
        String url = begun.path("upload_url").asText();
        String id = begun.path("publish_id").asText();
        Answer first = chunk(url, 0, CHUNK);
        assertThat(first.status()).isEqualTo(206);
        assertThat(first.header("Content-Range")).isEqualTo("bytes 0-" + (CHUNK - 1) + "/" + file.length);
        assertThat(status(id).at("/data/uploaded_bytes").asLong()).isEqualTo(CHUNK);
        assertThat(chunk(url, CHUNK, file.length).status()).isEqualTo(201);
        assertThat(stage(id)).isEqualTo("PROCESSING_UPLOAD");
        rig.sandbox.clock().advance(Duration.ofSeconds(10));
        assertThat(stage(id)).isEqualTo("PUBLISH_COMPLETE");
        assertThat(status(id).at("/data/publicaly_available_post_id")).isEmpty();
        assertThat(list("").path("videos")).isEmpty();
        rig.sandbox.clock().advance(Duration.ofSeconds(30));
        long post = status(id).at("/data/publicaly_available_post_id/0").asLong();
        assertThat(list("").at("/videos/0/id").asText()).isEqualTo(Long.toString(post));
        assertThat(list("").at("/videos/0/title").asText()).isEqualTo("Clip");
        assertThat(rig.sandbox.published()).singleElement().satisfies(published -> {
            assertThat(published.file().sha256())
                    .isEqualTo(HexFormat.of().formatHex(Intake.sha256().digest(file)));
            assertThat(published.disclosure()).isEqualTo("is_aigc");
        });
    }

    @Test
    void aPrivatePostHasNoPublicIdAndIsNotListed() throws Exception {
        String id = post("SELF_ONLY");
        rig.sandbox.clock().advance(Duration.ofMinutes(5));
        assertThat(stage(id)).isEqualTo("PUBLISH_COMPLETE");
        assertThat(status(id).at("/data/publicaly_available_post_id")).isEmpty();
        assertThat(list("").path("videos")).isEmpty();
    }

    @Test
    void whatWaitsInTheInboxIsPostedInTheApp() throws Exception {
        JsonNode begun = rig.post("/v2/post/publish/inbox/video/init/", token, "{" + source() + "}")
                .json()
                .path("data");
        upload(begun.path("upload_url").asText());
        String id = begun.path("publish_id").asText();
        rig.sandbox.clock().advance(Duration.ofSeconds(10));
        assertThat(stage(id)).isEqualTo("SEND_TO_USER_INBOX");
        rig.sandbox.tiktok().finish(id);
        assertThat(stage(id)).isEqualTo("PUBLISH_COMPLETE");
    }

    @Test
    void aPrivacyLevelIsAskedForAndMustBeOneOfTheCreators() throws Exception {
        assertThat(init("{" + source() + ", \"post_info\": {\"title\": \"Clip\"}}"))
                .isEqualTo("invalid_param");
        assertThat(begin("FOLLOWER_OF_CREATOR").code()).isEqualTo("privacy_level_option_mismatch");
        JsonNode options = rig.post("/v2/post/publish/creator_info/query/", token, "")
                .json()
                .at("/data/privacy_level_options");
        assertThat(options).extracting(JsonNode::asText).contains("SELF_ONLY").doesNotContain("FOLLOWER_OF_CREATOR");
        rig.sandbox.conditions().set(Condition.TIKTOK_AUDITED, 0);
        assertThat(begin("PUBLIC_TO_EVERYONE").code()).isEqualTo("unaudited_client_can_only_post_to_private_accounts");
        assertThat(begin("SELF_ONLY").code()).isEqualTo("unaudited_client_can_only_post_to_private_accounts");
        token = rig.tiktok(1, POSTING).path("access_token").asText();
        assertThat(begin("SELF_ONLY").code()).isEqualTo("ok");
        assertThat(begin("FOLLOWER_OF_CREATOR").code()).isEqualTo("unaudited_client_can_only_post_to_private_accounts");
        rig.sandbox.conditions().clear();
        assertThat(begin("FOLLOWER_OF_CREATOR").code()).isEqualTo("ok");
    }

    @Test
    void aTitleHasTwoThousandTwoHundredUnits() throws Exception {
        String post = "{" + source() + ", \"post_info\": {\"privacy_level\": \"SELF_ONLY\", \"title\": \"%s\"}}";
        assertThat(init(post.formatted("x".repeat(2200)))).isEqualTo("ok");
        assertThat(init(post.formatted("😀".repeat(1100) + "x"))).isEqualTo("invalid_param");
    }

    @Test
    void whatCannotBeBegunIsRefused() throws Exception {
        assertThat(init("no JSON")).isEqualTo("invalid_param");
        assertThat(init("""
                {"post_info": {"privacy_level": "SELF_ONLY"},
                 "source_info": {"source": "PULL_FROM_URL", "video_url": "https://example.org/a.mp4"}}""")).isEqualTo("url_ownership_unverified");
        assertThat(rig.post("/v2/post/publish/video/init/", rig.tiktok("video.upload"), "{}")
                        .code())
                .isEqualTo("scope_not_authorized");
    }

    @Test
    void aTokenBeginsSixTimesAMinuteAndACreatorPostsFifteenTimesADay() throws Exception {
        for (int i = 0; i < 6; i++) {
            assertThat(begin("SELF_ONLY").code()).isEqualTo("ok");
        }
        assertThat(begin("SELF_ONLY").status()).isEqualTo(429);
        rig.sandbox.clock().advance(Duration.ofMinutes(1));
        for (int i = 0; i < 6; i++) {
            assertThat(begin("SELF_ONLY").code()).isEqualTo("ok");
        }
        rig.sandbox.clock().advance(Duration.ofMinutes(1));
        for (int i = 0; i < 3; i++) {
            assertThat(begin("SELF_ONLY").code()).isEqualTo("ok");
        }
        Answer over = begin("SELF_ONLY");
        assertThat(over.status()).isEqualTo(403);
        assertThat(over.code()).isEqualTo("spam_risk_too_many_posts");
        rig.sandbox.clock().advance(Duration.ofDays(1));
        token = rig.tiktok(POSTING);
        assertThat(begin("SELF_ONLY").code()).isEqualTo("ok");
    }

    @Test
    void chunksComeInOrderAndAsLongAsWasSaid() throws Exception {
        String url = begin("SELF_ONLY").json().at("/data/upload_url").asText();
        assertThat(chunk(url, CHUNK, file.length).status()).isEqualTo(416);
        assertThat(chunk(url, 0, CHUNK - 1).status()).isEqualTo(400);
        assertThat(chunk(url, 0, CHUNK).status()).isEqualTo(206);
        assertThat(chunk(url, 0, CHUNK).status()).isEqualTo(416);
        assertThat(chunk(url + "x", CHUNK, file.length).status()).isEqualTo(404);
        assertThat(rig.send(rig.request(url).PUT(BodyPublishers.ofByteArray(file)))
                        .status())
                .isEqualTo(400);
        rig.sandbox.clock().advance(Duration.ofHours(1));
        assertThat(chunk(url, CHUNK, file.length).status()).isEqualTo(403);
    }

    @Test
    void ofAChunkThatBreaksOffNothingIsKept() throws Exception {
        JsonNode begun = begin("SELF_ONLY").json().path("data");
        String url = begun.path("upload_url").asText();
        chunk(url, 0, CHUNK);
        rig.sandbox.faults().next(Operation.TIKTOK_UPLOAD_CHUNK, new Fault.Cut(When.MIDWAY));
        assertThatThrownBy(() -> chunk(url, CHUNK, file.length)).isInstanceOf(IOException.class);
        assertThat(status(begun.path("publish_id").asText())
                        .at("/data/uploaded_bytes")
                        .asLong())
                .isEqualTo(CHUNK);
        assertThat(chunk(url, CHUNK, file.length).status()).isEqualTo(201);
        assertThat(rig.sandbox.published().getFirst().file().sha256())
                .isEqualTo(HexFormat.of().formatHex(Intake.sha256().digest(file)));
    }

    @Test
    void aPostThatFailsSaysWhy() throws Exception {
        rig.sandbox.faults().next(Operation.TIKTOK_PROCESSING, new Fault.Spoil("FAILED", "duration_check_failed"));
        String id = post("SELF_ONLY");
        rig.sandbox.clock().advance(Duration.ofSeconds(10));
        assertThat(stage(id)).isEqualTo("FAILED");
        assertThat(status(id).at("/data/fail_reason").asText()).isEqualTo("duration_check_failed");
    }

    @Test
    void aStatusIsForItsCreatorAlone() throws Exception {
        String id = post("SELF_ONLY");
        String other = rig.tiktok(1, POSTING).path("access_token").asText();
        assertThat(rig.post("/v2/post/publish/status/fetch/", other, "{\"publish_id\": \"" + id + "\"}")
                        .code())
                .isEqualTo("token_not_authorized_for_specified_publish_id");
        assertThat(status("none").at("/error/code").asText()).isEqualTo("invalid_publish_id");
    }

    @Test
    void videosAreListedInPagesTheLatestFirstAndAskedForById() throws Exception {
        for (int i = 0; i < 3; i++) {
            post("PUBLIC_TO_EVERYONE");
            rig.sandbox.clock().advance(Duration.ofMinutes(1));
        }
        JsonNode first = list("\"max_count\": 2");
        assertThat(first.path("videos")).hasSize(2);
        assertThat(first.path("has_more").asBoolean()).isTrue();
        JsonNode second = list("\"max_count\": 2, \"cursor\": " + first.path("cursor"));
        assertThat(second.path("videos")).hasSize(1);
        assertThat(second.path("has_more").asBoolean()).isFalse();
        String id = second.at("/videos/0/id").asText();
        String query = "{\"filters\": {\"video_ids\": [\"" + id + "\", \"1\"]}}";
        JsonNode found =
                rig.post("/v2/video/query/?fields=id,view_count", token, query).json();
        assertThat(found.at("/data/videos").findValuesAsText("id")).containsExactly(id);
        assertThat(rig.post("/v2/video/list/?fields=id", token, "{\"max_count\": 21}")
                        .code())
                .isEqualTo("invalid_param");
        rig.sandbox.conditions().set(Condition.TIKTOK_LISTING_OMITS_EVERY, 2);
        assertThat(list("").path("videos")).hasSize(2);
    }

    private String source() {
        return "\"source_info\": {\"source\": \"FILE_UPLOAD\", \"video_size\": %d, \"chunk_size\": %d, \"total_chunk_count\": 2}"
                .formatted(file.length, CHUNK);
    }

    private Answer begin(String privacy) throws IOException, InterruptedException {
        return rig.post(
                "/v2/post/publish/video/init/",
                token,
                "{\"post_info\": {\"title\": \"Clip\", \"is_aigc\": true, \"privacy_level\": \"" + privacy + "\"}, "
                        + source() + "}");
    }

    private String init(String body) throws IOException, InterruptedException {
        return rig.post("/v2/post/publish/video/init/", token, body).code();
    }

    private String post(String privacy) throws IOException, InterruptedException {
        JsonNode begun = begin(privacy).json().path("data");
        upload(begun.path("upload_url").asText());
        return begun.path("publish_id").asText();
    }

    private void upload(String url) throws IOException, InterruptedException {
        assertThat(chunk(url, 0, CHUNK).status()).isEqualTo(206);
        assertThat(chunk(url, CHUNK, file.length).status()).isEqualTo(201);
    }

    private Answer chunk(String url, int from, int to) throws IOException, InterruptedException {
        return rig.send(rig.put(
                        url,
                        "bytes " + from + "-" + (to - 1) + "/" + file.length,
                        BodyPublishers.ofByteArray(Arrays.copyOfRange(file, from, to)))
                .header("Content-Type", "video/mp4"));
    }

    private JsonNode status(String id) throws IOException, InterruptedException {
        return rig.post("/v2/post/publish/status/fetch/", token, "{\"publish_id\": \"" + id + "\"}")
                .json();
    }

    private String stage(String id) throws IOException, InterruptedException {
        return status(id).at("/data/status").asText();
    }

    private JsonNode list(String members) throws IOException, InterruptedException {
        return rig.post("/v2/video/list/?fields=id,title,view_count", token, "{" + members + "}")
                .json()
                .path("data");
    }
}
