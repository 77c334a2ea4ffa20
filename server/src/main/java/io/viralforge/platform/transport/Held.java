package io.viralforge.platform.transport;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of requests and messages that this replica holds before it can look at them. Each connection has a limit, but
 * anybody can open many; together they may take a part of the memory and no more.
 */
@Singleton
final class Held {
    private static final int SHARE_OF_MEMORY = 16;
    private static final long LEAST = 8L << 20;

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    @Inject
    Held(MeterRegistry registry) {
        this(Math.max(LEAST, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY));
        registry.gauge("viralforge.http.held.bytes", bytes);
    }

    Held(long most) {
        this.most = most;
    }

    long most() {
        return most;
    }

    /** Takes room for so many more; false, and nothing is taken, when there is none. */
    boolean take(long more) {
        if (bytes.addAndGet(more) <= most) {
            return true;
        }
        bytes.addAndGet(-more);
        return false;
    }

    void give(long back) {
        bytes.addAndGet(-back);
    }
}
