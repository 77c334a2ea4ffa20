package io.viralforge.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

    @Test
    void secondsAndDatesAreRead() {
        assertThat(RetryAfter.parse("120", NOW)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse(" 0 ", NOW)).isZero();
        assertThat(RetryAfter.parse("Wed, 01 Jul 2026 12:00:30 GMT", NOW)).isEqualTo(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse("Wed, 01 Jul 2026 11:00:00 GMT", NOW)).isZero();
    }

    @Test
    void whatSaysNothingIsNone() {
        for (String nonsense : new String[] {"", "-1", "1.5", "soon", "9999999999", "Wed, 99 Jul 2026 11:00:00 GMT"}) {
            assertThat(RetryAfter.parse(nonsense, NOW)).as(nonsense).isNull();
        }
    }
}
