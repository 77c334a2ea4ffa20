package io.viralforge.jobs;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.viralforge.platform.sql.Idempotency;
import java.time.Duration;

/**
 * Settings of the queue.
 *
 * @param history how long an ended job is kept, at least two weeks: see {@link #reused}. What it made is kept regardless
 * @param spotChecks share of the renders by workers that are not trusted that is made again elsewhere and compared, 0 to 1
 */
@ConfigurationProperties("viralforge.jobs")
record JobsConfig(
        @Bindable(defaultValue = "P180D") Duration history,
        @Bindable(defaultValue = "0.1") double spotChecks) {
    private static final Duration SHORTEST = Idempotency.KEPT.multipliedBy(2);

    JobsConfig {
        if (history.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("viralforge.jobs.history is at least 14 days");
        }
        if (!(spotChecks >= 0 && spotChecks <= 1)) {
            throw new IllegalArgumentException("viralforge.jobs.spot-checks is 0 to 1");
        }
    }

    /**
     * For how long a job that has ended answers those who ask for the same: their idempotency keys point to it from then
     * on, so it has to be there for as long as they are. Purges run once an hour; a day is time to spare.
     */
    Duration reused() {
        return history.minus(Idempotency.KEPT).minusDays(1);
    }
}
