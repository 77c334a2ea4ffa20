package io.viralforge.local;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds a process again although ids are used anew. */
final class Processes {
    /** Linux derives a start time from the clock and the time since boot, so it wanders a little. */
    private static final Duration CLOCK_DRIFT = Duration.ofSeconds(2);

    private Processes() {}

    static boolean isAlive(long pid, Instant started) {
        return find(pid, started).isPresent();
    }

    /** The living process of that id, if it is the one that started then. */
    static Optional<ProcessHandle> find(long pid, Instant started) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info()
                        .startInstant()
                        .map(other -> Duration.between(started, other).abs().compareTo(CLOCK_DRIFT) < 0)
                        .orElse(false));
    }
}
