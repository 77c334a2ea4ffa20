package io.viralforge.jobs;

import io.micronaut.scheduling.annotation.Scheduled;
import io.viralforge.platform.sql.SqlFailure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks four times a second for leases that have ended and for jobs whose wait is over. Every replica does; row locks keep
 * them apart. A replica that has just started, or has the database back, waits for one lease first: the workers still
 * have their jobs, and nobody could hear their heartbeats.
 */
@Singleton
final class LeaseReaper {
    private static final Logger log = LoggerFactory.getLogger(LeaseReaper.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Leases leases;
    private final JobEvents events;
    private final InstantSource clock;
    private volatile Instant begin;

    LeaseReaper(Leases leases, JobEvents events, InstantSource clock) {
        this.leases = leases;
        this.events = events;
        this.clock = clock;
        this.begin = clock.instant().plus(LeaseTimes.LEASE);
    }

    @Scheduled(fixedDelay = "250ms")
    void look() {
        try {
            if (clock.instant().isAfter(begin) && leases.reap() + leases.endOverdue() > 0) {
                events.wakeWorkers();
            }
            if (leases.hasBecomeDue(LOOK.multipliedBy(2))) {
                events.wakeWorkers();
            }
        } catch (SqlFailure failure) {
            // Nor could heartbeats be written down meanwhile: the workers get a lease's time to be heard again.
            begin = clock.instant().plus(LeaseTimes.LEASE);
            log.warn("The queue cannot be looked at: {}", failure.getMessage());
        }
    }
}
