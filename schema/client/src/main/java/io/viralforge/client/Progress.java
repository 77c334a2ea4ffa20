package io.viralforge.client;

/** Hears how far a transfer is; called from several threads, but one at a time, and never with less than before. */
@FunctionalInterface
public interface Progress {
    /**
     * So much has arrived.
     *
     * @param moved bytes that have arrived, those of earlier tries included
     * @param total bytes in all
     */
    void moved(long moved, long total);

    static Progress none() {
        return (moved, total) -> {};
    }
}
