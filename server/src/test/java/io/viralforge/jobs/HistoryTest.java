package io.viralforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.TestServer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HistoryTest {
    @Test
    void whatEndedLongAgoIsForgottenAndWhatItMadeStays() {
        try (TestServer server = TestServer.start()) {
            JobFixture fixture = new JobFixture(server);
            JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
            String clip = fixture.clip("OWNED");
            String old = fixture.submit(clip, 1.0, "old").at("/job/id").asText();
            JsonNode lease = worker.lease(1).getFirst();
            worker.startOutput(lease, "VIDEO", 10, "a".repeat(64));
            worker.fail(lease, false);
            server.sql().doInStudio(fixture.member.studio(), tx -> {
                tx.update("UPDATE job SET ended_at = now() - interval '31 days' WHERE id = ?", Id.Type.JOB.uuid(old));
                tx.update(
                        "INSERT INTO job_output (studio_id, job_id, role, asset_id) VALUES (?, ?, 'VIDEO', ?)",
                        fixture.member.studio(),
                        Id.Type.JOB.uuid(old),
                        Id.Type.ASSET.uuid(clip));
            });
            String recent = fixture.submitted();
            worker.fail(worker.lease(1).getFirst(), false);
            String waiting = fixture.submitted();

            assertThat(History.purge(server.sql(), Duration.ofDays(30), 1)).isEqualTo(1);
            assertThat(fixture.job(old).isNull()).isTrue();
            assertThat(fixture.job(recent).get("state").asText()).isEqualTo("FAILED");
            assertThat(fixture.job(waiting).get("state").asText()).isEqualTo("QUEUED");

            worker.register("instance-2");
            server.sql().doEverywhere(tx -> tx.update("UPDATE worker SET last_seen_at = now() - interval '31 days'"));
            fixture.new RemoteWorker("b");
            assertThat(History.purgeWorkers(server.sql(), Duration.ofDays(30)))
                    .as("not of whom something is left, nor who was just here")
                    .isEqualTo(1);
            assertThat(server.data(
                                    fixture.member,
                                    "query ($id: ID!) { node(id: $id) { ... on MediaAsset { state } } }",
                                    Map.of("id", clip))
                            .at("/node/state")
                            .asText())
                    .isEqualTo("READY");
        }
    }

    @Test
    void aJobThatIsSoonForgottenAnswersNobodyElse() {
        JobFixture fixture = new JobFixture(TestServer.shared());
        String clip = fixture.clip("OWNED");
        String first = fixture.submit(clip, 1.0, "first").at("/job/id").asText();
        ended(fixture, first, "171 days");
        assertThat(fixture.submit(clip, 1.0, "second").at("/job/id").asText()).isEqualTo(first);
        ended(fixture, first, "173 days");
        assertThat(fixture.submit(clip, 1.0, "third").at("/job/id").asText())
                .as("its key may come again for a week, and must lead somewhere")
                .isNotEqualTo(first);
    }

    private static void ended(JobFixture fixture, String job, String ago) {
        fixture.server.sql().doInStudio(fixture.member.studio(), tx -> {
            UUID id = Objects.requireNonNull(Id.Type.JOB.uuid(job));
            tx.update("""
                    UPDATE job SET state = 'SUCCEEDED', ended_at = now() - ?::interval WHERE id = ?""", ago, id);
            tx.update("""
                    INSERT INTO job_output (studio_id, job_id, role, asset_id)
                    SELECT studio_id, job_id, 'VIDEO', asset_id FROM job_input WHERE job_id = ?
                    ON CONFLICT DO NOTHING""", id);
        });
    }

    @Test
    void itIsKeptForHalfAYearAndNeverLessThanTwoWeeks() {
        assertThat(TestServer.shared().bean(JobsConfig.class).history()).isEqualTo(Duration.ofDays(180));
        assertThatThrownBy(() -> new JobsConfig(Duration.ofDays(13), 1, 0.1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
