package io.viralforge.worker;

import static io.viralforge.worker.FakeForge.object;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import io.viralforge.client.Backoff;
import io.viralforge.client.SmallDisk;
import io.viralforge.client.TokenSource;
import io.viralforge.client.TransferSettings;
import io.viralforge.client.Transfers;
import io.viralforge.trace.Tracing;
import io.viralforge.worker.media.FailureCode;
import io.viralforge.worker.media.MachineProbe;
import io.viralforge.worker.media.Rendering;
import io.viralforge.worker.model.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
    private static final Backoff SOON = new Backoff(Duration.ofMillis(5), Duration.ofMillis(20));
    private static final byte[] CLIP = "clip".repeat(1000).getBytes(StandardCharsets.UTF_8);
    private static final Duration NO_POLL = Duration.ofMinutes(10);

    private final FakeForge forge = new FakeForge();
    private final FakeEngine engine = new FakeEngine();
    private final Transfers transfers = new Transfers(new TransferSettings(2, 3, SOON, Duration.ofSeconds(10)));
    private final CompletableFuture<ExitCode> ended = new CompletableFuture<>();
    private Room room = Room.of(Room.ANY, 1 << 30);
    private @Nullable Agent agent;
    private @Nullable Server server;
    private @Nullable WorkFolder folder;
    private @Nullable SmallDisk disk;

    @TempDir
    Path root;

    AgentTest() throws IOException {}

    @AfterEach
    void stop() throws Exception {
        engine.gate.release(1_000_000);
        if (agent != null) {
            agent.drain(Duration.ZERO);
            ended.handle((code, failure) -> true).get(20, TimeUnit.SECONDS);
        }
        if (server != null) {
            server.close();
        }
        if (folder != null) {
            folder.close();
        }
        transfers.close();
        forge.close();
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void aJobIsFetchedRenderedSentAndSettled() throws Exception {
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        forge.await("settled job_1");
        var settlement = Objects.requireNonNull(forge.settled.get("job_1"));
        assertThat(forge.uploaded("upload_job_1_VIDEO"))
                .asString()
                .isEqualTo("video of " + new String(CLIP, StandardCharsets.UTF_8));
        assertThat(forge.uploaded("upload_job_1_POSTER")).asString().isEqualTo("poster");
        assertThat((List<?>) settlement.get("outputs"))
                .hasSize(2)
                .first()
                .satisfies(output -> assertThat((Map<?, ?>) output)
                        .extracting("role", "uploadId")
                        .containsExactly("VIDEO", "upload_job_1_VIDEO"));
        assertThat(settlement).containsEntry("warnings", List.of("odd"));
        var cost = object(settlement, "cost");
        assertThat(((Number) Objects.requireNonNull(cost.get("cpuSeconds"))).doubleValue())
                .isGreaterThan(1.5);
        assertThat(cost).containsEntry("bytesIn", 4000L).containsEntry("bytesOut", 4015L);
        awaitNothingLeft();
    }

    @Test
    void anInspectionReportsFactsOrARefusal() throws Exception {
        forge.enqueue("job_1", "INSPECT", CLIP);
        forge.enqueue("job_2", "INSPECT", "bad".getBytes(StandardCharsets.UTF_8));
        start(1);
        forge.await("settled job_2");
        assertThat(object(object(Objects.requireNonNull(forge.settled.get("job_1")), "finding"), "facts"))
                .containsEntry("durationMillis", 3000L)
                .containsEntry("width", 1080L);
        assertThat(object(object(Objects.requireNonNull(forge.settled.get("job_2")), "finding"), "refusal"))
                .containsEntry("code", "CORRUPT");
    }

    @Test
    void aSignalWakesTheWorkerLongBeforeItWouldAskByItself() throws Exception {
        start(1);
        forge.await("listening");
        forge.await("heartbeat");
        forge.enqueue("job_1", "RENDER", CLIP);
        forge.signal("WORK");
        forge.await("settled job_1");
    }

    @Test
    void withoutSignalsWorkIsFoundByAsking() throws Exception {
        forge.http.onSocket("/graphql", socket -> socket.close(4500, "broken"));
        start(1, Duration.ofMillis(50));
        forge.await("heartbeat");
        forge.enqueue("job_1", "RENDER", CLIP);
        forge.await("settled job_1");
    }

    @Test
    void noMoreJobsThanSlotsAreTaken() throws Exception {
        for (int i = 1; i <= 6; i++) {
            forge.enqueue("job_" + i, "RENDER", CLIP);
        }
        engine.hold();
        start(2);
        assertThat(engine.begun.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
        engine.gate.release(6);
        for (int i = 0; i < 6; i++) {
            awaitSettlements(i + 1);
        }
        assertThat(engine.mostAtOnce).hasValue(2);
        assertThat(forge.downloads).hasValue(1);
    }

    @Test
    void anInspectionDoesNotWaitBehindARender() throws Exception {
        engine.hold();
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        forge.await("heartbeat job_1");
        forge.enqueue("job_2", "INSPECT", CLIP);
        forge.signal("WORK");
        forge.await("settled job_2");
    }

    @Test
    void progressIsReportedWithHeartbeats() throws Exception {
        engine.hold();
        engine.remaining = Duration.ofSeconds(12);
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        awaitProgress("job_1", "RENDER");
        assertThat(forge.progress.get("job_1"))
                .containsEntry("remainingMillis", 12_000L)
                .extractingByKey("fraction", as(DOUBLE))
                .isCloseTo(0.5, within(0.001));
        assertThat(object(Objects.requireNonNull(forge.progress.get("job_1")), "cost"))
                .containsEntry("bytesIn", 4000L)
                .extractingByKey("cpuSeconds", as(DOUBLE))
                .isGreaterThanOrEqualTo(0.75);
    }

    @Test
    void aJobIsInAHeartbeatAsSoonAsItIsTaken() throws Exception {
        forge.heartbeatMillis = 600_000;
        engine.hold();
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        forge.await("heartbeat job_1");
    }

    @Test
    void aLostLeaseStopsTheRenderAndSettlesNothing() throws Exception {
        engine.hold();
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        awaitProgress("job_1", "RENDER");
        forge.giveAway("job_1");
        awaitInterrupted(1);
        awaitNothingLeft();
        assertThat(forge.settled).isEmpty();
        assertStillWorks();
    }

    @Test
    void aCancelledJobIsStoppedWithinAHeartbeat() throws Exception {
        engine.hold();
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        awaitProgress("job_1", "RENDER");
        forge.states.put("job_1", "CANCELLED");
        forge.signal("HEARTBEAT");
        awaitInterrupted(1);
        awaitNothingLeft();
        assertThat(forge.settled).isEmpty();
        assertStillWorks();
    }

    @Test
    void aRenderOutlivesAServerThatIsAwayForLongerThanALease() throws Exception {
        engine.hold();
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        awaitProgress("job_1", "RENDER");
        forge.http.hangUp();
        engine.gate.release();
        // The result is there and cannot be sent; nobody took the job meanwhile.
        forge.http.awaitKnocks(10);
        forge.http.comeBack();
        forge.await("settled job_1");
        assertThat(engine.interrupted).hasValue(0);
    }

    @Test
    void whoeverComesBackToALostLeaseThrowsTheResultAway() throws Exception {
        engine.hold();
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        awaitProgress("job_1", "RENDER");
        forge.http.hangUp();
        forge.giveAway("job_1");
        engine.gate.release();
        forge.http.awaitKnocks(5);
        forge.http.comeBack();
        awaitNothingLeft();
        assertThat(forge.settled).isEmpty();
        assertStillWorks();
    }

    @Test
    void aSettlementWhoseAnswerIsLostIsRepeated() throws Exception {
        forge.lostAnswers.put("WorkerRenderComplete", new AtomicInteger(3));
        forge.states.put("job_1", "HELD"); // Else a heartbeat would tell that it is settled.
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        for (int i = 0; i < 4; i++) {
            forge.await("workerRenderComplete job_1");
        }
        awaitNothingLeft();
        assertStillWorks();
    }

    @Test
    void aServerThatStumblesOverAResultIsToldThatItFailed() throws Exception {
        forge.errors.put("WorkerRenderComplete", "INTERNAL");
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        forge.await("settled job_1");
        assertThat(forge.settled.get("job_1"))
                .containsEntry("code", "WORKER_FAULT")
                .containsEntry("isRetryable", true);
    }

    @Test
    void aFailedRenderIsReportedAsTheEngineSays() throws Exception {
        engine.outcome = new Rendering.Failed(
                FailureCode.LIMIT_EXCEEDED, "Nothing moved for a minute.", false, FakeEngine.usage());
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        forge.await("settled job_1");
        assertThat(forge.settled.get("job_1"))
                .containsEntry("code", "LIMIT_EXCEEDED")
                .containsEntry("message", "Nothing moved for a minute.")
                .containsEntry("isRetryable", false);
    }

    @Test
    void aFullDiskIsReportedAsTheWorkersFaultAndWorkGoesOnOnceThereIsRoom() throws Exception {
        disk = SmallDisk.mount(1);
        root = disk.folder();
        start(1);
        forge.await("listening");
        disk.fill();
        forge.enqueue("job_1", "RENDER", CLIP);
        forge.signal("WORK");
        forge.await("settled job_1");
        assertThat(forge.settled.get("job_1"))
                .containsEntry("code", "WORKER_FAULT")
                .containsEntry("message", "The worker's disk cannot be written.")
                .containsEntry("isRetryable", true);
        disk.empty();
        forge.enqueue("job_2", "RENDER", CLIP);
        forge.signal("WORK");
        forge.await("settled job_2");
        assertThat(forge.settled.get("job_2")).containsKey("outputs");
    }

    @Test
    void anUnforeseenFailureIsTheWorkersFaultAndTellsNoPath() throws Exception {
        engine.failure = new IllegalStateException("/secret/path");
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        forge.await("settled job_1");
        assertThat(forge.settled.get("job_1"))
                .containsEntry("code", "WORKER_FAULT")
                .containsEntry("message", "The worker failed: IllegalStateException.")
                .containsEntry("isRetryable", true);
    }

    @Test
    void aCorruptedDownloadIsRefusedAndReported() throws Exception {
        forge.enqueue("job_1", "RENDER", CLIP, "clap".repeat(1000).getBytes(StandardCharsets.UTF_8));
        start(1);
        forge.await("settled job_1");
        assertThat(forge.settled.get("job_1"))
                .containsEntry("code", "INPUT_UNAVAILABLE")
                .containsEntry("isRetryable", true);
        assertThat(root.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void inputsThatTheCacheCannotHoldFailTheJobHere() throws Exception {
        forge.enqueue("job_1", "RENDER", new byte[(1 << 20) + 1]);
        start(1);
        forge.await("settled job_1");
        assertThat(forge.settled.get("job_1"))
                .containsEntry("code", "LIMIT_EXCEEDED")
                .containsEntry("isRetryable", true);
        assertThat(forge.downloads).hasValue(0);
    }

    @Test
    void whatIsInTheCacheIsNotFetchedAgain() throws Exception {
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        forge.await("settled job_1");
        forge.enqueue("job_2", "RENDER", CLIP);
        forge.signal("WORK");
        forge.await("settled job_2");
        assertThat(forge.downloads).hasValue(1);
        assertThat(object(Objects.requireNonNull(forge.settled.get("job_2")), "cost"))
                .containsEntry("bytesIn", 0L);
    }

    @Test
    void drainingFinishesWhatEndsInTimeAndGivesBackTheRest() throws Exception {
        engine.hold();
        engine.remaining = Duration.ofSeconds(2);
        forge.enqueue("job_1", "RENDER", CLIP);
        start(2);
        awaitProgress("job_1", "RENDER");
        engine.remaining = Duration.ofHours(1);
        forge.enqueue("job_2", "RENDER", CLIP);
        forge.signal("WORK");
        awaitProgress("job_2", "RENDER");
        forge.enqueue("job_3", "RENDER", CLIP);
        agent().drain(Duration.ofSeconds(10));
        forge.await("release job_2");
        engine.gate.release(2);
        forge.await("settled job_1");
        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.DRAINED);
        assertThat(forge.settled).containsOnlyKeys("job_1");
        assertThat(forge.isDrainingSeen).isTrue();
        assertThat(isNothingLeft()).isTrue();
    }

    @Test
    void whatIsNotFinishedWithinTheGraceTimeIsGivenBackToo() throws Exception {
        engine.hold();
        engine.remaining = Duration.ofMillis(50);
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        awaitProgress("job_1", "RENDER");
        agent().drain(Duration.ofMillis(200));
        forge.await("release job_1");
        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.DRAINED);
    }

    @Test
    void aWorkerThatNeverReachedItsServerCanBeToldToStop() throws Exception {
        forge.http.hangUp();
        start(1);
        forge.http.awaitKnocks(2);
        agent().drain(Duration.ofSeconds(10));
        assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo(ExitCode.DRAINED);
    }

    @Test
    void aWorkerCanStartBeforeItsServer() throws Exception {
        forge.http.hangUp();
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        forge.http.awaitKnocks(2);
        forge.http.comeBack();
        forge.await("settled job_1");
    }

    @Test
    void aServerThatForgotTheWorkerGetsItsRegistrationAgain() throws Exception {
        start(1);
        forge.await("heartbeat");
        forge.isWorkerKnown = false;
        forge.await("register");
        assertStillWorks();
    }

    @Test
    void aRevokedTokenEndsTheWorkerAndItsJobs() throws Exception {
        engine.hold();
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        awaitProgress("job_1", "RENDER");
        forge.isRevoked = true;
        assertThatThrownBy(() -> ended.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StopException.class)
                .hasMessage("The server refuses this worker's token: it is wrong, has expired or was revoked")
                .extracting(e -> ((StopException) e).exitCode())
                .isEqualTo(ExitCode.TOKEN_REFUSED);
        assertThat(engine.interrupted).hasValue(1);
        assertThat(isNothingLeft()).isTrue();
    }

    @Test
    void aTokenThatIsNoWorkersEndsTheWorker() throws Exception {
        forge.errors.put("WorkerRegister", "FORBIDDEN");
        start(1);
        assertThatThrownBy(() -> ended.get(10, TimeUnit.SECONDS))
                .cause()
                .extracting(e -> ((StopException) e).exitCode())
                .isEqualTo(ExitCode.TOKEN_REFUSED);
    }

    @Test
    void whatAKilledWorkerLeftIsSweptAtStart() throws Exception {
        Files.createDirectories(root.resolve("work/attempt-old/deep"));
        Files.writeString(root.resolve("work/attempt-old/deep/video.mp4"), "x");
        start(1);
        assertThat(root.resolve("work")).isEmptyDirectory();
    }

    private void start(int renders) throws Exception {
        start(renders, NO_POLL);
    }

    private void start(int renders, Duration poll) throws Exception {
        var taken = WorkFolder.take(root);
        var asked = new Server(forge.http.uri("/graphql"), TokenSource.of("token"), SOON, "test");
        var can = new MachineProbe.Capabilities(2, 1 << 30, List.of(), List.of("libx264"), List.of("h264"), "8.0");
        var started = new Agent(
                asked,
                new Identity(taken.instanceKey(), "test", "1", "1", can, List.of(Model.SPEECH), List.of("zone=eu")),
                new AgentSettings(renders, room, 1, poll, Duration.ofMillis(5), Duration.ofSeconds(10)),
                new InputCache(taken.cache(), 1 << 20, transfers, InstantSource.system()),
                transfers,
                engine,
                taken,
                SOON,
                Tracing.of("test", null));
        folder = taken;
        server = asked;
        agent = started;
        Thread.ofPlatform().daemon().start(() -> {
            try {
                started.run();
                ended.complete(ExitCode.DRAINED);
            } catch (InterruptedException | RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
    }

    @Test
    void rendersRunSideBySideAsFarAsCoresAndMemoryGo() throws Exception {
        room = new Room(10, 10 << 20);
        engine.hold();
        forge.cores = 4;
        for (int i = 1; i <= 3; i++) {
            forge.enqueue("job_" + i, "RENDER", CLIP);
        }
        start(16);
        forge.await("lease job_1");
        forge.await("lease job_2");
        forge.await("heartbeat job_2");
        assertThat(forge.events).doesNotContain("lease job_3");
        engine.gate.release();
        forge.await("lease job_3");
    }

    @Test
    void aRenderIsToldWhichGpuItHas() throws Exception {
        forge.enqueue("job_1", "RENDER", CLIP);
        forge.gpu = 1;
        forge.enqueue("job_2", "RENDER", CLIP);
        start(1);
        forge.await("settled job_2");
        assertThat(engine.gpus).containsExactly(-1, 1);
    }

    @Test
    void aMachineWithTooFewCoresTakesOneAllTheSame() throws Exception {
        room = new Room(2, 10 << 20);
        forge.enqueue("job_1", "RENDER", CLIP);
        start(16);
        forge.await("settled job_1");
    }

    @Test
    void anOperatorCanHaveItDrain() throws Exception {
        forge.enqueue("job_1", "RENDER", CLIP);
        start(1);
        forge.await("settled job_1");
        forge.isToDrain = true;
        assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.DRAINED);
        assertThat(forge.isDrainingSeen).isTrue();
    }

    private Agent agent() {
        return Objects.requireNonNull(agent);
    }

    /** Another job comes and goes. */
    private void assertStillWorks() throws Exception {
        engine.gate.release();
        forge.enqueue("job_9", "RENDER", CLIP);
        forge.signal("WORK");
        forge.await("settled job_9");
    }

    private void awaitProgress(String job, String stage) throws InterruptedException {
        do {
            forge.await("heartbeat " + job);
        } while (!stage.equals(Objects.requireNonNull(forge.progress.get(job)).get("stage")));
    }

    private void awaitInterrupted(int times) throws InterruptedException {
        while (engine.interrupted.get() < times) {
            forge.await("heartbeat");
        }
    }

    private void awaitSettlements(int count) throws InterruptedException {
        while (forge.settled.size() < count) {
            forge.await("heartbeat");
        }
    }

    private void awaitNothingLeft() throws Exception {
        while (!isNothingLeft()) {
            forge.await("heartbeat");
        }
    }

    private boolean isNothingLeft() throws IOException {
        try (var left = Files.list(root.resolve("work"))) {
            return left.findAny().isEmpty();
        }
    }
}
