package io.viralforge.worker;

import java.time.Duration;

/**
 * How an agent behaves.
 *
 * @param renders how many renders run side by side at most
 * @param room what they have together
 * @param inspections how many inspections run beside them: they are short, and somebody waits for each
 * @param poll how long to wait for a wake-up before asking for work all the same
 * @param jitter how long at most to wait after a wake-up that went to every worker
 * @param grace how long jobs that may end in time are given for it when the server has it drain
 */
record AgentSettings(int renders, Room room, int inspections, Duration poll, Duration jitter, Duration grace) {
    static final int MOST = 16;

    AgentSettings {
        if (renders < 1 || renders > MOST || inspections < 1 || inspections > MOST) {
            throw new IllegalArgumentException("1 to 16 jobs of each kind");
        }
    }

    static AgentSettings usual(int renders, Room room, Duration grace) {
        return new AgentSettings(renders, room, 1, Duration.ofSeconds(10), Duration.ofMillis(30), grace);
    }
}
