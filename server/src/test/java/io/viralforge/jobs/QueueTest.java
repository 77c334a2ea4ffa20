package io.viralforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.events.Event;
import io.viralforge.platform.events.EventLog;
import io.viralforge.platform.events.Outbox;
import io.viralforge.platform.events.Topic;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.recipe.RendererVersion;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Two replicas on one database; workers lease from the whole installation, so this class has one of its own. */
class QueueTest {
    private static final byte[] VIDEO = "not really a video".getBytes(StandardCharsets.UTF_8);

    private static TestServer server;
    private JobFixture fixture;

    @BeforeAll
    static void start() {
        server = TestServer.start(2, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void emptyQueue() {
        JobFixture.emptyQueue(server);
        fixture = new JobFixture(server);
    }

    /** A worker says itself what it is called, and may be anybody's. */
    @Test
    void whatAWorkerIsCalledIsForOperatorsToRead() {
        String job = fixture.submitted();
        fixture.new RemoteWorker("buy at evil.example").lease(1);
        assertThat(fixture.job(job).at("/attempts/0/workerName").asText()).isEqualTo("worker");
        Actor.Member operator = new Actor.Member(
                fixture.member.id(),
                fixture.member.studio(),
                fixture.member.session(),
                Set.of(Scope.READ, Scope.CREATE, Scope.OPERATOR));
        assertThat(new JobFixture(server, operator)
                        .job(job)
                        .at("/attempts/0/workerName")
                        .asText())
                .isEqualTo("buy at evil.example");
    }

    @Test
    void whatALeaseReadsCanBeFetchedSlowlyBeforeItsAddressesEnd() {
        fixture.submitted();
        server.sql()
                .doInStudio(
                        fixture.member.studio(),
                        tx -> tx.update(
                                "UPDATE asset SET bytes = ? WHERE studio_id = ?", 64L << 30, fixture.member.studio()));
        JsonNode lease = fixture.new RemoteWorker("slow").lease(1).getFirst();
        String query = URI.create(lease.at("/inputs/0/url").asText()).getQuery();
        long until = Long.parseLong(query.replaceAll(".*until=(\\d+).*", "$1"));
        assertThat(Duration.between(Instant.now(), Instant.ofEpochSecond(until)))
                .as("64 GiB at 4 MiB a second")
                .isGreaterThan(Duration.ofSeconds((64L << 30) / (4 << 20)));
    }

    @Test
    void nothingIsRenderedForAStudioThatKeepsAsMuchAsItMay() {
        String waiting = fixture.submitted();
        String another = fixture.submitted();
        String clip = fixture.clip("OWNED");
        String others = new JobFixture(server).submitted();
        keep(1L << 40);
        assertThat(fixture.submit(clip, 1.0, "key").at("/userErrors/0/code").asText())
                .isEqualTo("STORAGE_FULL");
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        assertThat(worker.lease(1)).isEmpty();
        assertThat(fixture.job(another).get("state").asText())
                .as("it goes with the first, and keeps nobody waiting")
                .isEqualTo("FAILED");
        assertThat(worker.lease(1).getFirst().get("jobId").asText()).isEqualTo(others);
        JsonNode failed = fixture.job(waiting);
        assertThat(failed.get("state").asText()).isEqualTo("FAILED");
        assertThat(failed.at("/failure/code").asText()).isEqualTo("LIMIT_EXCEEDED");
        assertThat(fixture.mutate("jobRetry", waiting).at("/userErrors/0/code").asText())
                .isEqualTo("STORAGE_FULL");
        keep(1);
        assertThat(fixture.mutate("jobRetry", waiting).at("/job/state").asText())
                .isEqualTo("QUEUED");
    }

    /** Each of the studio's files is so large. */
    private void keep(long bytes) {
        server.sql()
                .doInStudio(
                        fixture.member.studio(),
                        tx -> tx.update(
                                "UPDATE blob SET bytes = ? WHERE studio_id = ?", bytes, fixture.member.studio()));
    }

    @Test
    void aJobThatWaitsForARendererThatIsGoneIsNamedAnew() {
        String clip = fixture.clip("OWNED");
        String job = fixture.submit(clip, 1.0, "key").at("/job/id").asText();
        String present = key(job);
        change("needs = array_replace(needs, 'renderer:%s', 'renderer:1'), recipe_key = 'earlier'"
                .formatted(RendererVersion.CURRENT));
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("present");
        Renaming renaming = server.bean(Renaming.class);
        renaming.run();
        assertThat(worker.lease(1)).as("its worker may come yet").isEmpty();

        change("run_at = now() - interval '2 hours'");
        JobFixture.RemoteWorker old = fixture.new RemoteWorker("old", "1");
        renaming.run();
        assertThat(worker.lease(1)).as("its worker is there").isEmpty();

        server.sql()
                .doEverywhere(tx -> tx.update(
                        "UPDATE worker SET last_seen_at = now() - interval '2 hours' WHERE id = ?",
                        Id.Type.WORKER.uuid(old.id)));
        renaming.run();
        assertThat(key(job)).isEqualTo(present);
        assertThat(worker.lease(1)).hasSize(1);
    }

    @Test
    void aJobThatWaitsForARendererThatIsGoneAndCannotBeReadFails() {
        String job = fixture.submitted();
        change("needs = ARRAY['renderer:gone'], run_at = now() - interval '2 hours', recipe = '{\"zoom\":1}'");
        server.bean(Renaming.class).run();
        JsonNode failed = fixture.job(job);
        assertThat(failed.get("state").asText()).isEqualTo("FAILED");
        assertThat(failed.at("/failure/code").asText()).isEqualTo("OUTDATED");
    }

    /** Of all jobs of the studio. */
    private void change(String how) {
        server.sql()
                .doInStudio(
                        fixture.member.studio(),
                        tx -> tx.update("UPDATE job SET " + how + " WHERE studio_id = ?", fixture.member.studio()));
    }

    private String key(String job) {
        return server.sql()
                .inStudio(
                        fixture.member.studio(),
                        tx -> tx.one(
                                "SELECT recipe_key FROM job WHERE id = ?",
                                row -> row.text("recipe_key"),
                                Id.Type.JOB.uuid(job)));
    }

    @Test
    void aJobIsLeasedRenderedAndItsResultInheritsTheRights() throws Exception {
        String clip = fixture.clip("CC_BY");
        String job = fixture.submit(clip, 1.0, "key").at("/job/id").asText();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        JsonNode lease = worker.lease(5).getFirst();
        assertThat(lease.get("jobId").asText()).isEqualTo(job);
        assertThat(lease.get("recipe").asText()).startsWith("{").contains("\"zoom\":1");
        assertThat(lease.get("inputs").size()).isEqualTo(1);
        assertThat(worker.heartbeat(0.5, lease)).containsExactly("HELD");
        assertThat(fixture.job(job).at("/progress/fraction").asDouble()).isEqualTo(0.5);

        String upload = send(worker, lease);
        assertThat(worker.rendered(lease, upload).get("isAccepted").asBoolean()).isTrue();
        // The answer got lost, and the worker says it again.
        assertThat(worker.rendered(lease, upload).get("isAccepted").asBoolean()).isTrue();

        JsonNode done = fixture.job(job);
        assertThat(done.get("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(done.get("outputs").size()).isEqualTo(1);
        assertThat(done.at("/outputs/0/fileName").asText()).isEqualTo("clip-short.mp4");
        assertThat(done.at("/outputs/0/rights/basis").asText()).isEqualTo("CC_BY");
        assertThat(done.at("/outputs/0/rights/isInherited").asBoolean()).isTrue();
        assertThat(done.at("/outputs/0/derivedFrom/0/id").asText()).isEqualTo(clip);
        assertThat(done.at("/cost/cpuSeconds").asDouble()).isEqualTo(12.5);
        assertThat(done.at("/attempts/0/outcome").asText()).isEqualTo("SUCCEEDED");
        assertThat(done.at("/warnings/0").asText()).isEqualTo("Quiet.");
        assertThat(fixture.submit(clip, 1.0, "again").at("/job/id").asText()).isEqualTo(job);
    }

    @Test
    void aJobWhoseWorkerIsLostGoesToAnotherAndTheLateReportIsRefused() throws Exception {
        String job = fixture.submitted();
        JobFixture.RemoteWorker late = fixture.new RemoteWorker("late");
        JobFixture.RemoteWorker next = fixture.new RemoteWorker("next");
        JsonNode lost = late.lease(1).getFirst();
        late.heartbeat(0.4, lost);
        String lateUpload = send(late, lost);
        var requeued = requeuedAfter(job, 1);
        fixture.endLease(job);
        requeued.get();

        JsonNode lease = next.lease(1).getFirst();
        assertThat(lease.get("attempt").asInt()).isEqualTo(2);
        assertThat(lease.get("fencingToken").asLong())
                .isGreaterThan(lost.get("fencingToken").asLong());
        assertThat(late.heartbeat(0.9, lost)).containsExactly("LOST");
        assertThat(late.rendered(lost, lateUpload).at("/userErrors/0/code").asText())
                .isEqualTo("LEASE_LOST");
        assertThat(late.fail(lost, true).at("/userErrors/0/code").asText()).isEqualTo("LEASE_LOST");
        assertThat(late.startOutput(lost, "VIDEO", 1, "0".repeat(64))
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("LEASE_LOST");
        assertThat(next.rendered(lease, send(next, lease)).get("isAccepted").asBoolean())
                .isTrue();
        JsonNode done = fixture.job(job);
        assertThat(done.get("outputs").size()).isEqualTo(1);
        assertThat(done.get("attempts").findValuesAsText("outcome")).containsExactly("LOST", "SUCCEEDED");
        assertThat(done.at("/cost/cpuSeconds").asDouble())
                .as("what was lost has been paid for too")
                .isEqualTo(4 + 12.5);
    }

    @Test
    void aLateHeartbeatKeepsALeaseThatNobodyTook() {
        String job = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        JsonNode lease = worker.lease(1).getFirst();
        // Both ways are right; what must not happen is that the job is held and queued at once.
        fixture.endLease(job);
        String state = worker.heartbeat(null, lease).getFirst();
        assertThat(fixture.job(job).get("state").asText()).isEqualTo(state.equals("HELD") ? "RUNNING" : "QUEUED");
    }

    @Test
    void aLeaseWhoseAnswerGotLostIsTakenBack() {
        String job = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        worker.lease(1);
        worker.heartbeat(null);
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("RUNNING");
        pass(job, "started_at = started_at - interval '7 s', lease_until = lease_until - interval '7 s'");
        worker.heartbeat(null);
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("QUEUED");
    }

    @Test
    void aLeaseThatItsWorkerHeldAndDroppedCountsAsATry() {
        String job = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        JsonNode lease = worker.lease(1).getFirst();
        worker.heartbeat(0.1, lease);
        pass(job, "started_at = started_at - interval '10 s', lease_until = lease_until - interval '7 s'");
        worker.heartbeat(null);
        JsonNode back = fixture.job(job);
        assertThat(back.at("/attempts/0/outcome").asText()).isEqualTo("LOST");
        assertThat(back.get("maxAttempts").asInt()).isEqualTo(3);
    }

    @Test
    void aHeartbeatThatWasHeldUpOnItsWayEndsNoLeaseItCouldNotKnowOf() {
        String job = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        JsonNode lease = worker.lease(1).getFirst();
        pass(job, "started_at = started_at - interval '10 s'");
        worker.heartbeat(0.1, lease);
        worker.heartbeat(null);
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("RUNNING");
    }

    private static void pass(String job, String change) {
        server.sql()
                .doEverywhere(
                        tx -> tx.update("UPDATE attempt SET " + change + " WHERE job_id = ?", Id.Type.JOB.uuid(job)));
    }

    @Test
    void aRenderCannotEndAsAnInspection() {
        String job = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        JsonNode lease = worker.lease(1).getFirst();
        assertThat(worker.inspected(lease, Map.of("facts", facts()))
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("INVALID");
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("RUNNING");
    }

    @Test
    void aJobWhoseFileIsGoneFailsAndHoldsUpNoOther() {
        String lost = fixture.submitted();
        String fine = fixture.submitted();
        server.sql().doInStudio(fixture.member.studio(), tx -> tx.update("""
                                DELETE FROM blob WHERE sha256 IN (
                                    SELECT sha256 FROM asset JOIN job_input ON asset_id = asset.id WHERE job_id = ?)""", Id.Type.JOB.uuid(lost)));
        List<JsonNode> leases = fixture.new RemoteWorker("a").lease(5);
        assertThat(leases).extracting(lease -> lease.get("jobId").asText()).containsExactly(fine);
        assertThat(fixture.job(lost).get("state").asText()).isEqualTo("FAILED");
        assertThat(fixture.job(lost).at("/failure/code").asText()).isEqualTo("INPUT_UNAVAILABLE");
    }

    @Test
    void anOutputAnnouncedAnewIsSentAnew() {
        fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        JsonNode lease = worker.lease(1).getFirst();
        JsonNode first = worker.startOutput(lease, "VIDEO", 10, "a".repeat(64));
        assertThat(worker.startOutput(lease, "VIDEO", 10, "a".repeat(64)).at("/upload/id"))
                .isEqualTo(first.at("/upload/id"));
        assertThat(worker.startOutput(lease, "VIDEO", 11, "b".repeat(64)).at("/upload/id"))
                .isNotEqualTo(first.at("/upload/id"));
    }

    @Test
    void aFileDeletedBeforeItsCheckIsNotChecked() {
        UUID asset = Objects.requireNonNull(Id.Type.ASSET.uuid(fixture.clip("OWNED")));
        server.sql().doInStudio(fixture.member.studio(), tx -> {
            tx.update("UPDATE asset SET state = 'CHECKING', deleted_at = now() WHERE id = ?", asset);
            server.bean(Jobs.class).inspect(tx, fixture.member.studio(), asset);
        });
        assertThat(server.data(fixture.member, "{ jobs { nodes { id } } }")
                        .at("/jobs/nodes")
                        .size())
                .isZero();
    }

    @Test
    void aCancelledJobIsToldToItsWorkerAndItsReportRefused() {
        String job = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        JsonNode lease = worker.lease(1).getFirst();
        worker.heartbeat(0.2, lease);
        fixture.mutate("jobCancel", job);
        assertThat(worker.heartbeat(0.3, lease)).containsExactly("CANCELLED");
        assertThat(worker.fail(lease, true).at("/userErrors/0/code").asText()).isEqualTo("LEASE_LOST");
        JsonNode cancelled = fixture.job(job).at("/attempts/0");
        assertThat(cancelled.get("outcome").asText()).isEqualTo("CANCELLED");
        assertThat(cancelled.at("/cost/cpuSeconds").asDouble()).isEqualTo(2.0);
    }

    @Test
    void aFailedAttemptIsTriedAgainLaterUntilNoTryIsLeft() {
        String job = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        for (int attempt = 1; attempt <= 3; attempt++) {
            worker.fail(worker.lease(1).getFirst(), true);
            assertThat(worker.lease(1)).as("it waits").isEmpty();
            server.sql()
                    .doEverywhere(tx -> tx.update(
                            "UPDATE job SET run_at = now() WHERE id = ? AND state = 'QUEUED'", Id.Type.JOB.uuid(job)));
        }
        JsonNode failed = fixture.job(job);
        assertThat(failed.get("state").asText()).isEqualTo("FAILED");
        assertThat(failed.at("/failure/code").asText()).isEqualTo("RENDER_FAILED");
        assertThat(failed.at("/cost/cpuSeconds").asDouble()).isEqualTo(7.5);
        assertThat(fixture.mutate("jobRetry", job).at("/job/state").asText()).isEqualTo("QUEUED");
        assertThat(worker.lease(1).getFirst().get("attempt").asInt()).isEqualTo(4);
    }

    @Test
    void aHopelessFailureIsNotTriedAgain() {
        String job = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        worker.fail(worker.lease(1).getFirst(), false);
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("FAILED");
    }

    @Test
    void whatAWorkerGivesBackDoesNotCountAsATry() {
        String job = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        worker.release(worker.lease(1).getFirst());
        JsonNode back = fixture.job(job);
        assertThat(back.get("state").asText()).isEqualTo("QUEUED");
        assertThat(back.get("maxAttempts").asInt() - back.get("attempt").asInt())
                .isEqualTo(3);
        assertThat(worker.lease(1)).hasSize(1);
    }

    @Test
    void whatIsGivenBackForEverComesToItsEnd() {
        String job = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        int tries = 0;
        for (List<JsonNode> leased = worker.lease(1); !leased.isEmpty() && tries < 30; leased = worker.lease(1)) {
            worker.release(leased.getFirst());
            tries++;
        }
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("FAILED");
        assertThat(tries).isEqualTo(20);
    }

    @Test
    void aWorkerWithAnotherRendererGetsNoRender() {
        fixture.submitted();
        assertThat(fixture.new RemoteWorker("old", "0").lease(5)).isEmpty();
        assertThat(fixture.new RemoteWorker("new").lease(5)).hasSize(1);
    }

    @Test
    void aWorkerCannotTouchTheLeaseOfAnotherToken() {
        String job = fixture.submitted();
        JsonNode lease = fixture.new RemoteWorker("a").lease(1).getFirst();
        JobFixture.RemoteWorker thief = fixture.new RemoteWorker("b");
        assertThat(thief.heartbeat(1.0, lease)).containsExactly("LOST");
        assertThat(thief.fail(lease, false).at("/userErrors/0/code").asText()).isEqualTo("LEASE_LOST");
        assertThat(thief.release(lease).get("releasedJobIds").size()).isZero();
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("RUNNING");
    }

    @Test
    void nobodySpeaksOfMoreLeasesThanAWorkerHas() {
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("talker");
        List<?> leases = Collections.nCopies(65, Map.of("jobId", fixture.submitted(), "fencingToken", 1));
        assertThat(server.ask(worker.actor, """
                        mutation ($leases: [LeaseInput!]!) { workerRelease(input: {leases: $leases}) { releasedJobIds } }""", Map.of("leases", leases)).codes())
                .containsExactly("BAD_REQUEST");
    }

    @Test
    void anUploadedFileIsHandedToAWorkerAndBecomesWhatItFound() throws Exception {
        UUID asset = checking();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        JsonNode lease = waitForWork(worker, "INSPECT");
        assertThat(worker.inspected(lease, Map.of("facts", facts()))
                        .get("isAccepted")
                        .asBoolean())
                .isTrue();
        JsonNode ready = server.data(
                        fixture.member,
                        "query ($id: ID!) { node(id: $id) { ... on MediaAsset { state width duration warnings } } }",
                        Map.of("id", Id.Type.ASSET.of(asset)))
                .get("node");
        assertThat(ready.get("state").asText()).isEqualTo("READY");
        assertThat(ready.get("duration").asText()).isEqualTo("PT1.5S");
    }

    @Test
    void aFileThatNoWorkerCanFinishIsRefused() throws Exception {
        UUID asset = checking();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        worker.fail(waitForWork(worker, "INSPECT"), false);
        assertThat(server.data(
                                fixture.member,
                                "query ($id: ID!) { node(id: $id) { ... on MediaAsset { state refusal { code } } } }",
                                Map.of("id", Id.Type.ASSET.of(asset)))
                        .at("/node/refusal/code")
                        .asText())
                .isEqualTo("LIMIT_EXCEEDED");
    }

    @Test
    void workersThatRaceOnTwoReplicasGetEachJobOnce() throws Exception {
        List<String> submitted = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            submitted.add(fixture.submitted());
        }
        List<String> leased = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> racers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int replica = i % 2;
                racers.add(pool.submit(() -> leaseAll(replica)));
            }
            for (Future<List<String>> racer : racers) {
                leased.addAll(racer.get());
            }
        }
        assertThat(leased).containsExactlyInAnyOrderElementsOf(submitted);
    }

    private List<String> leaseAll(int replica) {
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("racer");
        Worker known =
                server.bean(replica, Workers.class).heardFrom(worker.actor.id(), Id.Type.WORKER.uuid(worker.id), null);
        List<String> mine = new ArrayList<>();
        List<LeasedJob> some;
        do {
            some = server.bean(replica, Leasing.class).lease(known, Set.of(JobKind.RENDER), 3, Worker.Room.ALL);
            some.forEach(job -> mine.add(Id.Type.JOB.of(job.job())));
        } while (!some.isEmpty());
        return mine;
    }

    /** An asset that has just been uploaded. */
    private UUID checking() {
        String clip = fixture.clip("OWNED");
        UUID asset = Objects.requireNonNull(Id.Type.ASSET.uuid(clip));
        server.sql().doInStudio(fixture.member.studio(), tx -> {
            tx.update("UPDATE asset SET state = 'CHECKING' WHERE id = ?", asset);
            server.bean(Outbox.class)
                    .write(tx, fixture.member.studio(), Topic.ASSET, asset, Map.of("state", "CHECKING"));
        });
        return asset;
    }

    /** What a worker gets once its subscription would have woken it. */
    private JsonNode waitForWork(JobFixture.RemoteWorker worker, String kind) {
        Flux.from(server.bean(EventLog.class).follow(fixture.member.studio(), Topic.JOB, null, "e0"))
                .filter(event -> event.payload().path("kind").asText().equals(kind))
                .blockFirst(Duration.ofSeconds(10));
        return worker.lease(1, kind).getFirst();
    }

    /** The next time that it goes back into the queue; its submission's own event may come later than this is asked. */
    private Future<Event> requeuedAfter(String job, int attempt) {
        return Flux.from(server.bean(1, EventLog.class)
                        .follow(fixture.member.studio(), Topic.JOB, Set.of(Id.Type.JOB.uuid(job)), null))
                .filter(event -> event.payload().path("state").asText().equals("QUEUED")
                        && event.payload().path("attempt").asInt() == attempt)
                .next()
                .timeout(Duration.ofSeconds(10))
                .toFuture();
    }

    private static Map<String, ?> facts() {
        return Map.of(
                "kind",
                "VIDEO",
                "contentType",
                "video/mp4",
                "durationMillis",
                1500,
                "width",
                320,
                "height",
                240,
                "frameRate",
                25.0,
                "hasAudio",
                false,
                "warnings",
                List.of("Odd."));
    }

    private static String send(JobFixture.RemoteWorker worker, JsonNode lease)
            throws IOException, InterruptedException, NoSuchAlgorithmException {
        return worker.send(lease, VIDEO);
    }
}
