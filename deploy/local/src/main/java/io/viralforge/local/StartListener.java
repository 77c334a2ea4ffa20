package io.viralforge.local;

/** Hears how far a start has come. Called from several threads at once, but in order for any one service. */
@FunctionalInterface
public interface StartListener {

    /** A listener for callers that show nothing. */
    StartListener SILENT = (service, phase, done, total) -> {};

    /** The steps of a start; a warm one skips the first two. */
    enum Phase {
        /** Its programs are unpacked into the cache folder: {@code done} and {@code total} count bytes. */
        UNPACK,
        /** Its data folder is being made. */
        INITIALISE,
        /** Its process runs and is not ready yet. */
        START,
        /** It answers. */
        READY
    }

    /**
     * A step forward.
     *
     * @param done bytes done so far, 0 where a phase has no size
     * @param total bytes in all, 0 where a phase has no size
     */
    void on(Service service, Phase phase, long done, long total);
}
