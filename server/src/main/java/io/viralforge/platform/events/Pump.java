package io.viralforge.platform.events;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A publisher for each of whose subscribers a virtual thread of its own takes items from a blocking source, one for each
 * that is asked for: so nothing is queued here, and what a subscriber does with an item may block.
 */
final class Pump<T> implements Publisher<T> {
    /** Where items come from. */
    interface Source<T> {
        /** Waits for the next item; null once {@link #close} has been called. */
        @Nullable
        T next() throws InterruptedException;

        /** Ends the waiting; called from any thread, also more than once. */
        void close();
    }

    private final String name;
    private final Supplier<Source<T>> sources;

    Pump(String name, Supplier<Source<T>> sources) {
        this.name = name;
        this.sources = sources;
    }

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        Run<T> run = new Run<>(subscriber, sources.get());
        Thread.ofVirtual().name(name).start(run);
    }

    private static final class Run<T> implements Subscription, Runnable {
        private final Subscriber<? super T> subscriber;
        private final Source<T> source;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private long demand;
        private boolean isCancelled;
        private @Nullable RuntimeException misuse;

        Run(Subscriber<? super T> subscriber, Source<T> source) {
            this.subscriber = subscriber;
            this.source = source;
        }

        @Override
        public void request(long count) {
            lock.lock();
            try {
                if (count <= 0) {
                    misuse = new IllegalArgumentException("rule 3.9: asked for " + count);
                } else {
                    demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
                }
                changed.signal();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                isCancelled = true;
                changed.signal();
            } finally {
                lock.unlock();
            }
            source.close();
        }

        @Override
        public void run() {
            try {
                subscriber.onSubscribe(this);
                while (isWanted()) {
                    T item = source.next();
                    if (item == null) {
                        return;
                    }
                    subscriber.onNext(item);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                if (!isOver()) {
                    subscriber.onError(e);
                }
            } finally {
                source.close();
            }
        }

        /** Waits for demand; false when there will be none any more. */
        private boolean isWanted() throws InterruptedException {
            lock.lock();
            try {
                while (demand == 0 && !isCancelled && misuse == null) {
                    changed.await();
                }
                if (misuse != null && !isCancelled) {
                    throw misuse;
                }
                if (demand != Long.MAX_VALUE) {
                    demand--;
                }
                return !isCancelled;
            } finally {
                lock.unlock();
            }
        }

        private boolean isOver() {
            lock.lock();
            try {
                return isCancelled;
            } finally {
                lock.unlock();
            }
        }
    }
}
