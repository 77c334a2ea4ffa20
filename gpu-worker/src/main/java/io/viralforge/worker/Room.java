package io.viralforge.worker;

import io.viralforge.types.JobKind;
import java.util.List;

/**
 * What a machine has for renders: so many at once, as far as its cores and memory go. One that has nothing to do takes
 * any job that its memory holds, however few cores it has. Inspections are short and are not counted.
 *
 * @param cores that renders may keep busy; {@link #ANY}: whoever started the worker said how many renders, and that counts
 * @param memoryBytes that renders may take
 */
record Room(int cores, long memoryBytes) {
    static final int ANY = Integer.MAX_VALUE;

    /** The rest is for the system and for the worker itself. */
    private static final double SHARE = 0.8;

    /** What a machine of this kind has. */
    static Room of(int cores, long memoryBytes) {
        return new Room(cores, (long) (memoryBytes * SHARE));
    }

    /** What is left beside these jobs. */
    Room beside(List<RunningJob> jobs) {
        var renders = jobs.stream().filter(job -> job.kind() != JobKind.INSPECT).toList();
        if (renders.isEmpty()) {
            return new Room(ANY, Long.MAX_VALUE);
        }
        int busy = renders.stream().mapToInt(job -> job.order().cores()).sum();
        long taken =
                renders.stream().mapToLong(job -> job.order().memoryBytes()).sum();
        return new Room(cores == ANY ? ANY : Math.max(0, cores - busy), Math.max(0, memoryBytes - taken));
    }

    boolean isNone() {
        return cores < 1 || memoryBytes < 1;
    }
}
