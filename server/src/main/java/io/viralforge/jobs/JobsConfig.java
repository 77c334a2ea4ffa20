package io.viralforge.jobs;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings of the queue.
 *
 * @param history how long an ended job is kept, at least a week: idempotency keys may still point to it. What it made is
 *     kept regardless
 * @param spotChecks share of the renders by workers that are not trusted that is made again elsewhere and compared, 0 to 1
 */
@ConfigurationProperties("viralforge.jobs")
record JobsConfig(
        @Bindable(defaultValue = "P180D") Duration history,
        @Bindable(defaultValue = "0.1") double spotChecks) {
    private static final Duration SHORTEST = Duration.ofDays(7);

    JobsConfig {
        if (history.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("viralforge.jobs.history is at least 7 days");
        }
        if (!(spotChecks >= 0 && spotChecks <= 1)) {
            throw new IllegalArgumentException("viralforge.jobs.spot-checks is 0 to 1");
        }
    }
}
