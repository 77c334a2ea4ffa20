package io.viralforge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.sandbox.Rig.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PagesTest {
    private final Rig rig;

    PagesTest() throws IOException {
        rig = new Rig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whatWasPublishedIsShownAndItsTitleIsText() throws Exception {
        assertThat(index()).contains("Nothing was published yet", "VIRALFORGE_YOUTUBE_CLIENT_ID=", "color-scheme");
        String token = rig.google("youtube");
        String metadata =
                "{\"snippet\": {\"title\": \"Tom & 'Jerry'\"}, \"status\": {\"privacyStatus\": \"unlisted\"}}";
        String location = rig.open(token, metadata, 4).header("Location");
        rig.put(location, token, "bytes 0-3/4", new byte[4]);
        assertThat(index())
                .contains(
                        "Tom &amp; &#39;Jerry&#39;",
                        "unlisted",
                        rig.sandbox.published().getFirst().file().sha256());
    }

    @Test
    void faultsConditionsAndTheClockAreSetByForms() throws Exception {
        assertThat(set(
                        "/faults",
                        "operation",
                        "GOOGLE_TOKEN",
                        "fault",
                        "answer",
                        "value",
                        "503",
                        "which",
                        "next",
                        "n",
                        "1"))
                .isEqualTo(303);
        assertThat(index()).contains("GOOGLE_TOKEN: Answer");
        assertThat(rig.post("/token", Map.of()).status()).isEqualTo(503);
        assertThat(set("/conditions", "condition", "YOUTUBE_AUDITED", "value", "0"))
                .isEqualTo(303);
        assertThat(rig.sandbox.conditions().get(Condition.YOUTUBE_AUDITED)).isZero();
        assertThat(set("/clear")).isEqualTo(303);
        assertThat(rig.sandbox.conditions().get(Condition.YOUTUBE_AUDITED)).isEqualTo(1);
        assertThat(set("/clock", "advance", "PT2H")).isEqualTo(303);
        assertThat(rig.sandbox.clock().instant()).isEqualTo(Rig.NOON.plus(Duration.ofHours(2)));
    }

    @Test
    void whatIsNotUnderstoodIsRefused() throws Exception {
        assertThat(set("/faults", "operation", "NONE", "fault", "cut", "which", "next", "n", "1"))
                .isEqualTo(400);
        assertThat(set("/faults", "operation", "GOOGLE_TOKEN", "fault", "fire", "which", "next", "n", "1"))
                .isEqualTo(400);
        assertThat(set("/faults", "operation", "GOOGLE_TOKEN", "fault", "cut", "which", "next", "n", "0"))
                .isEqualTo(400);
        assertThat(set("/conditions", "condition", "YOUTUBE_AUDITED")).isEqualTo(400);
        assertThat(set("/clock", "advance", "later")).isEqualTo(400);
        assertThat(set("/nowhere")).isEqualTo(404);
    }

    @Test
    void whatWaitsInAnInboxIsFinishedFromThePage() throws Exception {
        String token = rig.tiktok("video.upload");
        Answer begun = rig.post("/v2/post/publish/inbox/video/init/", token, """
                {"source_info": {"source": "FILE_UPLOAD", "video_size": 4, "chunk_size": 4, "total_chunk_count": 1}}""");
        rig.send(rig.put(
                        begun.json().at("/data/upload_url").asText(),
                        "bytes 0-3/4",
                        BodyPublishers.ofByteArray(new byte[4]))
                .header("Content-Type", "video/mp4"));
        rig.sandbox.clock().advance(Duration.ofSeconds(10));
        assertThat(index()).contains("Post it");
        assertThat(set(
                        "/inbox",
                        "publish_id",
                        begun.json().at("/data/publish_id").asText()))
                .isEqualTo(303);
        assertThat(rig.sandbox.published().getFirst().state()).isEqualTo("PUBLISH_COMPLETE");
        assertThat(set("/inbox", "publish_id", "none")).isEqualTo(400);
    }

    private String index() throws IOException, InterruptedException {
        return rig.send(rig.request("/")).raw().body();
    }

    private int set(String path, String... namesAndValues) throws IOException, InterruptedException {
        Map<String, String> form = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return rig.post(path, form).status();
    }
}
