package io.viralforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    @Test
    void theWaitDoublesAndIsSpread() {
        for (int i = 0; i < 1000; i++) {
            assertThat(Backoff.after(1, random)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
            assertThat(Backoff.after(3, random)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
        }
    }

    @Test
    void theWaitHasACap() {
        for (int attempt : new int[] {7, 20, 64, Integer.MAX_VALUE}) {
            assertThat(Backoff.after(attempt, random)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
        }
    }
}
