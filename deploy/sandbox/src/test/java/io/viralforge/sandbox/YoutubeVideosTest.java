package io.viralforge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.sandbox.Rig.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YoutubeVideosTest {
    private static final String PARTS = "snippet,status,processingDetails,contentDetails,statistics";

    private final Rig rig;
    private String token = "";

    YoutubeVideosTest() throws IOException {
        rig = new Rig();
    }

    @BeforeEach
    void connect() throws Exception {
        token = rig.google("youtube");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aVideoIsProcessedAndThenSeen() throws Exception {
        String id = upload("public");
        assertThat(video(id).at("/status/uploadStatus").asText()).isEqualTo("uploaded");
        assertThat(video(id).at("/processingDetails/processingStatus").asText()).isEqualTo("processing");
        rig.sandbox.clock().advance(Duration.ofSeconds(10));
        assertThat(video(id).at("/status/uploadStatus").asText()).isEqualTo("processed");
        assertThat(video(id).at("/statistics/viewCount").asText()).isEqualTo("0");
        rig.sandbox.clock().advance(Duration.ofMinutes(50));
        long early = video(id).at("/statistics/viewCount").asLong();
        rig.sandbox.clock().advance(Duration.ofDays(3));
        token = rig.google("youtube");
        assertThat(video(id).at("/statistics/viewCount").asLong()).isGreaterThan(early);
    }

    @ParameterizedTest
    @CsvSource({"failed,codec,failureReason", "rejected,copyright,rejectionReason"})
    void aVideoThatCannotBeKeptSaysWhy(String status, String reason, String property) throws Exception {
        rig.sandbox.faults().next(Operation.YOUTUBE_PROCESSING, new Fault.Spoil(status, reason));
        String id = upload("public");
        assertThat(video(id).at("/status/uploadStatus").asText()).isEqualTo("uploaded");
        rig.sandbox.clock().advance(Duration.ofSeconds(10));
        assertThat(video(id).at("/status/uploadStatus").asText()).isEqualTo(status);
        assertThat(video(id).at("/status/" + property).asText()).isEqualTo(reason);
    }

    @Test
    void aScheduledVideoComesOutAtItsTime() throws Exception {
        String id = upload("private\", \"publishAt\": \"" + Rig.NOON.plusSeconds(60) + "");
        assertThat(video(id).at("/status/privacyStatus").asText()).isEqualTo("private");
        rig.sandbox.clock().advance(Duration.ofSeconds(60));
        assertThat(video(id).at("/status/privacyStatus").asText()).isEqualTo("public");
    }

    @Test
    void strangersSeeNothingPrivateAndNeitherChangeNorDelete() throws Exception {
        String hidden = upload("private");
        String shown = upload("public");
        token = rig.google(1, "youtube");
        Answer listed = list("snippet", hidden + "," + shown);
        assertThat(listed.json().at("/items").findValuesAsText("id")).containsExactly(shown);
        assertThat(list("processingDetails", shown).status()).isEqualTo(403);
        assertThat(delete(shown).status()).isEqualTo(403);
        assertThat(update("snippet", """
                {"id": "%s", "snippet": {"title": "Mine", "categoryId": "22"}}""".formatted(shown)).reason()).isEqualTo("forbidden");
    }

    @Test
    void anUpdateReplacesThePartsThatItNames() throws Exception {
        String id = upload("private");
        String body = """
                {"id": "%s", "snippet": {"title": "Other"%s}, "status": {"privacyStatus": "public"}}""";
        assertThat(update("snippet", body.formatted(id, "")).reason()).isEqualTo("invalidCategoryId");
        assertThat(update("snippet", body.formatted(id, ", \"categoryId\": \"24\""))
                        .status())
                .isEqualTo(200);
        assertThat(video(id).at("/snippet/title").asText()).isEqualTo("Other");
        assertThat(video(id).at("/snippet/description").asText()).isEmpty();
        assertThat(video(id).at("/status/privacyStatus").asText()).isEqualTo("private");
        assertThat(update("status", body.formatted(id, ""))
                        .json()
                        .at("/status/privacyStatus")
                        .asText())
                .isEqualTo("public");
        assertThat(update("status", body.formatted("nobody", "")).reason()).isEqualTo("videoNotFound");
    }

    @Test
    void whatIsDeletedIsFoundNoMore() throws Exception {
        String id = upload("public");
        assertThat(delete(id).status()).isEqualTo(204);
        assertThat(list("id", id).json().path("items")).isEmpty();
        assertThat(delete(id).reason()).isEqualTo("videoNotFound");
        assertThat(items("").findValuesAsText("videoId")).isEmpty();
        assertThat(rig.sandbox.published().getFirst().state()).isEqualTo("deleted");
    }

    @Test
    void questionsThatAreNoneAreRefused() throws Exception {
        assertThat(rig.get("/youtube/v3/videos?id=x", token).reason()).isEqualTo("missingRequiredParameter");
        assertThat(rig.get("/youtube/v3/videos?part=snippet", token).reason()).isEqualTo("missingRequiredParameter");
        String id = upload("public");
        assertThat(list("snippets", id).reason()).isEqualTo("unknownPart");
        assertThat(list("id", "x,".repeat(50) + "x").status()).isEqualTo(400);
        assertThat(list("id", "x,".repeat(49) + "x").status()).isEqualTo(200);
    }

    @Test
    void aProjectHasTenThousandUnitsADay() throws Exception {
        rig.sandbox.conditions().set(Condition.YOUTUBE_UNITS_A_DAY, 51);
        String id = upload("public");
        assertThat(delete(id).status()).isEqualTo(204);
        assertThat(list("id", id).status()).isEqualTo(200);
        assertThat(list("id", id).reason()).isEqualTo("quotaExceeded");
        // Uploads have an allowance of their own.
        upload("public");
    }

    @Test
    void aChannelNamesItsUploadsWhichAreListedInPagesTheLatestFirst() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.addFirst(upload("private"));
        }
        JsonNode channel = rig.get("/youtube/v3/channels?part=contentDetails,snippet&mine=true", token)
                .json()
                .at("/items/0");
        assertThat(channel.at("/contentDetails/relatedPlaylists/uploads").asText())
                .isEqualTo(playlist());
        JsonNode first = items("&maxResults=2");
        assertThat(first.findValuesAsText("videoId")).containsExactlyElementsOf(ids.subList(0, 2));
        JsonNode second =
                items("&maxResults=2&pageToken=" + first.path("nextPageToken").asText());
        assertThat(second.findValuesAsText("videoId")).containsExactly(ids.getLast());
        assertThat(second.has("nextPageToken")).isFalse();
        assertThat(items("&videoId=" + ids.get(1)).findValuesAsText("videoId")).containsExactly(ids.get(1));
        assertThat(rig.get("/youtube/v3/playlistItems?part=id&playlistId=UUnone", token)
                        .reason())
                .isEqualTo("playlistNotFound");
        assertThat(items("&pageToken=%21").at("/error/errors/0/reason").asText())
                .isEqualTo("invalidPageToken");
        assertThat(items("&maxResults=51").at("/error/code").asInt()).isEqualTo(400);
    }

    @Test
    void aListMayBeLateAndIncompleteWhileTheVideoIsThere() throws Exception {
        rig.sandbox.conditions().set(Condition.YOUTUBE_LISTING_LATE_SECONDS, 60);
        rig.sandbox.conditions().set(Condition.YOUTUBE_LISTING_OMITS_EVERY, 2);
        String first = upload("public");
        String second = upload("public");
        assertThat(items("").findValuesAsText("videoId")).isEmpty();
        assertThat(list("id", first + "," + second).json().path("items")).hasSize(2);
        rig.sandbox.clock().advance(Duration.ofSeconds(60));
        assertThat(items("").findValuesAsText("videoId")).containsExactly(first);
        rig.sandbox.conditions().clear();
        assertThat(items("").findValuesAsText("videoId")).containsExactly(second, first);
    }

    private String upload(String privacy) throws IOException, InterruptedException {
        String metadata = """
                {"snippet": {"title": "Clip", "description": "Words", "tags": ["a"]},
                 "status": {"privacyStatus": "%s"}}""".formatted(privacy);
        String location = rig.open(token, metadata, 4).header("Location");
        Answer done = rig.put(location, token, "bytes 0-3/4", new byte[4]);
        assertThat(done.status()).isEqualTo(201);
        return done.json().path("id").asText();
    }

    private Answer list(String parts, String ids) throws IOException, InterruptedException {
        return rig.get("/youtube/v3/videos?part=" + parts + "&id=" + ids, token);
    }

    private JsonNode video(String id) throws IOException, InterruptedException {
        return list(PARTS, id).json().at("/items/0");
    }

    private Answer update(String parts, String body) throws IOException, InterruptedException {
        return rig.send(rig.request("/youtube/v3/videos?part=" + parts)
                .header("Authorization", "Bearer " + token)
                .PUT(BodyPublishers.ofString(body)));
    }

    private Answer delete(String id) throws IOException, InterruptedException {
        return rig.send(rig.request("/youtube/v3/videos?id=" + id)
                .header("Authorization", "Bearer " + token)
                .DELETE());
    }

    private String playlist() {
        return YoutubeChannels.uploads(rig.sandbox.youtube().channels().getFirst());
    }

    private JsonNode items(String more) throws IOException, InterruptedException {
        return rig.get("/youtube/v3/playlistItems?part=contentDetails&playlistId=" + playlist() + more, token)
                .json();
    }
}
