package io.viralforge.media;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.SqlFailure;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries corrections of rights to all that was rendered from what was corrected, at any depth, in steps that each are
 * whole. The table rights_stale says what is left to do; the first steps are taken with the correction itself.
 */
@Singleton
final class Corrections {
    private static final Logger LOG = LoggerFactory.getLogger(Corrections.class);

    /** Renders of a step: some hundred milliseconds, and a megabyte. */
    private static final int STEP = 500;

    /** With the correction itself: a few seconds. */
    private static final int STEPS_AT_ONCE = 10;

    /** After so many, studios that have come meanwhile are looked for. */
    private static final int ROUNDS = 100;

    private final Sql sql;
    private final InstantSource clock;

    Corrections(Sql sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
    }

    @Factory
    static final class Schedule {
        @Bean
        @Singleton
        RecurringTask<Void> carryCorrections(Corrections corrections) {
            return Tasks.recurring("media-corrections", FixedDelay.ofSeconds(10))
                    .execute((instance, context) -> corrections.run());
        }
    }

    /** Takes the steps that are left, of one studio after the other: who corrects much keeps nobody waiting for long. */
    void run() {
        List<UUID> studios = sql.everywhere(
                tx -> tx.rows("SELECT DISTINCT studio_id FROM rights_stale", row -> row.uuid("studio_id")));
        for (int round = 0; round < ROUNDS && !studios.isEmpty(); round++) {
            studios = studios.stream().filter(this::isMore).toList();
        }
    }

    private boolean isMore(UUID studio) {
        try {
            return sql.<Boolean>inStudio(studio, tx -> step(tx, studio, clock.instant()));
        } catch (SqlFailure e) {
            LOG.warn("Rights of studio {} could not be carried on; it will be tried again", studio, e);
            return false;
        }
    }

    /** Begins with what was rendered from the asset, which the caller has locked. */
    static void begin(Tx tx, UUID studio, UUID asset, Instant now) {
        mark(tx, studio, List.of(asset), now);
        for (int taken = 0; taken < STEPS_AT_ONCE && step(tx, studio, now); taken++) {}
    }

    /**
     * What was rendered from these says what they said before. A mark that is there already is held until the transaction
     * ends: else it could be acted on by who cannot see yet what this one has changed.
     */
    private static void mark(Tx tx, UUID studio, Collection<UUID> sources, Instant now) {
        tx.update("""
                INSERT INTO rights_stale (studio_id, asset_id, since)
                SELECT DISTINCT studio_id, asset_id, ?::timestamptz FROM asset_source
                WHERE studio_id = ? AND source_id = ANY (?) ORDER BY asset_id
                ON CONFLICT (studio_id, asset_id) DO UPDATE SET since = rights_stale.since""", now, studio, sources);
    }

    /**
     * False when there is none. Each render is locked before its own are looked for, so one that is just being finished
     * either sees the correction or is seen.
     */
    private static boolean step(Tx tx, UUID studio, Instant now) {
        List<UUID> stale = tx.rows("""
                DELETE FROM rights_stale WHERE studio_id = ? AND asset_id IN (
                    SELECT asset_id FROM rights_stale WHERE studio_id = ?
                    ORDER BY since, asset_id LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING asset_id""", row -> row.uuid("asset_id"), studio, studio, STEP);
        if (stale.isEmpty()) {
            return false;
        }
        AssetStore.lock(tx, studio, stale);
        mark(tx, studio, RightsLedger.inherit(tx, studio, stale, now), now);
        return true;
    }
}
