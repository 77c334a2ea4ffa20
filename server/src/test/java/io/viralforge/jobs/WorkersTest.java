package io.viralforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.RawSocket;
import io.viralforge.testing.TestServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which worker gets what: by what it can do, by what it has room for, and by how it stands. */
class WorkersTest {
    private static TestServer server;
    private static Actor.Member operator;
    private JobFixture fixture;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        operator = server.newMember(Scope.OPERATOR, Scope.READ);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void emptyQueue() {
        JobFixture.emptyQueue(server);
        server.sql()
                .doEverywhere(tx -> tx.update(
                        "UPDATE worker SET last_seen_at = now() - interval '1 day', offers = '{}', memory_bytes = 1"));
        fixture = new JobFixture(server);
    }

    @Test
    void aJobGoesToAWorkerThatDecodesItsFootage() {
        String job = of("av1", "opus");
        JobFixture.RemoteWorker old = fixture.new RemoteWorker("old");
        JobFixture.RemoteWorker modern = fixture.new RemoteWorker("modern", List.of("h264", "libdav1d"), List.of());
        assertThat(old.lease(5)).isEmpty();
        assertThat(modern.lease(5))
                .extracting(lease -> lease.get("jobId").asText())
                .containsExactly(job);
    }

    @Test
    void aJobThatNoWorkerCanDoSaysWhatIsMissing() {
        String job = of("av1");
        assertThat(waiting(job)).contains("NO_CAPABLE_WORKER", "decoder:av1", "encoder:libx264");
        fixture.new RemoteWorker("old");
        assertThat(waiting(job)).isEqualTo("{\"reason\":\"NO_CAPABLE_WORKER\",\"missing\":[\"decoder:av1\"]}");
        fixture.new RemoteWorker("modern", List.of("av1"), List.of());
        assertThat(waiting(job)).isEqualTo("{\"reason\":\"TURN\",\"missing\":[]}");
    }

