package io.viralforge.platform.storage;

import io.viralforge.platform.health.Probe;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Without the object store no file comes in or goes out; everything else works. */
@Singleton
final class StoreProbe implements Probe {
    /** Anybody may ask how we are, and S3 has a price a request. */
    private static final Duration REMEMBERED = Duration.ofSeconds(3);

    private record Look(Instant at, boolean isUp) {}

    private final ObjectStore store;
    private final InstantSource clock;
    private volatile Look last = new Look(Instant.MIN, false);

    StoreProbe(ObjectStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "objects";
    }

    @Override
    public boolean isRequired() {
        return false;
    }

    @Override
    public boolean isUp() {
        Instant now = clock.instant();
        Look known = last;
        if (known.at().isAfter(now.minus(REMEMBERED))) {
            return known.isUp();
        }
        boolean isUp = store.isThere();
        last = new Look(now, isUp);
        return isUp;
    }
}
