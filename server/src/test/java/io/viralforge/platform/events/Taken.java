package io.viralforge.platform.events;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A subscriber under a test's control. */
final class Taken<T> implements Subscriber<T> {
    private static final int PATIENCE_SECONDS = 30;

    private final LinkedBlockingQueue<T> items = new LinkedBlockingQueue<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    static <T> Taken<T> from(Publisher<T> publisher) {
        Taken<T> taken = new Taken<>();
        publisher.subscribe(taken);
        return taken;
    }

    Taken<T> request(long count) {
        subscription.join().request(count);
        return this;
    }

    Taken<T> all() {
        return request(Long.MAX_VALUE);
    }

    void cancel() {
        subscription.join().cancel();
    }

    T next() throws InterruptedException {
        T item = items.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (item == null) {
            throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
        }
        return item;
    }

    List<T> next(int count) throws InterruptedException {
        List<T> taken = new ArrayList<>();
        while (taken.size() < count) {
            taken.add(next());
        }
        return taken;
    }

    int waiting() {
        return items.size();
    }

    Throwable failure() {
        return failure.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription.complete(given);
    }

    @Override
    public void onNext(T item) {
        items.add(item);
    }

    @Override
    public void onError(Throwable error) {
        failure.complete(error);
    }

    @Override
    public void onComplete() {
        failure.complete(new AssertionError("completed"));
    }
}
