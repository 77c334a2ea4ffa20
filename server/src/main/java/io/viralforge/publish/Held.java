package io.viralforge.publish;

/** How much of a file a network holds. */
public sealed interface Held {
    /**
     * Not all of it yet.
     *
     * @param bytes from the first on, without a gap
     */
    record Part(long bytes) implements Held {}

    /**
     * All of it, and something has become of it.
     *
     * @param remoteId the network's name for that
     */
    record Whole(String remoteId) implements Held {}

    /** The place where the bytes went is no more, and says nothing of what became of them. */
    record Gone() implements Held {}
}
