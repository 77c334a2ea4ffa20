package io.viralforge.worker.media;

import java.time.Duration;

/**
 * What a child process may use before it is ended.
 *
 * @param inspectTime for looking at a file, before what its size allows on top
 * @param inspectMemoryBytes of one process that looks at a file
 * @param renderTime for a render, before what its length allows on top
 * @param renderMemoryBytes of one process that renders
 * @param outputBytes of one result
 * @param stall how long nothing may move
 * @param longest clip that is accepted
 * @param pixels of the largest picture that is accepted
 */
public record Limits(
        Duration inspectTime,
        long inspectMemoryBytes,
        Duration renderTime,
        long renderMemoryBytes,
        long outputBytes,
        Duration stall,
        Duration longest,
        int pixels) {
    private static final long MIB = 1L << 20;

    /**
     * Looking at a small file ends within 20 s and 1 GB whatever is in it; a render has 4 GiB, 8 GiB of output and
     * twenty minutes more than sixty times its length.
     */
    public static final Limits DEFAULT = new Limits(
            Duration.ofSeconds(12),
            900 * MIB,
            Duration.ofMinutes(20),
            4096 * MIB,
            8192 * MIB,
            Duration.ofSeconds(60),
            Duration.ofHours(4),
            8192 * 6144);

    /** What a second of video takes at the very least, in bytes; less is a lie of the file's about its length. */
    private static final double LEAST_BYTES_A_SECOND = 20_000;

    private static final double INSPECT_SECONDS_A_SECOND = 0.25;
    private static final long RENDER_SECONDS_A_SECOND = 60;

    /** For looking at a file of so many bytes that says it is so long. */
    Duration inspectTime(long bytes, Duration announced) {
        double seconds = Math.min(announced.toMillis() / 1e3, bytes / LEAST_BYTES_A_SECOND);
        return inspectTime.plusMillis(Math.round(seconds * INSPECT_SECONDS_A_SECOND * 1e3));
    }

    /** For a render of this length. */
    Duration renderTime(Duration length) {
        return renderTime.plus(length.multipliedBy(RENDER_SECONDS_A_SECOND));
    }
}
