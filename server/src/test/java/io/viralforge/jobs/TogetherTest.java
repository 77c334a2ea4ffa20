package io.viralforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private static final int MOST = 3;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<List<Integer>> groups = new CopyOnWriteArrayList<>();
    private final CountDownLatch isAsked = new CountDownLatch(1);
    private final Semaphore gate = new Semaphore(0);
    private final Together<Integer, Integer> together = new Together<>(MOST, this::doubled);

    /** Doubles what is above zero, once the gate is open. */
    private List<Integer> doubled(List<Integer> numbers) {
        groups.add(numbers);
        isAsked.countDown();
        gate.acquireUninterruptibly();
        if (numbers.contains(0)) {
            throw new IllegalStateException("Not zero.");
        }
        return numbers.stream().map(number -> 2 * number).toList();
    }

    @AfterEach
    void end() {
        threads.close();
    }

    @Test
    void whoAsksMeanwhileIsAnsweredNextAllAtOnceAndEachItsOwn() throws Exception {
        List<Future<Integer>> answers = asked(5);
        gate.release(5);
        for (int i = 0; i < 5; i++) {
            assertThat(answers.get(i).get()).isEqualTo(2 * (i + 1));
        }
        assertThat(groups.getFirst()).containsExactly(1);
        assertThat(groups).hasSize(3).allSatisfy(group -> assertThat(group).hasSizeLessThanOrEqualTo(MOST));
    }

    @Test
    void whatFailsFailsForItsGroupAlone() throws Exception {
        List<Future<Integer>> answers = asked(1);
        Future<Integer> failing = threads.submit(() -> together.ask(0));
        gate.release(1);
        assertThat(answers.getFirst().get()).isEqualTo(2);
        gate.release(2);
        assertThatThrownBy(failing::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(together.ask(4)).isEqualTo(8);
    }

    /** The numbers from 1 to so many: the first is being answered while the others wait. */
    private List<Future<Integer>> asked(int count) throws InterruptedException {
        List<Future<Integer>> answers = new ArrayList<>();
        answers.add(threads.submit(() -> together.ask(1)));
        isAsked.await();
        for (int i = 2; i <= count; i++) {
            int number = i;
            int waiting = i - 1;
            answers.add(threads.submit(() -> together.ask(number)));
            while (together.waiting() < waiting) {
                Thread.onSpinWait();
            }
        }
        return answers;
    }
}
