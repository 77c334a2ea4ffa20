package io.viralforge.jobs;

import java.time.Duration;

/**
 * Whose turn it is within a studio: the job with the smallest {@code turn}, which is the time at which it began to wait,
 * less {@link #STEP} for every step of its priority. So a job that has waited a step's time longer counts as one step
 * higher, and nothing starves: a job of priority 0 is overtaken only by what was submitted within 9 steps' time after it.
 * The figure never changes while a job waits, which is why an index can hold the order.
 */
final class Turn {
    /** A waiting job gains a step of priority in this time. */
    static final Duration STEP = Duration.ofMinutes(10);

    /** In SQL, of a priority that is its only parameter. */
    static final String OF = "now() - ? * interval '" + STEP.toMillis() + " ms'";

    private Turn() {}
}
