package io.viralforge.worker.media;

/** What came of looking at a file. */
public sealed interface Inspection {
    /** What it cost to find out. */
    Usage usage();

    /** It was decoded from beginning to end. */
    record Usable(MediaFacts facts, Usage usage) implements Inspection {}

    /**
     * It cannot be used.
     *
     * @param message for people: one sentence, at most 500 characters, with no path in it
     */
    record Refused(RefusalCode code, String message, Usage usage) implements Inspection {}
}
