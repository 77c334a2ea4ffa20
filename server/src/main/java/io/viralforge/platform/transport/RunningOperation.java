package io.viralforge.platform.transport;

import com.fasterxml.jackson.databind.util.RawValue;
import io.viralforge.platform.graphql.Answer;
import io.viralforge.platform.graphql.Faults;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * An operation that a socket waits for. Of a subscription the next event is asked for only when the one before has gone
 * out: a slow reader slows its source down and fills nothing.
 */
final class RunningOperation implements Subscriber<Answer.Event> {
    private final Conversation conversation;
    private final String id;
    private String requestId = "unknown";
    private boolean isCancelled;
    private @Nullable Subscription upstream;

    RunningOperation(Conversation conversation, String id) {
        this.conversation = conversation;
        this.id = id;
    }

    String id() {
        return id;
    }

    /** Sends the one result; the operation counts as running until it has gone out. */
    void only(Map<String, @Nullable Object> body) {
        if (!isCancelled()) {
            conversation.sendNext(id, body).whenComplete((sent, failure) -> end());
        }
    }

    void refuse(Map<String, @Nullable Object> body) {
        if (conversation.finish(this)) {
            conversation.sendError(id, body);
        }
    }

    void follow(Publisher<Answer.Event> events, String request) {
        this.requestId = request;
        if (!isCancelled()) {
            events.subscribe(this);
        }
    }

    /** Ends it without a word: the client has said so, or is gone. */
    void cancel() {
        Subscription running;
        synchronized (this) {
            isCancelled = true;
            running = upstream;
        }
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        boolean isLate;
        synchronized (this) {
            upstream = subscription;
            isLate = isCancelled;
        }
        if (isLate) {
            subscription.cancel();
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onNext(Answer.Event event) {
        if (!isCancelled()) {
            conversation.sendNext(id, new RawValue(event.json())).whenComplete(this::sent);
        }
    }

    @Override
    public void onError(Throwable failure) {
        refuse(Faults.body(failure, requestId));
    }

    @Override
    public void onComplete() {
        end();
    }

    /** Not on the network's own thread: what is asked for may be computed at once. */
    private void sent(@Nullable Object sent, @Nullable Throwable failure) {
        Subscription running;
        synchronized (this) {
            running = isCancelled ? null : upstream;
        }
        if (running == null) {
            return;
        }
        if (failure == null) {
            Thread.ofVirtual().name("operation").start(() -> running.request(1));
        } else {
            cancel();
        }
    }

    private void end() {
        if (conversation.finish(this)) {
            conversation.sendComplete(id);
        }
    }

    private synchronized boolean isCancelled() {
        return isCancelled;
    }
}
