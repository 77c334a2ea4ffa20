package io.viralforge.client;

import io.viralforge.client.SubscriptionSocket.Frame;
import io.viralforge.types.DurableSubscription;
import io.viralforge.types.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The events of a subscription, one at a time. For one thread; only {@link #close()} may be called from another.
 *
 * <p>A cut connection is opened again with backoff, by the thread in {@code next()}: a {@link DurableSubscription} goes on
 * after the last event that was handed out, so that each is seen once; a lossy one goes on with whatever comes then. A
 * durable one that was given no cursor first asks the server for that of this moment: so it loses nothing either when it is
 * cut before its first event, and what is looked up in {@code onConnected} has no gap to the events.
 */
public final class EventStream<D> implements AutoCloseable {
    /** A connection that lived this long, or brought an event, was a good one: the backoff begins anew. */
    private static final Duration GOOD = Duration.ofSeconds(10);

    private final GraphqlClient client;
    private final Operation<D> operation;
    private final Runnable onConnected;
    private final Map<String, @Nullable Object> variables;
    private volatile @Nullable SubscriptionSocket socket;
    private volatile boolean isClosed;
    private boolean isEnded;
    private boolean isRefreshed;
    private int failures;
    private long connectedAt;
    private @Nullable Long awaySince;

    EventStream(GraphqlClient client, Operation<D> operation, Runnable onConnected) {
        this.client = client;
        this.operation = operation;
        this.onConnected = onConnected;
        this.variables = new HashMap<>(operation.variables());
    }

    /**
     * Waits for the next event.
     *
     * @return null once the server has ended the subscription or it was closed
     * @throws GraphqlException when it cannot go on: a refused token or operation, an expired cursor, or a server that
     *     stayed away for longer than {@link ClientSettings#streamPatience}
     */
    public @Nullable D next() throws InterruptedException {
        return next(Duration.ofNanos(Long.MAX_VALUE));
    }

    /** The same, but null also when no event came within the time; {@link #isEnded()} tells which. */
    public @Nullable D next(Duration wait) throws InterruptedException {
        long begin = System.nanoTime();
        while (!isEnded()) {
            var left = wait.minusNanos(System.nanoTime() - begin);
            if (left.isNegative()) {
                return null;
            }
            try {
                var open = socket;
                if (open == null) {
                    connect();
                    continue;
                }
                var event = await(open, left);
                if (event != null) {
                    return event;
                }
            } catch (SocketRefused refused) {
                recover(refused);
            }
        }
        return null;
    }

    /** True once no more events will come: the server or the caller ended it. */
    public boolean isEnded() {
        return isEnded || isClosed;
    }

    /** Ends the subscription; a thread in {@code next()} gets null. */
    @Override
    public void close() {
        isClosed = true;
        var open = socket;
        if (open != null) {
            open.close();
        }
    }

    private void connect() throws SocketRefused, InterruptedException {
        begin();
        var opened = client.open(operation, variables);
        connectedAt = System.nanoTime();
        awaySince = null;
        socket = opened;
        if (isClosed) {
            opened.close();
        }
        onConnected.run();
    }

    /** Gives a durable subscription a place in the log to begin at, and so to come back to. */
    private void begin() throws SocketRefused, InterruptedException {
        if (operation instanceof DurableSubscription<D> durable && variables.get(durable.afterVariable()) == null) {
            try {
                variables.put(durable.afterVariable(), client.cursorNow());
            } catch (GraphqlException refused) {
                isEnded = true;
                throw refused;
            }
        }
    }

    /** One frame's worth of waiting: an event, or null when it brought none. */
    private @Nullable D await(SubscriptionSocket open, Duration left) throws SocketRefused, InterruptedException {
        var ping = client.settings().ping();
        return switch (open.take(left.compareTo(ping) < 0 ? left : ping)) {
            case null -> {
                pulse(open);
                yield null;
            }
            case Frame.Next next -> event(open, next.payload());
            case Frame.Failed failed -> throw failure(open, failed.errors());
            case Frame.Complete complete -> {
                isEnded = true;
                open.close();
                yield null;
            }
            case Frame.Gone gone -> throw gone.why();
        };
    }

    // Not only for networks that fall silent: the JDK's WebSocket now and then does not report a connection that the
    // server closed within about a millisecond of a message (seen on JDK 25, in 1 to 2 of 100 such closes).
    private void pulse(SubscriptionSocket open) throws SocketRefused {
        if (open.isDead(client.settings().ping())) {
            open.abort();
            throw new SocketRefused(1006, "Nothing was heard from the server", null, null);
        }
    }

    /** Throws what cannot be mended; returns what another connection may. */
    private SocketRefused failure(SubscriptionSocket open, List<GraphqlError> errors) {
        var why = GraphqlClient.failure(errors);
        if (!why.code().isTransient()) {
            isEnded = true;
            open.close();
            throw why;
        }
        return new SocketRefused(1013, String.valueOf(why.getMessage()), null, why);
    }

    private D event(SubscriptionSocket open, Map<String, @Nullable Object> payload) throws SocketRefused {
        if (!(payload.get("data") instanceof Map<?, ?> data)) {
            throw failure(open, GraphqlError.all(payload.get("errors")));
        }
        D event;
        try {
            event = operation.read(Json.asObject(data));
        } catch (IllegalArgumentException malformed) {
            isEnded = true;
            open.close();
            throw GraphqlClient.malformed(operation, malformed);
        }
        if (operation instanceof DurableSubscription<D> durable) {
            variables.put(durable.afterVariable(), durable.cursor(event));
        }
        failures = 0;
        isRefreshed = false;
        return event;
    }

    /** Gets ready for another connection, or throws when there is no use in one. */
    private void recover(SocketRefused refused) throws InterruptedException {
        if (isEnded()) {
            return;
        }
        var lost = socket;
        if (lost != null) {
            lost.abort();
            socket = null;
            if (Duration.ofNanos(System.nanoTime() - connectedAt).compareTo(GOOD) > 0) {
                failures = 0;
                isRefreshed = false;
            }
        }
        if (refused.isUnauthenticated() && !isRefreshed && client.canRefresh(refused.token())) {
            isRefreshed = true;
            return;
        }
        awaySince = Objects.requireNonNullElseGet(awaySince, System::nanoTime);
        var away = Duration.ofNanos(System.nanoTime() - awaySince);
        if (refused.isFinal()
                || refused.isUnauthenticated()
                || away.compareTo(client.settings().streamPatience()) > 0) {
            isEnded = true;
            throw refused.asException();
        }
        client.pause(client.settings().backoff().after(++failures));
    }
}
