package io.viralforge.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: doubling from {@code first} to {@code cap}, each time a random length between half
 * of that and all of it, so that many clients that lost a server together do not come back together.
 */
public record Backoff(Duration first, Duration cap) {
    public Backoff {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("first must be above zero and at most cap");
        }
    }

    /** The wait after this many failures, 1 or more. */
    public Duration after(int failures) {
        long full = Math.min(cap.toMillis(), first.toMillis() << Math.min(failures - 1, 20));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(Math.max(1, full / 2), full + 1));
    }
}
