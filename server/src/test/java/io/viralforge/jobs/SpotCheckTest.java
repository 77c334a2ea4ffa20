package io.viralforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the work of strangers, all of which is looked at here. */
class SpotCheckTest {
    private static final byte[] TRUE = "the true video".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FALSE = "an advertisement".getBytes(StandardCharsets.UTF_8);

    private static TestServer server;
    private static Actor.Member operator;
    private JobFixture fixture;
    private JobFixture.RemoteWorker stranger;

    @BeforeAll
    static void start() {
        server = TestServer.start(1, Map.of("viralforge.jobs.spot-checks", 1.0));
        operator = server.newMember(Scope.OPERATOR, Scope.READ);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void begin() {
        JobFixture.emptyQueue(server);
        server.sql().doEverywhere(tx -> tx.update("UPDATE worker SET last_seen_at = now() - interval '1 day'"));
        fixture = new JobFixture(server);
        stranger = stranger("stranger");
    }

    private JobFixture.RemoteWorker stranger(String name) {
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker(name);
        server.sql()
                .doEverywhere(
                        tx -> tx.update("UPDATE worker_token SET is_trusted = false WHERE id = ?", worker.actor.id()));
        worker.register();
        return worker;
    }

    @Test
    void aStrangersRenderIsMadeAgainAndTheSecondCounts() throws Exception {
        JobFixture.RemoteWorker friend = fixture.new RemoteWorker("friend");
        String job = fixture.submitted();
        JsonNode first = stranger.lease(1).getFirst();
        String upload = stranger.send(first, TRUE);
        assertThat(stranger.rendered(first, upload).get("isAccepted").asBoolean())
                .isTrue();
        assertThat(stranger.rendered(first, upload).get("isAccepted").asBoolean())
                .as("the answer got lost, and it is said again")
                .isTrue();
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("QUEUED");
        assertThat(stranger.lease(1)).as("not by the same").isEmpty();

        JsonNode second = friend.lease(1).getFirst();
        friend.rendered(second, friend.send(second, TRUE));
        JsonNode done = fixture.job(job);
        assertThat(done.get("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(done.get("outputs").size()).isEqualTo(1);
        assertThat(done.get("attempts").findValuesAsText("outcome")).containsExactly("SET_ASIDE", "SUCCEEDED");
        assertThat(state(stranger)).isEqualTo("ONLINE");
    }

    @Test
    void whoMakesAnotherVideoGetsNoMoreJobsAndTheEvidenceStays() throws Exception {
        JobFixture.RemoteWorker friend = fixture.new RemoteWorker("friend");
        String job = fixture.submitted();
        JsonNode first = stranger.lease(1).getFirst();
        stranger.rendered(first, stranger.send(first, FALSE));
        JsonNode second = friend.lease(1).getFirst();
        friend.rendered(second, friend.send(second, TRUE));
        assertThat(state(stranger)).isEqualTo("QUARANTINED");
        assertThat(state(friend)).isEqualTo("ONLINE");
        assertThat(fixture.job(job).get("attempts").findValuesAsText("videoSha256"))
                .doesNotHaveDuplicates()
                .hasSize(2);
        fixture.submitted();
        assertThat(stranger.lease(1)).isEmpty();
    }

    @Test
    void whereNobodyCanLookTheResultCounts() throws Exception {
        String job = fixture.submitted();
        JsonNode lease = stranger.lease(1).getFirst();
        stranger.rendered(lease, stranger.send(lease, TRUE));
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void aTrustedWorkersRenderIsNotMadeAgain() throws Exception {
        fixture.new RemoteWorker("another");
        JobFixture.RemoteWorker friend = fixture.new RemoteWorker("friend");
        String job = fixture.submitted();
        JsonNode lease = friend.lease(1).getFirst();
        friend.rendered(lease, friend.send(lease, TRUE));
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void aPosterCanLieToo() throws Exception {
        JobFixture.RemoteWorker friend = fixture.new RemoteWorker("friend");
        fixture.submitted();
        JsonNode first = stranger.lease(1).getFirst();
        stranger.rendered(first, stranger.send(first, TRUE));
        server.sql()
                .doEverywhere(tx -> tx.update("UPDATE attempt SET poster_sha256 = 'x' WHERE outcome = 'SET_ASIDE'"));
        JsonNode second = friend.lease(1).getFirst();
        friend.rendered(second, friend.send(second, TRUE));
        assertThat(state(stranger)).isEqualTo("QUARANTINED");
    }

    @Test
    void anotherKeyIsNoWayOut() throws Exception {
        JobFixture.RemoteWorker friend = fixture.new RemoteWorker("friend");
        assertThat(stranger.register("instance-2").get("state").asText()).isEqualTo("ONLINE");
        fixture.submitted();
        JsonNode first = stranger.lease(1).getFirst();
        stranger.rendered(first, stranger.send(first, FALSE));
        JsonNode second = friend.lease(1).getFirst();
        friend.rendered(second, friend.send(second, TRUE));
        assertThat(stranger.register("instance-2").get("state").asText()).isEqualTo("QUARANTINED");
        assertThat(stranger.register("instance-3").get("state").asText()).isEqualTo("QUARANTINED");
        assertThat(friend.register("instance-2").get("state").asText()).isEqualTo("ONLINE");
    }

    @Test
    void aPausedStrangerStaysPausedUnderAnotherKey() {
        server.data(
                operator, "mutation ($id: ID!) { workerPause(id: $id) { worker { id } } }", Map.of("id", stranger.id));
        assertThat(stranger.register("instance-2").get("state").asText()).isEqualTo("PAUSED");
    }

    @Test
    void anotherFfmpegIsNoExcuseForItIsAStrangersWord() throws Exception {
        JobFixture.RemoteWorker friend = fixture.new RemoteWorker("friend");
        server.sql()
                .doEverywhere(
                        tx -> tx.update("UPDATE worker SET ffmpeg = '7.1' WHERE token_id = ?", stranger.actor.id()));
        String job = fixture.submitted();
        JsonNode first = stranger.lease(1).getFirst();
        stranger.rendered(first, stranger.send(first, FALSE));
        JsonNode second = friend.lease(1).getFirst();
        friend.rendered(second, friend.send(second, TRUE));
        assertThat(state(stranger)).isEqualTo("QUARANTINED");
        assertThat(reason(stranger)).contains("FFmpeg 7.1", "FFmpeg 8.0");
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void aStrangerIsNoWitnessAgainstAnother() throws Exception {
        fixture.new RemoteWorker("friend");
        String job = fixture.submitted();
        JsonNode first = stranger.lease(1).getFirst();
        stranger.rendered(first, stranger.send(first, TRUE));
        trustedAreGone();
        JobFixture.RemoteWorker other = stranger("other");
        JsonNode second = other.lease(1).getFirst();
        other.rendered(second, other.send(second, FALSE));
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(state(stranger)).isEqualTo("ONLINE");
        assertThat(state(other)).isEqualTo("ONLINE");
    }

    @Test
    void aStrangersTokenHasOnlySoManyWorkers() {
        server.sql().doEverywhere(tx -> tx.update("""
                        INSERT INTO worker (id, token_id, instance_key, name, version, renderer_version, cores,
                            memory_bytes, gpus, encoders, decoders, ffmpeg, last_seen_at, is_trusted)
                        SELECT gen_random_uuid(), token_id, 'another-' || n, name, version, renderer_version, cores,
                            memory_bytes, gpus, encoders, decoders, ffmpeg, last_seen_at, is_trusted
                        FROM worker, generate_series(2, ?) AS n WHERE token_id = ?""", Workers.MOST_OF_A_STRANGER, stranger.actor.id()));
        assertThat(stranger.register("instance-2").isNull()).isTrue();
        assertThat(stranger.register("instance-1").get("state").asText()).isEqualTo("ONLINE");
    }

    @Test
    void strangersDoNotLookAtFilesWhileThereIsAnybodyElse() {
        JobFixture.RemoteWorker friend = fixture.new RemoteWorker("friend");
        inspection();
        assertThat(stranger.lease(1, "INSPECT")).isEmpty();
        assertThat(friend.lease(1, "INSPECT")).hasSize(1);
        inspection();
        server.bean(SpotChecks.class).letGo();
        assertThat(stranger.lease(1, "INSPECT")).as("he was just here").isEmpty();
        trustedAreGone();
        assertThat(stranger.lease(1, "INSPECT")).as("rather than never").hasSize(1);
    }

    @Test
    void nobodyWaitsForAFriendWhoDoesNotWork() {
        JobFixture.RemoteWorker friend = fixture.new RemoteWorker("friend");
        for (String obstacle : List.of("stance = 'PAUSE'", "memory_bytes = 0")) {
            inspection();
            server.sql().doEverywhere(tx -> tx.update("UPDATE job SET memory_bytes = 1 WHERE state = 'QUEUED'"));
            server.sql().doEverywhere(tx -> tx.update("UPDATE worker SET " + obstacle + " WHERE is_trusted"));
            server.bean(SpotChecks.class).letGo();
            assertThat(stranger.lease(1, "INSPECT")).as(obstacle).hasSize(1);
            friend.register("instance-1");
            server.sql().doEverywhere(tx -> tx.update("UPDATE worker SET stance = 'WORK' WHERE is_trusted"));
        }
        inspection();
        server.bean(SpotChecks.class).letGo();
        assertThat(stranger.lease(1, "INSPECT")).isEmpty();
        server.sql().doEverywhere(tx -> tx.update("UPDATE job SET run_at = now() - interval '61 minutes'"));
        server.bean(SpotChecks.class).letGo();
        assertThat(stranger.lease(1, "INSPECT")).as("it takes other kinds only").hasSize(1);
    }

    @Test
    void aStrangersFailureIsLeftToATrustedWorkerInOurWords() throws Exception {
        JobFixture.RemoteWorker friend = fixture.new RemoteWorker("friend");
        String job = fixture.submitted();
        stranger.fail(stranger.lease(1).getFirst(), false, "INPUT_UNREADABLE");
        JsonNode left = fixture.job(job);
        assertThat(left.get("state").asText()).isEqualTo("QUEUED");
        assertThat(left.at("/failure/message").asText()).isEqualTo("A worker that is not trusted could not do it.");
        assertThat(left.get("maxAttempts").asInt() - left.get("attempt").asInt())
                .isEqualTo(3);
        assertThat(stranger.lease(1)).isEmpty();
        JsonNode again = friend.lease(1).getFirst();
        friend.rendered(again, friend.send(again, TRUE));
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(state(stranger)).as("once is nothing").isEqualTo("ONLINE");
    }

    @Test
    void whoFailsAtWhatATrustedWorkerDoesGetsNoMoreJobsWhateverItsKey() throws Exception {
        JobFixture.RemoteWorker friend = fixture.new RemoteWorker("friend");
        for (int n = 1; n <= Quarantine.FAILURES; n++) {
            assertThat(state(stranger)).isEqualTo("ONLINE");
            fixture.submitted();
            String key = stranger.register("instance-" + n).get("id").asText();
            stranger.fail(stranger.lease(key, 1).getFirst(), false, "INPUT_UNREADABLE");
            JsonNode again = friend.lease(1).getFirst();
            friend.rendered(again, friend.send(again, TRUE));
        }
        assertThat(state(stranger)).isEqualTo("QUARANTINED");
        assertThat(reason(stranger)).contains("3 of its last 3 attempts", "INPUT_UNREADABLE");
        assertThat(stranger.register("instance-2").get("state").asText()).isEqualTo("QUARANTINED");
        assertThat(state(friend)).isEqualTo("ONLINE");
    }

    @Test
    void whatAStrangerDropsOrGivesBackIsLeftToATrustedWorkerToo() {
        JobFixture.RemoteWorker friend = fixture.new RemoteWorker("friend");
        fixture.submitted();
        stranger.release(stranger.lease(1).getFirst());
        assertThat(stranger.lease(1)).isEmpty();
        assertThat(friend.lease(1)).hasSize(1);
    }

    @Test
    void whereNobodyIsTrustedAStrangersFailureIsOneTry() {
        String job = fixture.submitted();
        trustedAreGone();
        stranger.fail(stranger.lease(1).getFirst(), false);
        JsonNode failed = fixture.job(job);
        assertThat(failed.get("state").asText()).isEqualTo("QUEUED");
        assertThat(failed.get("maxAttempts").asInt()).isEqualTo(3);
    }

    @Test
    void aStrangersTokenHasOnlySoManyLeasesByHoweverManyKeys() {
        JobFixture.RemoteWorker friend = fixture.new RemoteWorker("friend");
        fixture.bulk(Strangers.MOST_LEASES + 3);
        String second = stranger.register("instance-2").get("id").asText();
        assertThat(stranger.lease(Strangers.MOST_LEASES - 1)).hasSize(Strangers.MOST_LEASES - 1);
        assertThat(stranger.lease(second, 5)).hasSize(1);
        assertThat(stranger.lease(5)).isEmpty();
        assertThat(friend.lease(5)).hasSize(3);
    }

    @Test
    void aStrangerWhoIsNotDoneInTimeLosesTheJobHoweverOftenItIsHeardFrom() {
        fixture.new RemoteWorker("friend");
        String job = fixture.submitted();
        String film = fixture.submitted();
        server.sql().doEverywhere(tx -> tx.update("""
                UPDATE asset SET duration_ms = 3600000
                WHERE id = (SELECT asset_id FROM job_input WHERE job_id = ?)""", Id.Type.JOB.uuid(film)));
        List<JsonNode> leases = stranger.lease(2);
        server.sql()
                .doEverywhere(tx -> tx.update(
                        "UPDATE attempt SET started_at = now() - interval '11 minutes' WHERE ended_at IS NULL"));
        stranger.heartbeat(0.1, leases.toArray(JsonNode[]::new));
        server.bean(Leases.class).endOverdue();
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("QUEUED");
        assertThat(fixture.job(job).at("/failure/code").asText()).isEqualTo("WORKER_LOST");
        assertThat(fixture.job(film).get("state").asText()).isEqualTo("RUNNING");
    }

    @Test
    void whatAStrangerAnnouncesInPlaceOfAnotherResultEndsThatOne() {
        fixture.submitted();
        JsonNode lease = stranger.lease(1).getFirst();
        JsonNode first =
                stranger.startOutput(lease, "VIDEO", 10, "a".repeat(64)).get("upload");
        stranger.startOutput(lease, "VIDEO", 11, "b".repeat(64));
        assertThat(uploads("OPEN")).isOne();
        assertThat(uploads("CANCELLED")).isOne();
        assertThat(first.at("/missingParts").size()).isOne();
    }

    @Test
    void whatWasSentOfAResultGoesWithItsAttempt() throws Exception {
        fixture.new RemoteWorker("friend");
        fixture.submitted();
        fixture.submitted();
        List<JsonNode> leases = stranger.lease(2);
        stranger.startOutput(leases.getFirst(), "VIDEO", 10, "a".repeat(64));
        stranger.fail(leases.getFirst(), false);
        stranger.rendered(leases.getLast(), stranger.send(leases.getLast(), TRUE));
        assertThat(uploads("OPEN")).isZero();
        assertThat(uploads("CANCELLED")).isEqualTo(2);
    }

    @Test
    void aStrangersResultIsNoLargerThanItsRecipeCanMakeIt() {
        fixture.submitted();
        JsonNode lease = stranger.lease(1).getFirst();
        JsonNode refused = stranger.startOutput(lease, "VIDEO", 1L << 30, "a".repeat(64));
        assertThat(refused.at("/userErrors/0/code").asText()).isEqualTo("TOO_LARGE");
        assertThat(stranger.startOutput(lease, "VIDEO", 100L << 20, "a".repeat(64))
                        .at("/upload/id")
                        .asText())
                .as("ten seconds")
                .isNotEmpty();
    }

    private long uploads(String state) {
        return server.sql()
                .inStudio(
                        fixture.member.studio(),
                        tx -> tx.one(
                                "SELECT count(*) AS uploads FROM upload WHERE state = ?",
                                row -> row.big("uploads"),
                                state));
    }

    private static void trustedAreGone() {
        server.sql()
                .doEverywhere(tx ->
                        tx.update("UPDATE worker SET last_seen_at = now() - interval '11 minutes' WHERE is_trusted"));
        server.bean(SpotChecks.class).letGo();
    }

    /** A file that has to be looked at. */
    private void inspection() {
        UUID asset = Objects.requireNonNull(Id.Type.ASSET.uuid(fixture.clip("OWNED")));
        server.sql().doInStudio(fixture.member.studio(), tx -> {
            tx.update("UPDATE asset SET state = 'CHECKING' WHERE id = ?", asset);
            server.bean(Jobs.class).inspect(tx, fixture.member.studio(), asset);
        });
    }

    private static String state(JobFixture.RemoteWorker worker) {
        return seen(worker).get("state").asText();
    }

    private static String reason(JobFixture.RemoteWorker worker) {
        return seen(worker).at("/quarantine/reason").asText();
    }

    private static JsonNode seen(JobFixture.RemoteWorker worker) {
        return server.data(
                        operator,
                        "query ($id: ID!) { node(id: $id) { ... on Worker { state quarantine { reason } } } }",
                        Map.of("id", worker.id))
                .get("node");
    }
}
