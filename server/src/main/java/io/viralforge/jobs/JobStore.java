package io.viralforge.jobs;

import io.viralforge.media.Asset;
import io.viralforge.media.Assets;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a studio's jobs. */
@Singleton
final class JobStore {
    private final Sql sql;

    JobStore(Sql sql) {
        this.sql = sql;
    }

    /** Newest first; ids sort by time. */
    List<Job> list(UUID studio, Page page, @Nullable Collection<JobKind> kinds, @Nullable Collection<JobState> states) {
        return sql.inStudio(
                studio,
                tx -> tx.rows(
                        Job.SELECT + """
                        WHERE job.studio_id = ? AND (?::uuid IS NULL OR job.id < ?::uuid)
                                AND (?::text[] IS NULL OR kind = ANY (?::text[]))
                                AND (?::text[] IS NULL OR state = ANY (?::text[]))
                                ORDER BY job.id DESC LIMIT ?""",
                        Job::read,
                        studio,
                        page.afterId(),
                        page.afterId(),
                        kinds,
                        kinds,
                        states,
                        states,
                        page.limit()));
    }

    Map<UUID, Job> find(UUID studio, Set<UUID> ids) {
        Map<UUID, Job> found = new HashMap<>();
        sql.doInStudio(
                studio,
                tx -> tx.rows(Job.SELECT + "WHERE job.studio_id = ? AND job.id = ANY (?)", Job::read, studio, ids)
                        .forEach(job -> found.put(job.id(), job)));
        return found;
    }

    /** The job as the transaction sees it. */
    static Job get(Tx tx, UUID studio, UUID id) {
        return tx.one(Job.SELECT + "WHERE job.studio_id = ? AND job.id = ?", Job::read, studio, id);
    }

    /** The assets that the job reads, in the order of the recipe's numbers. */
    static List<UUID> inputs(Tx tx, UUID studio, UUID job) {
        return tx.rows(
                "SELECT asset_id FROM job_input WHERE studio_id = ? AND job_id = ? ORDER BY position",
                row -> row.uuid("asset_id"),
                studio,
                job);
    }

    /** What the job is made from, or looks at. */
    static Asset clip(Tx tx, Assets assets, LeasedJob job) {
        UUID first = inputs(tx, job.studio(), job.job()).getFirst();
        return Objects.requireNonNull(
                assets.evenDeleted(tx, job.studio(), List.of(first)).get(first));
    }

    /** Each job's attempts, first to last. */
    Map<UUID, List<Attempt>> attempts(UUID studio, Set<UUID> jobs) {
        return grouped(
                studio,
                jobs,
                "SELECT * FROM attempt WHERE studio_id = ? AND job_id = ANY (?) ORDER BY job_id, number",
                Attempt::read);
    }

    /** The assets that each job reads, in the order of the recipe's numbers. */
    Map<UUID, List<UUID>> inputs(UUID studio, Set<UUID> jobs) {
        return grouped(
                studio,
                jobs,
                "SELECT job_id, asset_id FROM job_input WHERE studio_id = ? AND job_id = ANY (?) ORDER BY job_id, position",
                row -> row.uuid("asset_id"));
    }

    /** The assets that each job made, the video first. */
    Map<UUID, List<UUID>> outputs(UUID studio, Set<UUID> jobs) {
        return grouped(studio, jobs, """
                SELECT job_id, asset_id FROM job_output WHERE studio_id = ? AND job_id = ANY (?)
                ORDER BY job_id, role DESC""", row -> row.uuid("asset_id"));
    }

    /** What was heard, by those jobs whose captions are that. */
    Map<UUID, String> captions(UUID studio, Set<UUID> jobs) {
        Map<UUID, String> captions = new HashMap<>();
        sql.doInStudio(
                studio,
                tx -> tx.rows(
                                "SELECT id, captions FROM job WHERE studio_id = ? AND id = ANY (?) AND captions IS NOT NULL",
                                row -> Map.entry(row.uuid("id"), row.text("captions")),
                                studio,
                                jobs)
                        .forEach(entry -> captions.put(entry.getKey(), entry.getValue())));
        return captions;
    }

    private <T> Map<UUID, List<T>> grouped(UUID studio, Set<UUID> jobs, String query, Function<Row, T> reader) {
        Map<UUID, List<T>> groups = new HashMap<>();
        jobs.forEach(job -> groups.put(job, new ArrayList<>()));
        sql.doInStudio(
                studio,
                tx -> tx.rows(query, row -> Map.entry(row.uuid("job_id"), reader.apply(row)), studio, jobs)
                        .forEach(entry -> groups.getOrDefault(entry.getKey(), new ArrayList<>())
                                .add(entry.getValue())));
        return groups;
    }
}
