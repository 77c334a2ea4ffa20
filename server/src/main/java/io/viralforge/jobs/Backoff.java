package io.viralforge.jobs;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a job waits after a failed attempt: 2, 4, 8 … seconds, at most a minute, each with up to half more. */
final class Backoff {
    private static final long MOST_MILLIS = 60_000;

    private Backoff() {}

    /** The wait after attempt number {@code attempt}, counted from 1. */
    static Duration after(int attempt, RandomGenerator random) {
        long millis = Math.min(MOST_MILLIS, 1000L << Math.min(attempt, 16));
        return Duration.ofMillis(millis + random.nextLong(millis / 2));
    }
}
