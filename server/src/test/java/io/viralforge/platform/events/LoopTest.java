package io.viralforge.platform.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {
    @Test
    void aLoopGoesOnAfterAnExceptionAndAfterAnError() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(1);
        Wake wake = new Wake();
        Loop loop = Loop.start("test", () -> {
            switch (rounds.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("the first time");
                case 2 -> throw new StackOverflowError("the second time");
                default -> {
                    third.countDown();
                    wake.await(20_000);
                }
            }
        });
        assertThat(third.await(20, TimeUnit.SECONDS)).isTrue();
        loop.stop(wake);
        assertThat(loop.isStopped()).isTrue();
    }
}
