package io.viralforge.jobs;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.viralforge.platform.sql.Idempotency;
import java.time.Duration;

/**
 * Settings of the queue.
 *
 * @param history how long an ended job is kept, at least two weeks: see {@link #reused}. What it made is kept regardless
 * @param maxInputBytes all that one recipe reads, 1 byte to {@link #MOST_INPUT_BYTES}
 * @param spotChecks share of the renders by workers that are not trusted that is made again elsewhere and compared, 0 to 1
 */
@ConfigurationProperties("viralforge.jobs")
record JobsConfig(
        @Bindable(defaultValue = "P180D") Duration history,
        @Bindable(defaultValue = "68719476736") long maxInputBytes,
        @Bindable(defaultValue = "0.1") double spotChecks) {
    /** 2 TiB: more could not be fetched, at 4 MiB/s, before its addresses end after a week. */
    private static final long MOST_INPUT_BYTES = 2L << 40;

    private static final Duration SHORTEST = Idempotency.KEPT.multipliedBy(2);

    JobsConfig {
        if (history.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("viralforge.jobs.history is at least 14 days");
        }
        if (maxInputBytes < 1 || maxInputBytes > MOST_INPUT_BYTES) {
            throw new IllegalArgumentException("viralforge.jobs.max-input-bytes is 1 to " + MOST_INPUT_BYTES);
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
