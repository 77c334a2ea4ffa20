package io.viralforge.trends;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what is no longer seen: some networks' terms ask for it after 30 days, and nobody asks after it. One replica at a
 * time, in small steps.
 */
@Singleton
final class TrendPurge {
    private static final Logger LOG = LoggerFactory.getLogger(TrendPurge.class);
    private static final int BATCH = 1_000;

    /** Since it was seen last. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final Duration COHORTS_KEPT = Duration.ofDays(400);

    private final Sql sql;
    private final InstantSource clock;

    TrendPurge(Sql sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
    }

    @Factory
    static final class Schedule {
        @Bean
        @Singleton
        RecurringTask<Void> purgeTrends(TrendPurge purge) {
            return Tasks.recurring("trend-purge", FixedDelay.ofHours(1)).execute((instance, context) -> purge.run());
        }
    }

    void run() {
        Instant now = clock.instant();
        Instant before = now.minus(KEPT);
        int trends = all(tx -> tx.update(
                "DELETE FROM trend WHERE id IN (SELECT id FROM trend WHERE last_seen_at < ? LIMIT ?)", before, BATCH));
        all(tx -> tx.update("""
                DELETE FROM trend_telling WHERE (studio_id, niche_id, item_id) IN (
                    SELECT m.studio_id, m.niche_id, m.item_id
                    FROM trend_telling m JOIN trend t ON t.id = m.trend_id AND t.lead_id <> m.item_id
                    WHERE m.last_seen_at < ? LIMIT ?)""", before, BATCH));
        int items = all(tx -> tx.update("""
                DELETE FROM trend_item WHERE id IN (
                    SELECT id FROM trend_item i
                    WHERE last_seen_at < ? AND NOT EXISTS (SELECT FROM trend_telling m WHERE m.item_id = i.id)
                        AND NOT EXISTS (SELECT FROM trend t WHERE t.lead_id = i.id)
                    LIMIT ?)""", before, BATCH));
        all(tx -> tx.update("""
                DELETE FROM forecast_cohort WHERE (source, horizon, cohort) IN (
                    SELECT source, horizon, cohort FROM forecast_cohort WHERE cohort < ? LIMIT ?)""", now.minus(COHORTS_KEPT), BATCH));
        all(tx -> tx.update("""
                DELETE FROM trend_answer WHERE address IN (SELECT address FROM trend_answer WHERE kept_at < ? LIMIT ?)""", now.minus(AnswerStore.KEPT), BATCH));
        if (trends + items > 0) {
            LOG.info("{} trends and {} things went that were not seen for {} days", trends, items, KEPT.toDays());
        }
    }

    private int all(ToIntFunction<Tx> some) {
        int all = 0;
        int more = BATCH;
        while (more == BATCH) {
            more = sql.<Integer>everywhere(some::applyAsInt);
            all += more;
        }
        return all;
    }
}
