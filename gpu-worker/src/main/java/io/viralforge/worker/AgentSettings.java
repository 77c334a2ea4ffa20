package io.viralforge.worker;

import java.time.Duration;

/**
 * How an agent behaves.
 *
 * @param renders how many renders run side by side
 * @param inspections how many inspections run beside them: they are short, and somebody waits for each
 * @param poll how long to wait for a wake-up before asking for work all the same
 * @param jitter how long at most to wait after a wake-up that went to every worker
 */
record AgentSettings(int renders, int inspections, Duration poll, Duration jitter) {
    AgentSettings {
        if (renders < 1 || renders > 16 || inspections < 1 || inspections > 16) {
            throw new IllegalArgumentException("1 to 16 jobs of each kind");
        }
    }

    static AgentSettings usual(int renders) {
        return new AgentSettings(renders, 1, Duration.ofSeconds(10), Duration.ofMillis(100));
    }
}
