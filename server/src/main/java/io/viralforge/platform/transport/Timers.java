package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Value;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The sockets' timers, on one thread: what they start is short. */
@Singleton
final class Timers {
    /** Something that will happen unless it is cancelled. */
    interface Timer {
        void cancel();
    }

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("socket-timers").daemon().factory());
    private final InstantSource clock;
    private final Duration initTimeout;
    private final Duration pingInterval;

    Timers(
            InstantSource clock,
            @Value("${viralforge.socket.init-timeout}") Duration initTimeout,
            @Value("${viralforge.socket.ping-interval}") Duration pingInterval) {
        this.clock = clock;
        this.initTimeout = initTimeout;
        this.pingInterval = pingInterval;
        executor.setRemoveOnCancelPolicy(true);
    }

    Duration initTimeout() {
        return initTimeout;
    }

    Duration pingInterval() {
        return pingInterval;
    }

    Timer after(Duration delay, Runnable action) {
        return timer(executor.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    Timer at(Instant time, Runnable action) {
        return after(Duration.between(clock.instant(), time), action);
    }

    Timer every(Duration interval, Runnable action) {
        return timer(executor.scheduleWithFixedDelay(
                action, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static Timer timer(ScheduledFuture<?> future) {
        return () -> future.cancel(false);
    }

    @PreDestroy
    void stop() {
        executor.shutdownNow();
    }
}
