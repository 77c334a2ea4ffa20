package io.viralforge.platform.events;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes events that nobody can be expected to resume from any more. */
@Factory
final class Purge {
    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);
    private static final Duration KEPT = Duration.ofDays(7);

    /** For listeners that have still to handle them: a store that is away for longer misses what was before. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final int BATCH = 5_000;

    @Singleton
    RecurringTask<Void> purgeEvents(EventStore store, Listeners listeners, InstantSource clock) {
        return Tasks.recurring("events-purge", FixedDelay.ofHours(1)).execute((instance, context) -> {
            Instant now = clock.instant();
            int deleted = store.purge(now.minus(KEPT), now.minus(LONGEST), listeners.names(), BATCH);
            LOG.debug("{} events purged", deleted);
        });
    }
}
