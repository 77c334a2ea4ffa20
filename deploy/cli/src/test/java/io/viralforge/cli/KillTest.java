package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.cli.LocalApi.Studio;
import io.viralforge.cli.Script.Running;
import io.viralforge.client.GraphqlException;
import io.viralforge.types.AttemptOutcome;
import io.viralforge.types.JobState;
import io.viralforge.types.MediaKind;
import io.viralforge.types.RecipeInput;
import io.viralforge.types.SourceInput;
import io.viralforge.types.TitleCardInput;
import io.viralforge.types.cli.AssetFields;
import io.viralforge.types.cli.JobById;
import io.viralforge.types.cli.JobFields;
import io.viralforge.types.cli.QueueLengths;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** What a kill -9 in mid-render comes to: one finished job, one video, and nobody had to do anything. */
@Tag("full")
final class KillTest {
    private static final Duration TAKEOVER = Duration.ofSeconds(10);

    @TempDir
    private static @Nullable Path folder;

    private static @Nullable Running running;

    private Instant killedAt = Instant.EPOCH;

    @BeforeAll
    static void start() throws Exception {
        running = script().start("run", "--json");
        running().await("the server", () -> script().installation().address() != null);
    }

    @AfterAll
    static void stop() throws Exception {
        running().end();
    }

    @Test
    void aKilledWorkersJobRunsAgainWithinTenSecondsAndEndsOnce() throws Exception {
        JobFields ended = killInMidRender("worker", "Worker");
        assertThat(ended.attempts()).hasSize(2);
        assertThat(ended.attempts().getFirst().outcome()).isEqualTo(AttemptOutcome.LOST);
        assertThat(ended.attempts().getLast().outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
        assertThat(Duration.between(
                        killedAt, Instant.parse(ended.attempts().getLast().startedAt())))
                .isLessThanOrEqualTo(TAKEOVER);
    }

    @Test
    void aKilledServersJobEndsOnce() throws Exception {
        JobFields ended = killInMidRender("server", "Server");
        assertThat(ended.attempts().getLast().outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
    }

    /** @param title makes it a render of its own, and none that is known already */
    private JobFields killInMidRender(String victim, String title) throws Exception {
        Path clip = SharedData.file("media/real/tears-of-steel-battle.webm");
        URI address = script().installation().requireAddress();
        try (LocalApi api = LocalApi.open(script().installation(), address, Studio.SAMPLE)) {
            Shortening steps = new Shortening(silent(), api.client());
            AssetFields asset = steps.upload(clip, RightsOptions.own(), false);
            JobFields job = steps.submit(new RecipeInput()
                    .source(new SourceInput(asset.id()).to("PT25S"))
                    .titleCard(new TitleCardInput(title))
                    .toMap());
            running().await("the middle of the render", () -> isInTheMiddle(job(api, job.id())));
            ProcessHandle jvm =
                    Objects.requireNonNull(script().installation().children().get(victim));
            killedAt = InstantSource.system().instant();
            assertThat(jvm.destroyForcibly()).isTrue();
            running().await("the end of the job", () -> hasSucceeded(api, job.id()));
            JobFields ended = job(api, job.id());
            assertThat(ended.outputs())
                    .filteredOn(output -> output.kind() == MediaKind.VIDEO)
                    .hasSize(1);
            assertThat(ended.attempts())
                    .filteredOn(attempt -> attempt.outcome() == AttemptOutcome.SUCCEEDED)
                    .hasSize(1);
            QueueLengths.Data queue = api.client().execute(new QueueLengths());
            assertThat(queue.waiting().nodes()).isEmpty();
            assertThat(queue.running().nodes()).isEmpty();
            return ended;
        }
    }

    private static boolean isInTheMiddle(JobFields job) {
        var progress = job.progress();
        return job.state() == JobState.RUNNING && progress != null && progress.fraction() > 0.3;
    }

    /** The server may be away for a while. */
    private static boolean hasSucceeded(LocalApi api, String id) throws InterruptedException {
        try {
            return job(api, id).state() == JobState.SUCCEEDED;
        } catch (GraphqlException away) {
            return false;
        }
    }

    private static JobFields job(LocalApi api, String id) throws InterruptedException {
        return Objects.requireNonNull(
                Objects.requireNonNull(api.client().execute(new JobById(id)).node())
                        .jobFields());
    }

    private static Terminal silent() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Terminal(nowhere, nowhere, Ansi.OFF, Ansi.OFF, false, false, 80);
    }

    private static Script script() {
        return new Script(Objects.requireNonNull(folder));
    }

    private static Running running() {
        return Objects.requireNonNull(running);
    }
}
