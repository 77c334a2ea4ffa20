package io.viralforge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.sandbox.Rig.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class YoutubeReportsTest {
    private static final String PERIOD = "&startDate=2026-06-25&endDate=2026-07-20";

    private final Rig rig;
    private String token = "";
    private String video = "";

    YoutubeReportsTest() throws IOException {
        rig = new Rig();
    }

    @BeforeEach
    void publish() throws Exception {
        token = rig.google("youtube");
        String metadata = "{\"snippet\": {\"title\": \"Clip\"}, \"status\": {\"privacyStatus\": \"public\"}}";
        String location = rig.open(token, metadata, 4).header("Location");
        video = rig.put(location, token, "bytes 0-3/4", new byte[4])
                .json()
                .path("id")
                .asText();
        rig.sandbox.clock().advance(Duration.ofDays(9));
        token = rig.google("yt-analytics.readonly", "youtube.readonly");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void daysAreToldUpToTwoDaysAgoAndTheSameEachTime() throws Exception {
        JsonNode report = days();
        assertThat(report.path("columnHeaders").findValuesAsText("name")).containsExactly("day", "views");
        List<String> days = new ArrayList<>();
        long sum = 0;
        for (JsonNode row : report.path("rows")) {
            days.add(row.get(0).asText());
            sum += row.get(1).asLong();
        }
        // It is 10 July in California; published on the 1st.
        assertThat(days).startsWith("2026-07-01").endsWith("2026-07-07").hasSize(7);
        assertThat(days()).isEqualTo(report);
        assertThat(report("views", "").at("/rows/0/0").asLong()).isEqualTo(sum);
        assertThat(report("views", "&dimensions=video").at("/rows/0/0").asText())
                .isEqualTo(video);
    }

    @Test
    void correctionsChangeTheLastDaysAlone() throws Exception {
        JsonNode right = days().path("rows");
        rig.sandbox.conditions().set(Condition.YOUTUBE_REPORTS_CORRECTED, 1);
        JsonNode estimated = days().path("rows");
        assertThat(estimated).hasSameSizeAs(right);
        for (int i = 0; i < 4; i++) {
            assertThat(estimated.get(i)).isEqualTo(right.get(i));
        }
        assertThat(estimated).isNotEqualTo(right);
        rig.sandbox.clock().advance(Duration.ofDays(3));
        token = rig.google("yt-analytics.readonly");
        for (int i = 0; i < 7; i++) {
            assertThat(days().path("rows").get(i)).isEqualTo(right.get(i));
        }
    }

    @Test
    void theRetentionOfOneVideoHasAHundredPoints() throws Exception {
        JsonNode rows = report("audienceWatchRatio", "&dimensions=elapsedVideoTimeRatio&filters=video==" + video)
                .path("rows");
        assertThat(rows).hasSize(100);
        assertThat(rows.get(0).get(1).asDouble())
                .isGreaterThan(rows.get(99).get(1).asDouble());
        assertThat(ask("audienceWatchRatio", "&dimensions=day").status()).isEqualTo(400);
    }

    @Test
    void moneyWantsItsOwnScope() throws Exception {
        assertThat(ask("estimatedRevenue", "").reason()).isEqualTo("insufficientPermissions");
        token = rig.google("yt-analytics-monetary.readonly");
        assertThat(report("estimatedRevenue", "").at("/rows/0/0").isDouble()).isTrue();
    }

    @Test
    void withoutDataThereAreNoRowsAndWithoutSenseNoReport() throws Exception {
        assertThat(report("views", "&dimensions=day&filters=video==nobody").has("rows"))
                .isFalse();
        assertThat(ask("views,charm", "").status()).isEqualTo(400);
        assertThat(ask("views", "&dimensions=planet").status()).isEqualTo(400);
        assertThat(ask("views", "&filters=country==IT").status()).isEqualTo(400);
        assertThat(rig.get("/v2/reports?ids=channel==MINE&metrics=views&startDate=2026-07-02&endDate=2026-07-01", token)
                        .status())
                .isEqualTo(400);
        assertThat(rig.get("/v2/reports?ids=channel==UCother&metrics=views" + PERIOD, token)
                        .status())
                .isEqualTo(403);
    }

    private JsonNode days() throws IOException, InterruptedException {
        return report("views", "&dimensions=day&filters=video==" + video);
    }

    private JsonNode report(String metrics, String more) throws IOException, InterruptedException {
        Answer answer = ask(metrics, more);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private Answer ask(String metrics, String more) throws IOException, InterruptedException {
        return rig.get("/v2/reports?ids=channel==MINE&metrics=" + metrics + PERIOD + more, token);
    }
}
