package io.viralforge.platform.sql;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Forgets idempotency keys that nobody repeats any more. */
@Factory
final class IdempotencyPurge {
    @Bean
    @Singleton
    RecurringTask<Void> purgeIdempotency(Sql sql, Idempotency idempotency, InstantSource clock) {
        return Tasks.recurring("idempotency-purge", FixedDelay.ofHours(1))
                .execute((instance, context) -> sql.doEverywhere(
                        tx -> idempotency.purge(tx, clock.instant().minus(Idempotency.KEPT))));
    }
}
