package io.viralforge.sandbox;

import java.util.concurrent.CountDownLatch;

/** Where a request waits: the test learns that it came, and says when it goes on. */
public final class Gate {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /** Waits until a request stands here. */
    public void awaitArrival() throws InterruptedException {
        arrived.await();
    }

    /** Lets through whoever stands here or comes. */
    public void open() {
        open.countDown();
    }

    void pass() throws InterruptedException {
        arrived.countDown();
        open.await();
    }
}
