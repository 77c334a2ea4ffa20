package io.viralforge.identity;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lets two go at once. */
final class Race {
    private Race() {}

    record Both<T>(T one, T other) {
        List<T> list() {
            return List.of(one, other);
        }
    }

    static <T> Both<T> run(Callable<T> one, Callable<T> other) {
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<T> first = threads.submit(() -> {
                start.await();
                return one.call();
            });
            Future<T> second = threads.submit(() -> {
                start.await();
                return other.call();
            });
            return new Both<>(first.get(), second.get());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
