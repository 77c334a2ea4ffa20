package io.viralforge.jobs;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many renders a studio may have waiting and running. Checks of uploads are not counted: they are short, and somebody
 * waits for each.
 */
@Singleton
final class QueueLimits {
    /** More than anybody submits by hand, and little enough for one look at all of them. */
    static final int MAX_QUEUED = 10_000;

    private static final int MOST = 1_000_000;

    private final Sql sql;
    private final List<JobBudget> budgets;

    QueueLimits(Sql sql, List<JobBudget> budgets) {
        this.sql = sql;
        this.budgets = budgets;
    }

    QueueUse use(UUID studio) {
        return sql.inStudio(studio, tx -> use(tx, studio));
    }

    private static QueueUse use(Tx tx, UUID studio) {
        return tx.one(
                """
                SELECT (SELECT count(*) FROM job WHERE studio_id = ? AND kind = 'RENDER' AND state = 'QUEUED')::int AS queued,
                    (SELECT count(*) FROM job WHERE studio_id = ? AND kind = 'RENDER' AND state = 'RUNNING')::int AS running,
                    coalesce((SELECT max_queued FROM queue_limit WHERE studio_id = ?), ?) AS max_queued,
                    (SELECT max_running FROM queue_limit WHERE studio_id = ?) AS max_running""",
                row -> new QueueUse(
                        row.number("queued"),
                        row.number("max_queued"),
                        row.number("running"),
                        row.numberOrNull("max_running")),
                studio,
                studio,
                studio,
                MAX_QUEUED,
                studio);
    }

    /** Whether one more render may wait. Until the transaction ends no other of the studio's is let in, so the count holds. */
    Outcome<QueueUse> admit(Tx tx, UUID studio, String... path) {
        tx.row("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))::text", row -> true, "queue " + studio);
        for (JobBudget budget : budgets) {
            if (budget.admit(tx, studio, path) instanceof Outcome.Refused<Boolean>(List<UserError> errors)) {
                return Outcome.refused(errors);
            }
        }
        QueueUse use = use(tx, studio);
        return use.queued() < use.maxQueued()
                ? Outcome.done(use)
                : Outcome.refused(
                        UserErrorCode.QUEUE_FULL,
                        "%d renders of this studio wait already, as many as may.".formatted(use.queued()),
                        path);
    }

    /**
     * Sets what a studio may have from now on; what waits or runs already is left as it is.
     *
     * @param maxQueued 0 to 1,000,000; null: {@link #MAX_QUEUED}
     * @param maxRunning 0 to 1,000,000; null: no limit
     */
    Outcome<QueueUse> set(@Nullable UUID studio, @Nullable Integer maxQueued, @Nullable Integer maxRunning) {
        List<UserError> errors = new ArrayList<>();
        range(errors, maxQueued, "maxQueued");
        range(errors, maxRunning, "maxRunning");
        if (!errors.isEmpty()) {
            return Outcome.refused(errors);
        }
        return sql.everywhere(tx -> tx.update("""
                INSERT INTO queue_limit (studio_id, max_queued, max_running) SELECT id, ?, ? FROM studio WHERE id = ?
                ON CONFLICT (studio_id) DO UPDATE
                    SET max_queued = excluded.max_queued, max_running = excluded.max_running""", maxQueued, maxRunning, studio) == 0 || studio == null
                ? Outcome.refused(UserErrorCode.NOT_FOUND, "No such studio.", "input", "studioId")
                : Outcome.done(use(tx, studio)));
    }

    private static void range(List<UserError> errors, @Nullable Integer value, String field) {
        if (value != null && (value < 0 || value > MOST)) {
            errors.add(new UserError(UserErrorCode.OUT_OF_RANGE, "0 to 1,000,000.", "input", field));
        }
    }
}
