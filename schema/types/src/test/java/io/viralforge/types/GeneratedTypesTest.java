package io.viralforge.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.types.cli.JobById;
import io.viralforge.types.cli.JobEvents;
import io.viralforge.types.cli.JobSubmit;
import io.viralforge.types.worker.WorkerLease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GeneratedTypesTest {
    @Test
    void whatIsSetIsSentAndWhatIsNotTakesTheSchemasDefault() {
        var recipe = new RecipeInput()
                .source(new SourceInput("asset_1").from("PT1S"))
                .fit(FitInput.blur(new BlurInput().strength(12.0)))
                .captions(CaptionsInput.cues(List.of(new CueInput("PT0S", "PT1S", "Hello"))))
                .isMirrored(true);
        assertThat(new JobSubmit(new JobSubmitInput(recipe), "key").variables())
                .isEqualTo(Map.of(
                        "idempotencyKey",
                        "key",
                        "input",
                        Map.of(
                                "recipe",
                                Map.of(
                                        "source", Map.of("assetId", "asset_1", "from", "PT1S"),
                                        "fit", Map.of("blur", Map.of("strength", 12.0)),
                                        "captions",
                                                Map.of(
                                                        "cues",
                                                        List.of(Map.of("from", "PT0S", "to", "PT1S", "text", "Hello"))),
                                        "isMirrored", true))));
    }

    @Test
    void anAnswerIsReadWithNumbersOfAnyWidth() {
        var lease = lease();
        lease.put("attempt", 2.0);
        lease.put("fencingToken", 1L << 40);
        var read = new WorkerLease(new WorkerLeaseInput("worker_1", 1, List.of(JobKind.RENDER)))
                .read(Map.of("workerLease", Map.of("leases", List.of(lease), "userErrors", List.of())));
        var first = read.workerLease().leases().getFirst();
        assertThat(first.attempt()).isEqualTo(2);
        assertThat(first.fencingToken()).isEqualTo(1L << 40);
        assertThat(first.recipe()).isNull();
    }

    @Test
    void aValueOfANewerServerIsUnknownAndNeverSent() {
        var lease = lease();
        lease.put("kind", "TRANSLATE");
        assertThat(WorkerLease.JobLease.fromMap(lease).kind()).isEqualTo(JobKind.UNKNOWN);
        assertThatThrownBy(() -> new WorkerLeaseInput("w", 1, List.of(JobKind.UNKNOWN)).toMap())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatTheSchemaSaysIsNeverNullIsMissedByName() {
        var lease = lease();
        lease.put("jobId", null);
        assertThatThrownBy(() -> WorkerLease.JobLease.fromMap(lease)).hasMessage("jobId is null or missing");
    }

    @Test
    void aNodeOfAnotherTypeIsNoJob() {
        var read = new JobById("asset_1").read(Map.of("node", Map.of("__typename", "MediaAsset")));
        assertThat(read.node()).extracting(JobById.Node::jobFields).isNull();
    }

    @Test
    void aDurableSubscriptionSaysWhereToGoOn() {
        var operation = new JobEvents().ids(List.of("job_1"));
        Map<String, @Nullable Object> event = new HashMap<>();
        event.put("cursor", "c7");
        event.put("at", "2026-11-20T04:30:00Z");
        event.put("state", "RUNNING");
        event.put("attempt", 1);
        event.put("job", null);
        assertThat(operation.cursor(operation.read(Map.of("jobEvents", event)))).isEqualTo("c7");
        assertThat(operation.afterVariable()).isEqualTo("after");
    }

    @Test
    void theManifestHoldsEachDocumentUnderItsDigest() throws IOException, NoSuchAlgorithmException {
        var operation = new JobById("job_1");
        var digest =
                MessageDigest.getInstance("SHA-256").digest(operation.document().getBytes(StandardCharsets.UTF_8));
        assertThat(operation.sha256()).isEqualTo(HexFormat.of().formatHex(digest));
        try (var manifest = getClass().getResourceAsStream("/trusted-documents.json")) {
            assertThat(manifest).isNotNull();
            assertThat(new String(manifest.readAllBytes(), StandardCharsets.UTF_8))
                    .contains(operation.sha256());
        }
    }

    private static Map<String, @Nullable Object> lease() {
        Map<String, @Nullable Object> lease = new HashMap<>();
        lease.put("jobId", "job_1");
        lease.put("attempt", 1);
        lease.put("fencingToken", 7);
        lease.put("kind", "RENDER");
        lease.put("cores", 1);
        lease.put("memoryBytes", 1L << 30);
        lease.put("inputs", List.of());
        lease.put("recipe", null);
        lease.put("isSalvage", false);
        return lease;
    }
}
