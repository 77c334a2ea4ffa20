package io.viralforge.jobs;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Forgets jobs that ended long ago, with their attempts, and workers of which none is left. The assets that they made
 * stay, and so do rights and the ledger of what they cost, which are others'.
 */
@Factory
final class History {
    /** A transaction's worth: some tens of milliseconds. */
    private static final int BATCH = 500;

    @Bean
    @Singleton
    RecurringTask<Void> purgeJobs(Sql sql, JobsConfig settings) {
        return Tasks.recurring("job-history-purge", FixedDelay.ofHours(1))
                .execute((instance, context) -> purge(sql, settings.history(), BATCH));
    }

    @Bean
    @Singleton
    RecurringTask<Void> purgeWorkers(Sql sql, JobsConfig settings) {
        return Tasks.recurring("worker-purge", FixedDelay.ofHours(1))
                .execute((instance, context) -> purgeWorkers(sql, settings.history()));
    }

    /** Forgets workers not heard from for longer than {@code kept} that have no attempt left. How many there were. */
    static int purgeWorkers(Sql sql, Duration kept) {
        return sql.everywhere(tx -> tx.update("""
                DELETE FROM worker WHERE last_seen_at < now() - ? * interval '1 ms'
                  AND NOT EXISTS (SELECT 1 FROM attempt WHERE worker_id = worker.id)""", kept.toMillis()));
    }

    /** Forgets what ended longer ago than {@code kept}, so many jobs in each transaction. How many there were. */
    static int purge(Sql sql, Duration kept, int batch) {
        int all = 0;
        int last;
        do {
            last = sql.everywhere(tx -> purge(tx, kept, batch));
            all += last;
        } while (last == batch);
        return all;
    }

    private static int purge(Tx tx, Duration kept, int batch) {
        List<UUID> jobs = tx.rows("""
                SELECT id FROM job WHERE ended_at < now() - ? * interval '1 ms'
                ORDER BY ended_at LIMIT ? FOR UPDATE SKIP LOCKED""", row -> row.uuid("id"), kept.toMillis(), batch);
        if (!jobs.isEmpty()) {
            tx.update("""
                    DELETE FROM attempt_output USING attempt, job
                    WHERE attempt_output.studio_id = attempt.studio_id
                      AND attempt_output.fencing_token = attempt.fencing_token
                      AND attempt.studio_id = job.studio_id AND job_id = job.id AND job.id = ANY (?)""", jobs);
            for (String table : List.of("attempt", "job_output", "job_input")) {
                tx.update(
                        "DELETE FROM " + table + " USING job WHERE " + table
                                + ".studio_id = job.studio_id AND job_id = job.id AND job.id = ANY (?)",
                        jobs);
            }
            tx.update("DELETE FROM job WHERE id = ANY (?)", jobs);
        }
        return jobs.size();
    }
}
