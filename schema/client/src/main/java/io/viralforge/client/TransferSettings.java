package io.viralforge.client;

import java.time.Duration;

/**
 * How files are moved.
 *
 * @param parallelism parts of one upload under way at once, 1 to 16
 * @param tries how often a step that moves nothing at all is tried before the transfer fails
 * @param backoff between tries
 * @param stall how long a transfer may stand still before it counts as cut
 */
public record TransferSettings(int parallelism, int tries, Backoff backoff, Duration stall) {
    public TransferSettings {
        if (parallelism < 1 || parallelism > 16 || tries < 1) {
            throw new IllegalArgumentException("parallelism is 1 to 16, tries at least 1");
        }
    }

    public static TransferSettings usual() {
        return new TransferSettings(
                4, 6, new Backoff(Duration.ofMillis(300), Duration.ofSeconds(10)), Duration.ofSeconds(30));
    }
}
