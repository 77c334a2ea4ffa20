package io.viralforge.jobs;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import io.viralforge.recipe.Recipe;
import io.viralforge.recipe.RecipeKey;
import io.viralforge.recipe.RendererVersion;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Renders that wait for a version of the renderer that no worker has any more. People ask for a recipe; which version
 * renders it is this server's choice. So such a job is named anew under the present one, and what cannot be read any more
 * fails. While a worker of the old version is there, as in the middle of an upgrade, the job is left to it for a day.
 */
@Singleton
final class Renaming {
    /** A worker not heard of for so long does not come back, and a job waits for so long before it is named anew. */
    private static final Duration GONE = Duration.ofHours(1);

    /** A worker that is there need not take every kind of job, or may be no more than a stranger's word. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private static final int BATCH = 100;

    private static final Failure OUTDATED = new Failure(
            JobFailureCode.OUTDATED, "It was submitted to an earlier version, which is gone; submit its recipe again.");

    private final Sql sql;
    private final AttemptEnd end;
    private final JobEvents events;

    Renaming(Sql sql, AttemptEnd end, JobEvents events) {
        this.sql = sql;
        this.end = end;
        this.events = events;
    }

    @Factory
    static final class Schedule {
        @Bean
        @Singleton
        RecurringTask<Void> renameJobs(Renaming renaming) {
            return Tasks.recurring("job-renaming", FixedDelay.ofMinutes(10))
                    .execute((instance, context) -> renaming.run());
        }
    }

    private record Waiting(UUID studio, UUID id, String recipe, List<String> inputs) {
        static Waiting read(Row row) {
            return new Waiting(row.uuid("studio_id"), row.uuid("id"), row.text("recipe"), row.texts("inputs"));
        }

        /** As today's renderer reads it; null when it does not. */
        @Nullable
        Recipe readable() {
            Recipe today = Recipe.parseOrNull(recipe);
            return today == null || today.inputCount() != inputs.size() ? null : today;
        }
    }

    void run() {
        while (sql.<Integer>everywhere(this::some) == BATCH) {}
    }

    private int some(Tx tx) {
        List<Waiting> jobs = tx.rows(
                """
                SELECT studio_id, id, recipe, ARRAY(
                    SELECT sha256 FROM job_input JOIN asset ON asset.studio_id = job_input.studio_id AND asset.id = asset_id
                    WHERE job_input.studio_id = job.studio_id AND job_id = job.id ORDER BY position) AS inputs
                FROM job
                WHERE kind = 'RENDER' AND state = 'QUEUED' AND run_at < now() - ? * interval '1 ms' AND NOT ? = ANY (needs)
                  AND (run_at < now() - ? * interval '1 ms' OR NOT EXISTS (
                    SELECT 1 FROM worker WHERE last_seen_at > now() - ? * interval '1 ms' AND offers && ARRAY(
                        SELECT word FROM unnest(needs) AS word WHERE starts_with(word, ?))))
                ORDER BY run_at LIMIT ? FOR UPDATE OF job SKIP LOCKED""",
                Waiting::read,
                GONE.toMillis(),
                Needs.renderer(RendererVersion.CURRENT),
                LONGEST_WAIT.toMillis(),
                GONE.toMillis(),
                Needs.renderer(""),
                BATCH);
        jobs.forEach(job -> {
            Recipe recipe = job.readable();
            if (recipe == null) {
                end.drop(tx, job.studio, List.of(job.id), OUTDATED);
            } else {
                rename(tx, job, recipe);
            }
        });
        tx.afterCommit(events::wakeWorkers);
        return jobs.size();
    }

    private static void rename(Tx tx, Waiting job, Recipe recipe) {
        tx.update(
                """
                UPDATE job SET recipe = ?, recipe_key = ?, needs = ARRAY(
                    SELECT word FROM unnest(needs) AS word WHERE NOT starts_with(word, ?)) || ARRAY[?]
                WHERE studio_id = ? AND id = ?""",
                recipe.canonical(),
                RecipeKey.of(recipe, job.inputs, RendererVersion.CURRENT),
                Needs.renderer(""),
                Needs.renderer(RendererVersion.CURRENT),
                job.studio,
                job.id);
        // Another version makes other bytes: nobody is to be judged by the difference.
        tx.update(
                "UPDATE attempt SET video_sha256 = NULL, poster_sha256 = NULL WHERE studio_id = ? AND job_id = ?",
                job.studio,
                job.id);
    }
}
