package io.viralforge.jobs;

import java.time.Duration;

/**
 * How long things last between server and worker. A worker killed right after a heartbeat is noticed a lease later plus
 * one look of the reaper: within 10 seconds.
 */
final class LeaseTimes {
    static final Duration HEARTBEAT = Duration.ofSeconds(3);
    static final Duration LEASE = Duration.ofSeconds(8);
    /** A worker not heard from for so long counts as offline. */
    static final Duration OFFLINE = Duration.ofSeconds(10);

    private LeaseTimes() {}
}
