package io.viralforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that need a GPU, and workers that say they have some. */
class GpusTest {
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

    @Test
    void eachHasOneToItselfAndWhatNeedsNoneGoesOnBesideThem() {
        String first = needingGpu();
        String second = needingGpu();
        String third = needingGpu();
        String plain = fixture.submitted();
        JobFixture.RemoteWorker worker = fixture.new RemoteWorker("two", List.of("A", "B"));
        List<JsonNode> leases = worker.lease(4);
        assertThat(leases)
                .extracting(lease -> lease.get("jobId").asText() + lease.get("gpu"))
                .containsExactlyInAnyOrder(first + "0", second + "1", plain + "null");
        assertThat(worker.lease(1)).as("none is free").isEmpty();
        worker.fail(leases.getFirst(), false);
        JsonNode next = worker.lease(1).getFirst();
        assertThat(next.get("jobId").asText()).isEqualTo(third);
        assertThat(next.get("gpu")).isEqualTo(leases.getFirst().get("gpu"));
    }

    @Test
    void aWorkerWithoutOneDoesNotGetTheJob() {
        needingGpu();
        assertThat(fixture.new RemoteWorker("none").lease(1)).isEmpty();
    }

    @Test
    void askedForOnTwoReplicasAtOnceNoneIsGivenTwice() throws Exception {
        for (int i = 0; i < 8; i++) {
            needingGpu();
        }
        JobFixture.RemoteWorker remote = fixture.new RemoteWorker("four", List.of("A", "B", "C", "D"));
        Worker worker = server.bean(Workers.class).heardFrom(remote.actor.id(), Id.Type.WORKER.uuid(remote.id), null);
        List<Integer> given = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<LeasedJob>>> racers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Leasing leasing = server.bean(i % 2, Leasing.class);
                racers.add(pool.submit(() -> leasing.lease(worker, Set.of(JobKind.RENDER), 1, Worker.Room.ALL)));
            }
            for (Future<List<LeasedJob>> racer : racers) {
                racer.get().forEach(job -> given.add(job.gpu()));
            }
        }
        assertThat(given).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    private String needingGpu() {
        String job = fixture.submitted();
        server.sql()
                .doEverywhere(tx -> tx.update(
                        "UPDATE job SET needs = needs || ARRAY[?] WHERE id = ?", Needs.GPU, Id.Type.JOB.uuid(job)));
        return job;
    }
}
