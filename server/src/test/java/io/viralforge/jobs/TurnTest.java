package io.viralforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.TestServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes next: priority, age, fairness between studios, and their limits. */
class TurnTest {
    private static TestServer server;
    private JobFixture fixture;
    private JobFixture other;

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
        other = new JobFixture(server);
    }

    @Test
    void ofOneStudioTheHigherPriorityGoesFirstAndThenTheEarlier() {
        String low = fixture.submitted(2);
        String first = fixture.submitted(7);
        String second = fixture.submitted(7);
        assertThat(leased(3)).containsExactly(first, second, low);
    }

    @Test
    void aStepsTimeOfWaitingIsWorthAStepOfPriority() {
        String old = fixture.submitted(2);
        fixture.age(old, Turn.STEP.multipliedBy(3).plusSeconds(1));
        String new5 = fixture.submitted(5);
        String new6 = fixture.submitted(6);
        assertThat(leased(3)).containsExactly(new6, old, new5);
    }

    @Test
    void nothingStarves() {
        String lowest = fixture.submitted(0);
        fixture.age(lowest, Turn.STEP.multipliedBy(9).plusSeconds(1));
        fixture.submitted(9);
        assertThat(leased(1)).containsExactly(lowest);
    }

    @Test
    void aTriedAgainJobKeepsItsTurn() {
        String first = fixture.submitted();
        fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("a");
        worker.release(worker.lease(1).getFirst());
        assertThat(leased(1)).containsExactly(first);
    }

    @Test
    void aThousandJobsOfOneStudioDoNotKeepTheOneOfAnotherWaiting() {
        fixture.bulk(1000);
        String single = other.submitted(0);
        List<String> leased = leased(2);
        assertThat(leased).contains(single);
        assertThat(leased(5)).hasSize(5);
    }

    @Test
    void runningJobsAreSharedEquallyWhateverThePriorities() {
        for (int i = 0; i < 6; i++) {
            fixture.submitted(9);
            other.submitted(0);
        }
        JobFixture third = new JobFixture(server);
        third.submitted(5);
        Map<UUID, Integer> running = new HashMap<>();
        for (String job : leased(7)) {
            running.merge(studio(job), 1, Integer::sum);
        }
        assertThat(running)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(fixture.member.studio(), 3, other.member.studio(), 3, third.member.studio(), 1));
        assertThat(studio(leased(1).getFirst()))
                .as("as many run: the earlier turn")
                .isEqualTo(fixture.member.studio());
        assertThat(studio(leased(1).getFirst())).as("it has fewer now").isEqualTo(other.member.studio());
    }

    @Test
    void leasedOneByOneOrTogetherTheOrderIsTheSame() {
        for (int i = 0; i < 5; i++) {
            fixture.submitted(i);
            other.submitted(9 - i);
        }
        List<String> together = leased(10);
        server.sql()
                .doEverywhere(
                        tx -> tx.update("UPDATE job SET state = 'QUEUED', worker_id = NULL WHERE state = 'RUNNING'"));
        List<String> oneByOne = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            oneByOne.addAll(leased(1));
        }
        assertThat(oneByOne).isEqualTo(together);
    }

    @Test
    void ofManyWhoAskAtOnceEachIsGivenItsOwnJobsAndSuchAsItCanDo() throws Exception {
        fixture.bulk(60);
        server.sql().doInStudio(fixture.member.studio(), tx -> tx.update("""
                UPDATE job SET needs = needs || ARRAY['decoder:av1']
                WHERE id IN (SELECT id FROM job WHERE state = 'QUEUED' ORDER BY id LIMIT 30)"""));
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<String> decoders = i % 2 == 0 ? List.of("h264") : List.of("h264", "av1");
            workers.add(known(0, fixture.new RemoteWorker("w" + i, decoders, List.of())));
        }
        Map<UUID, UUID> holders = new HashMap<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Worker, Future<List<LeasedJob>>> asked = new HashMap<>();
            for (Worker worker : workers) {
                Leasing leasing = server.bean(asked.size() % 4 / 2, Leasing.class);
                asked.put(worker, pool.submit(() -> leasing.lease(worker, Set.of(JobKind.RENDER), 2, Worker.Room.ALL)));
            }
            for (Map.Entry<Worker, Future<List<LeasedJob>>> answered : asked.entrySet()) {
                List<LeasedJob> leased = answered.getValue().get();
                assertThat(leased).hasSize(2);
                leased.forEach(job -> holders.put(job.job(), answered.getKey().id()));
            }
        }
        assertThat(holders).hasSize(24);
        server.sql()
                .doEverywhere(tx -> tx.rows("""
                        SELECT job.id, attempt.worker_id, job.worker_id = attempt.worker_id AS is_one,
                            needs <@ offers AS is_able
                        FROM job JOIN attempt USING (fencing_token) JOIN worker ON worker.id = attempt.worker_id
                        WHERE state = 'RUNNING'""", row -> {
                    assertThat(holders.remove(row.uuid("id"))).isEqualTo(row.uuid("worker_id"));
                    assertThat(row.flag("is_one") && row.flag("is_able")).isTrue();
                    return true;
                }));
        assertThat(holders).isEmpty();
    }

    @Test
    void noMoreRendersOfAStudioRunThanItMay() throws Exception {
        limit(fixture, null, 3);
        fixture.bulk(40);
        List<String> leased = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> racers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int replica = i % 2;
                racers.add(pool.submit(() -> leasedAt(replica, 2)));
            }
            for (Future<List<String>> racer : racers) {
                leased.addAll(racer.get());
            }
        }
        assertThat(leased).hasSize(3);
        assertThat(use(fixture).get("running").asInt()).isEqualTo(3);
        String free = other.submitted();
        assertThat(leased(5)).as("another studio has its own limit").containsExactly(free);
        limit(fixture, null, null);
        assertThat(leased(5)).hasSize(5);
    }

    @Test
    void aFullQueueRefusesOneMore() {
        limit(fixture, 2, null);
        fixture.submitted();
        String second = fixture.submitted();
        JsonNode refused = fixture.submit(fixture.clip("OWNED"), 1.0, "full");
        assertThat(refused.at("/userErrors/0/code").asText()).isEqualTo("QUEUE_FULL");
        fixture.mutate("jobCancel", second);
        assertThat(fixture.submit(fixture.clip("OWNED"), 1.0, "room")
                        .at("/job/state")
                        .asText())
                .isEqualTo("QUEUED");
        assertThat(fixture.mutate("jobRetry", second).at("/userErrors/0/code").asText())
                .isEqualTo("QUEUE_FULL");
        assertThat(use(fixture).toString())
                .isEqualTo("{\"queued\":2,\"maxQueued\":2,\"running\":0,\"maxRunning\":null}");
        assertThat(use(other).get("maxQueued").asInt()).isEqualTo(QueueLimits.MAX_QUEUED);
    }

    @Test
    void limitsAreTheOperatorsAlone() {
        assertThat(server.ask(
                                fixture.member,
                                "mutation ($studio: ID!) { queueLimitsSet(input: {studioId: $studio}) { queueUse { queued } } }",
                                Map.of("studio", Id.Type.STUDIO.of(fixture.member.studio())))
                        .codes())
                .containsExactly("FORBIDDEN");
    }

    private List<String> leased(int max) {
        return fixture.new RemoteWorker("w")
                .lease(max).stream().map(lease -> lease.get("jobId").asText()).toList();
    }

    private List<String> leasedAt(int replica, int max) {
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("racer");
        return server
                .bean(replica, Leasing.class)
                .lease(known(replica, worker), Set.of(JobKind.RENDER), max, Worker.Room.ALL)
                .stream()
                .map(job -> Id.Type.JOB.of(job.job()))
                .toList();
    }

    private static Worker known(int replica, JobFixture.RemoteWorker worker) {
        return server.bean(replica, Workers.class).heardFrom(worker.actor.id(), Id.Type.WORKER.uuid(worker.id), null);
    }

    private static UUID studio(String job) {
        return server.sql()
                .everywhere(tx -> tx.one(
                        "SELECT studio_id FROM job WHERE id = ?", row -> row.uuid("studio_id"), Id.Type.JOB.uuid(job)));
    }

    private static JsonNode use(JobFixture of) {
        return server.data(of.member, "{ queueUse { queued maxQueued running maxRunning } }")
                .get("queueUse");
    }

    private static void limit(JobFixture of, @Nullable Integer maxQueued, @Nullable Integer maxRunning) {
        Actor.Member operator = server.newMember(Scope.OPERATOR, Scope.READ);
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("studio", Id.Type.STUDIO.of(of.member.studio()));
        variables.put("queued", maxQueued);
        variables.put("running", maxRunning);
        assertThat(server.data(operator, """
                        mutation ($studio: ID!, $queued: Int, $running: Int) { queueLimitsSet(input: {studioId: $studio,
                          maxQueued: $queued, maxRunning: $running}) { queueUse { queued } userErrors { code } } }""", variables)
                        .at("/queueLimitsSet/userErrors")
                        .size())
                .isZero();
    }
}
