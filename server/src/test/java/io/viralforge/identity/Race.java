package io.viralforge.identity;

import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Lets two go at once, or one after another. */
public final class Race {
    private Race() {}

    public record Both<T>(T one, T other) {
        List<T> list() {
            return List.of(one, other);
        }
    }

    /**
     * What one answers who asks while a transaction is under way, and who waits for its locks until it is committed. One who
     * waits for none answers at once.
     */
    static <T> T behind(Sql sql, Consumer<Tx> change, Callable<T> one) {
        return late(sql, change, one).answer;
    }

    /** Whether one who asks while a transaction is under way waits for its locks. */
    static boolean waits(Sql sql, Consumer<Tx> change, Callable<?> one) {
        return late(sql, change, one).hasWaited;
    }

    private record Late<T>(boolean hasWaited, T answer) {}

    private static <T> Late<T> late(Sql sql, Consumer<Tx> change, Callable<T> one) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            boolean[] hasWaited = {true};
            Future<T> asked = sql.everywhere(tx -> {
                change.accept(tx);
                Future<T> begun = threads.submit(one);
                while (!begun.isDone() && !isAnybodyWaiting(sql)) {
                    Thread.onSpinWait();
                }
                hasWaited[0] = !begun.isDone();
                return begun;
            });
            return new Late<>(hasWaited[0], asked.get());
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isAnybodyWaiting(Sql sql) {
        return sql.everywhere(tx -> tx.one("""
                        SELECT EXISTS (SELECT FROM pg_stat_activity
                                       WHERE datname = current_database() AND wait_event_type = 'Lock') AS is_waiting
                        """, row -> row.flag("is_waiting")));
    }

    public static <T> Both<T> run(Callable<T> one, Callable<T> other) {
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
