package io.viralforge.client;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what a transfer moved: for its stalls, its cost and its progress. */
final class Meter {
    private final long total;
    private final Progress progress;
    private final AtomicLong moved = new AtomicLong();
    private long settled;
    private long reported;

    Meter(long total, Progress progress) {
        this.total = total;
        this.progress = progress;
    }

    /** Bytes went over the network, whether they count in the end or not. */
    void add(long bytes) {
        moved.addAndGet(bytes);
    }

    long total() {
        return total;
    }

    long moved() {
        return moved.get();
    }

    /** So many bytes are where they should be; sent twice, they count once, so that progress never falls. */
    synchronized void settled(long bytes) {
        settled = Math.min(bytes, total);
        if (settled > reported) {
            reported = settled;
            progress.moved(reported, total);
        }
    }

    synchronized void settledMore(long bytes) {
        settled(settled + bytes);
    }
}
