package io.viralforge.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.types.worker.WorkerHeartbeat.LeaseStatus;
import io.viralforge.types.worker.WorkerLease.JobLease;
import io.viralforge.worker.RunningJob.StopReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldJobsTest {
    private final HeldJobs held = new HeldJobs();
    private final RunningJob job = job(7);

    HeldJobsTest() {
        held.add(job);
    }

    @Test
    void theFirstReasonToStopIsTheOneThatCounts() {
        held.follow(List.of(status(7, "CANCELLED"), status(7, "LOST")));
        assertThat(job.stopReason()).isEqualTo(StopReason.CANCELLED);
    }

    @Test
    void whatIsHeldOrUnknownGoesOn() {
        held.follow(List.of(status(7, "HELD"), status(7, "POSTPONED")));
        assertThat(job.stopReason()).isNull();
    }

    @Test
    void anAnswerAboutAnEarlierLeaseOfTheSameJobIsNotMeant() {
        held.follow(List.of(status(6, "LOST")));
        assertThat(job.stopReason()).isNull();
    }

    @Test
    void aJobThatIsBeingSettledIsLeftToTheAnswerOfItsSettlement() {
        job.settling(true);
        held.follow(List.of(status(7, "LOST")));
        assertThat(job.stopReason()).isNull();
    }

    private static LeaseStatus status(long token, String state) {
        return LeaseStatus.fromMap(Map.of("jobId", "job_1", "fencingToken", token, "state", state));
    }

    private static RunningJob job(long token) {
        Map<String, @Nullable Object> order = new HashMap<>();
        order.put("jobId", "job_1");
        order.put("attempt", 1);
        order.put("fencingToken", token);
        order.put("kind", "RENDER");
        order.put("inputs", List.of());
        order.put("recipe", "{}");
        order.put("isSalvage", false);
        order.put("cores", 4);
        order.put("memoryBytes", 1);
        return new RunningJob(JobLease.fromMap(order));
    }
}
