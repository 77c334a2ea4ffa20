package io.viralforge.platform.id;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then randomness. They sort by time of
 * making to the millisecond, which keeps indexes compact and lets lists page by id.
 */
@Singleton
public final class Uuid7 {
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Uuid7(InstantSource clock) {
        this.clock = clock;
    }

    /** A new id. */
    public UUID next() {
        long high = clock.millis() << 16 | 0x7000 | random.nextInt(1 << 12);
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