    @Test
    void captionsFromSpeechAreForAWorkerThatHearsAndComeBack() throws Exception {
        String job = server.data(fixture.member, """
                        mutation ($clip: ID!) {
                          jobSubmit(input: {recipe: {source: {assetId: $clip}, captions: {speech: {characters: 20}}}},
                            idempotencyKey: "heard") { job { id } } }""", Map.of("clip", fixture.clip("OWNED")))
                .at("/jobSubmit/job/id")
                .asText();
        JobFixture.RemoteWorker deaf = fixture.new RemoteWorker("deaf");
        assertThat(deaf.lease(1)).isEmpty();
        assertThat(waiting(job)).isEqualTo("{\"reason\":\"NO_CAPABLE_WORKER\",\"missing\":[\"model:speech\"]}");

        JobFixture.RemoteWorker hears = fixture.new RemoteWorker("hears", Set.of("speech"));
        JsonNode lease = hears.lease(1).getFirst();
        assertThat(lease.get("recipe").asText()).contains("\"captions\":{\"speech\":{\"characters\":20}}");
        String upload = hears.send(lease, new byte[] {1});
        assertThat(hears.rendered(lease, upload, "no document")
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("CAPTIONS_INVALID");
        String heard = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHello\n";
        assertThat(hears.rendered(lease, upload, heard).get("isAccepted").asBoolean())
                .isTrue();

        assertThat(server.data(
                                fixture.member,
                                "query ($id: ID!) { node(id: $id) { ... on Job { captions recipe { cueCount } } } }",
                                Map.of("id", job))
                        .get("node")
                        .toString())
                .isEqualTo("{\"captions\":\"%s\",\"recipe\":{\"cueCount\":0}}".formatted(heard.replace("\n", "\\n")));
    }

    @Test
    void whatACardDecodesIsNoHelpToARenderOnTheProcessor() {
        of("hevc");
        assertThat(fixture.new RemoteWorker("card", List.of("hevc_cuvid"), List.of()).lease(1))
                .isEmpty();
    }

    @Test
    void nothingIsAskedOfAWorkerForACodingThatNobodyTries() {
        of("prores");
        assertThat(fixture.new RemoteWorker("any").lease(1)).hasSize(1);
    }

    @Test
    void aJobMayAskForLabels() {
        String job = server.data(fixture.member, """
                        mutation ($clip: ID!) { jobSubmit(input: {recipe: {source: {assetId: $clip}},
                          labels: ["zone=eu"]}, idempotencyKey: "labels") { job { id } userErrors { code } } }""", Map.of("clip", fixture.clip("OWNED")))
                .at("/jobSubmit/job/id")
                .asText();
        assertThat(fixture.new RemoteWorker("us", List.of("h264"), List.of("zone=us")).lease(1))
                .isEmpty();
        assertThat(waiting(job)).contains("label:zone=eu");
        assertThat(fixture.new RemoteWorker("eu", List.of("h264"), List.of("zone=eu", "rack=7")).lease(1))
                .hasSize(1);
    }

    @Test
    void aLabelIsAKeyAndAValue() {
        JsonNode refused = server.data(fixture.member, """
                        mutation ($clip: ID!) { jobSubmit(input: {recipe: {source: {assetId: $clip}},
                          labels: ["just a word"]}, idempotencyKey: "word") { userErrors { code path } } }""", Map.of("clip", fixture.clip("OWNED")))
                .at("/jobSubmit/userErrors/0");
        assertThat(refused.toString()).isEqualTo("{\"code\":\"INVALID\",\"path\":[\"input\",\"labels\"]}");
    }

    @Test
    void aJobGoesOnlyWhereItHasRoom() {
        String job = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("busy");
        assertThat(leasedInto(worker, 3, 1L << 40)).as("too few cores").isEmpty();
        assertThat(leasedInto(worker, 8, 100 << 20)).as("too little memory").isEmpty();
        List<JsonNode> leased = leasedInto(worker, 4, 1 << 30);
        assertThat(leased).hasSize(1);
        assertThat(leased.getFirst().get("cores").asInt()).isEqualTo(4);
        assertThat(leased.getFirst().get("memoryBytes").asLong()).isBetween(256L << 20, 1L << 30);
        assertThat(fixture.job(job).get("state").asText()).isEqualTo("RUNNING");
    }

    @Test
    void aWorkerWithTooLittleMemoryDoesNotGetTheJobAtAll() {
        String job = fixture.submitted();
        server.sql()
                .doEverywhere(tx ->
                        tx.update("UPDATE job SET memory_bytes = 2::bigint << 30 WHERE id = ?", Id.Type.JOB.uuid(job)));
        assertThat(fixture.new RemoteWorker("small").lease(1)).isEmpty();
        assertThat(waiting(job)).contains("NO_CAPABLE_WORKER", "memory:2048 MiB");
    }

    @Test
    void aPausedWorkerKeepsWhatItHasAndGetsNothingNew() {
        fixture.submitted();
        String second = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        JsonNode held = worker.lease(1).getFirst();
        assertThat(operate("workerPause", worker)).isEqualTo("PAUSED");
        assertThat(operate("workerPause", worker)).isEqualTo("PAUSED");
        assertThat(worker.lease(1)).isEmpty();
        assertThat(worker.heartbeat(0.5, held)).containsExactly("HELD");
        assertThat(waiting(second)).contains("WORKER_HELD_BACK");
        assertThat(operate("workerResume", worker)).isEqualTo("ONLINE");
        assertThat(worker.lease(1)).hasSize(1);
    }

    @Test
    void aWorkerIsToldToDrainUntilItComesBackAnew() {
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        assertThat(isToDrain(worker)).isFalse();
        assertThat(operate("workerDrain", worker)).isEqualTo("DRAINING");
        assertThat(isToDrain(worker)).isTrue();
        fixture.submitted();
        assertThat(worker.lease(1)).isEmpty();
        worker.register();
        assertThat(isToDrain(worker)).isFalse();
        assertThat(worker.lease(1)).hasSize(1);
    }

    @Test
    void aWorkerThatFailsThreeOfFiveGetsNoJobsForAWhile() {
        JobFixture.RemoteWorker bad = fixture.new RemoteWorker("bad");
        fixture.new RemoteWorker("good");
        for (int i = 0; i < 3; i++) {
            assertThat(state(bad)).isEqualTo("ONLINE");
            fixture.submitted();
            bad.fail(bad.lease(1).getFirst(), false);
        }
        JsonNode seen = worker(bad);
        assertThat(seen.get("state").asText()).isEqualTo("QUARANTINED");
        assertThat(seen.at("/quarantine/reason").asText()).contains("3 of its last 3", "RENDER_FAILED");
        fixture.submitted();
        assertThat(bad.lease(1)).isEmpty();
        assertThat(operate("workerResume", bad)).isEqualTo("ONLINE");
        bad.fail(bad.lease(1).getFirst(), false);
        assertThat(state(bad)).as("what was before is forgiven").isEqualTo("ONLINE");
    }

    @Test
    void operatorsHearOfEachChangeOnceAndInItsOrder() throws Exception {
        JobFixture.RemoteWorker bad = fixture.new RemoteWorker("bad");
        fixture.new RemoteWorker("good");
        String now = server.data(operator, "{ events { cursor } }")
                .at("/events/cursor")
                .asText();
        operate("workerPause", bad);
        operate("workerResume", bad);
        operate("workerDrain", bad);
        operate("workerResume", bad);
        for (int i = 0; i < 3; i++) {
            fixture.submitted();
            bad.fail(bad.lease(1).getFirst(), false);
        }
        assertThat(server.ask(operator, "{ events(topics: [WORKER]) { cursor } }")
                        .codes())
                .as("they are in no studio's log")
                .containsExactly("BAD_REQUEST");
        String from = now;
        for (String state : List.of("PAUSED", "ONLINE", "DRAINING", "ONLINE", "QUARANTINED")) {
            JsonNode event = workerEvent(from);
            assertThat(event.get("state").asText()).isEqualTo(state);
            assertThat(event.at("/worker/id").asText()).isEqualTo(bad.id);
            assertThat(event.at("/worker/state").asText()).as("as it is now").isEqualTo("QUARANTINED");
            from = event.get("cursor").asText();
        }
    }

    @Test
    void aQuarantineEndsByItself() {
        JobFixture.RemoteWorker bad = fixture.new RemoteWorker("bad");
        fixture.new RemoteWorker("good");
        for (int i = 0; i < 3; i++) {
            fixture.submitted();
            bad.fail(bad.lease(1).getFirst(), false);
        }
        server.sql().doEverywhere(tx -> tx.update("UPDATE worker SET quarantined_until = now()"));
        assertThat(state(bad)).isEqualTo("ONLINE");
    }

    @Test
    void theLastWorkerIsNotPutInQuarantine() {
        JobFixture.RemoteWorker only = fixture.new RemoteWorker("only");
        for (int i = 0; i < 4; i++) {
            fixture.submitted();
            only.fail(only.lease(1).getFirst(), false);
        }
        assertThat(state(only)).isEqualTo("ONLINE");
    }

    @Test
    void aJobThatFailsEverywhereSaysNothingOfTheWorkers() {
        JobFixture.RemoteWorker first = fixture.new RemoteWorker("first");
        JobFixture.RemoteWorker second = fixture.new RemoteWorker("second");
        for (int i = 0; i < 4; i++) {
            String poison = fixture.submitted();
            first.fail(first.lease(1).getFirst(), true);
            server.sql()
                    .doEverywhere(
                            tx -> tx.update("UPDATE job SET run_at = now() WHERE id = ?", Id.Type.JOB.uuid(poison)));
            second.fail(second.lease(1).getFirst(), false);
        }
        assertThat(state(first)).isEqualTo("ONLINE");
        assertThat(state(second)).isEqualTo("ONLINE");
    }

    @Test
    void jobsLostTogetherAreOneFailure() {
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("unplugged");
        fixture.new RemoteWorker("good");
        for (int i = 0; i < 4; i++) {
            fixture.submitted();
        }
        assertThat(worker.lease(4)).hasSize(4);
        server.sql()
                .doEverywhere(tx ->
                        tx.update("UPDATE attempt SET lease_until = now() - interval '1 s' WHERE ended_at IS NULL"));
        server.bean(Leases.class).reap();
        assertThat(worker(worker).get("quarantine").isNull()).isTrue();
    }

    /** A new render of footage in these codings. */
    private String of(String... codecs) {
        String clip = fixture.clip("OWNED");
        server.sql()
                .doInStudio(
                        fixture.member.studio(),
                        tx -> tx.update(
                                "UPDATE asset SET codecs = ? WHERE id = ?", List.of(codecs), Id.Type.ASSET.uuid(clip)));
        return fixture.submit(clip, 1.0, "of-" + String.join("-", codecs))
                .at("/job/id")
                .asText();
    }

    private String waiting(String job) {
        return server.data(
                        fixture.member,
                        "query ($id: ID!) { node(id: $id) { ... on Job { waiting { reason missing } } } }",
                        Map.of("id", job))
                .at("/node/waiting")
                .toString();
    }

    private static List<JsonNode> leasedInto(JobFixture.RemoteWorker worker, int cores, long memory) {
        return server.data(worker.actor, """
                        mutation ($worker: ID!, $cores: Int!, $memory: Long!) { workerLease(input: {workerId: $worker,
                          max: 1, kinds: [RENDER], freeCores: $cores, freeMemoryBytes: $memory}) {
                          leases { jobId cores memoryBytes } } }""", Map.of("worker", worker.id, "cores", cores, "memory", memory))
                .at("/workerLease/leases")
                .valueStream()
                .toList();
    }

    private static String operate(String mutation, JobFixture.RemoteWorker worker) {
        return server.data(
                        operator,
                        "mutation ($id: ID!) { %s(id: $id) { worker { state } userErrors { code } } }"
                                .formatted(mutation),
                        Map.of("id", worker.id))
                .at("/" + mutation + "/worker/state")
                .asText();
    }

    /** The next one after a cursor, on a connection of its own. */
    private static JsonNode workerEvent(String after) throws Exception {
        try (RawSocket socket = RawSocket.open(server.uri(), Map.of())) {
            socket.send("{\"type\": \"connection_init\", \"payload\": {\"Authorization\": \"Bearer "
                    + TestServer.token(operator) + "\"}}");
            socket.next();
            socket.send("{\"type\": \"subscribe\", \"id\": \"1\", \"payload\": {\"query\": \"subscription {"
                    + " workerEvents(after: \\\"" + after + "\\\") { cursor state worker { id state } } }\"}}");
            return socket.next().at("/payload/data/workerEvents");
        }
    }

    private static boolean isToDrain(JobFixture.RemoteWorker worker) {
        return server.data(
                        worker.actor,
                        "mutation ($worker: ID!) { workerHeartbeat(input: {workerId: $worker, leases: []}) { isToDrain } }",
                        Map.of("worker", worker.id))
                .at("/workerHeartbeat/isToDrain")
                .asBoolean();
    }

    private static JsonNode worker(JobFixture.RemoteWorker worker) {
        return server.data(
                        operator,
                        "query ($id: ID!) { node(id: $id) { ... on Worker { state labels quarantine { until reason } } } }",
                        Map.of("id", worker.id))
                .get("node");
    }

    private static String state(JobFixture.RemoteWorker worker) {
        return worker(worker).get("state").asText();
    }
}
