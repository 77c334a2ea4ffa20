package io.viralforge.client;

import io.viralforge.types.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket with one subscription on it, in the protocol {@code graphql-transport-ws}
 * (github.com/enisdenjo/graphql-ws, PROTOCOL.md). A socket of its own lets TCP do the flow control: while {@link #ROOM}
 * frames wait to be taken, no more are asked for.
 */
final class SubscriptionSocket implements WebSocket.Listener {
    private static final int ROOM = 256;
    private static final int MAX_MESSAGE_CHARS = 4 << 20;
    private static final String ID = "1";

    private final Operation<?> operation;
    private final Map<String, @Nullable Object> variables;
    private final @Nullable String token;
    private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
    private @Nullable WebSocket paused;
    private volatile @Nullable WebSocket socket;
    private volatile long heardAt = System.nanoTime();
    private long pingedAt = heardAt;

    private SubscriptionSocket(
            Operation<?> operation, Map<String, @Nullable Object> variables, @Nullable String token) {
        this.operation = operation;
        this.variables = variables;
        this.token = token;
    }

    /** What came over the socket. */
    sealed interface Frame {
        record Next(Map<String, @Nullable Object> payload) implements Frame {}

        record Failed(List<GraphqlError> errors) implements Frame {}

        record Complete() implements Frame {}

        record Gone(SocketRefused why) implements Frame {}
    }

    static SubscriptionSocket open(
            HttpClient http,
            URI address,
            @Nullable String token,
            ClientSettings settings,
            Operation<?> operation,
            Map<String, @Nullable Object> variables)
            throws SocketRefused, InterruptedException {
        var opened = new SubscriptionSocket(operation, variables, token);
        var builder = http.newWebSocketBuilder()
                .subprotocols("graphql-transport-ws")
                .connectTimeout(settings.connectTimeout())
                .header("User-Agent", settings.userAgent());
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        var upgrade = builder.buildAsync(address, opened);
        boolean isReady = false;
        try {
            upgrade.get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
            opened.acknowledged.get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
            isReady = true;
            return opened;
        } catch (TimeoutException late) {
            throw new SocketRefused(1006, address + " did not answer in time", token, late);
        } catch (ExecutionException failed) {
            throw refused(failed, address, token);
        } finally {
            if (!isReady) {
                var _ = upgrade.whenComplete((late, failure) -> {
                    if (late != null) {
                        late.abort();
                    }
                });
            }
        }
    }

    private static SocketRefused refused(ExecutionException failed, URI address, @Nullable String token) {
        if (failed.getCause() instanceof SocketRefused refused) {
            return refused;
        }
        if (failed.getCause() instanceof WebSocketHandshakeException handshake) {
            int status = handshake.getResponse().statusCode();
            return new SocketRefused(status, address + " refused the upgrade: HTTP " + status, token, handshake);
        }
        var reason = HttpCall.reason(HttpCall.ioException(failed));
        return new SocketRefused(1006, "Cannot reach " + address + ": " + reason, token, failed);
    }

    /** The next frame, null when none came within the time. */
    @Nullable
    Frame take(Duration wait) throws InterruptedException {
        var frame = frames.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (frames.size() < ROOM / 2) {
            resume();
        }
        return frame;
    }

    /**
     * Whether a ping has stayed without any answer for this long. Asks with a ping after as long a silence, so what counts
     * is not how long nothing was heard (the reader may have been away) but that nothing came when asked.
     */
    boolean isDead(Duration patience) {
        long now = System.nanoTime();
        long heard = heardAt;
        if (pingedAt - heard > 0) {
            return now - pingedAt > patience.toNanos();
        }
        if (now - heard >= patience.toNanos()) {
            pingedAt = now;
            send(Map.of("type", "ping"));
        }
        return false;
    }

    /** Says goodbye and closes, without waiting. */
    void close() {
        send(Map.of("type", "complete", "id", ID));
        var open = socket;
        if (open != null) {
            synchronized (this) {
                sending = sending.thenCompose(done -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""))
                        .orTimeout(1, TimeUnit.SECONDS)
                        .whenComplete((done, failure) -> open.abort());
            }
        }
        gone(new SocketRefused(WebSocket.NORMAL_CLOSURE, "Closed", token, null));
    }

    /** Drops the connection without a word. */
    void abort() {
        var open = socket;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        send(Map.of("type", "connection_init"));
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
        heardAt = System.nanoTime();
        partial.append(data);
        if (partial.length() > MAX_MESSAGE_CHARS) {
            gone(new SocketRefused(1009, "A message was larger than this client takes", token, null));
            from.abort();
            return null;
        }
        if (isLast) {
            var text = partial.toString();
            partial.setLength(0);
            try {
                receive(Json.object(text));
            } catch (IOException notJson) {
                gone(new SocketRefused(1002, "The server sent something that is not JSON", token, notJson));
                from.abort();
                return null;
            }
        }
        requestOrPause(from);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        var words = reason.isEmpty() ? "code " + code : reason + " (code " + code + ")";
        gone(new SocketRefused(code, "The server closed the subscription: " + words, token, null));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        gone(new SocketRefused(1006, "The connection was cut", token, error));
    }

    private void receive(Map<String, @Nullable Object> message) throws IOException {
        switch (String.valueOf(message.get("type"))) {
            case "connection_ack" -> {
                Map<String, @Nullable Object> payload = new HashMap<>();
                payload.put("operationName", operation.name());
                payload.put("query", operation.document());
                payload.put("variables", variables);
                send(Map.of("type", "subscribe", "id", ID, "payload", payload));
                acknowledged.complete(null);
            }
            case "ping" -> send(Map.of("type", "pong"));
            case "pong" -> {
                // That it was heard is all it says.
            }
            case "next" -> {
                if (!(message.get("payload") instanceof Map<?, ?> payload)) {
                    throw new IOException("an event without payload");
                }
                frames.add(new Frame.Next(Json.asObject(payload)));
            }
            case "error" -> frames.add(new Frame.Failed(GraphqlError.all(message.get("payload"))));
            case "complete" -> frames.add(new Frame.Complete());
            default -> throw new IOException("unknown message type");
        }
    }

    private void gone(SocketRefused why) {
        acknowledged.completeExceptionally(why);
        frames.add(new Frame.Gone(why));
    }

    private void requestOrPause(WebSocket from) {
        synchronized (this) {
            if (frames.size() >= ROOM) {
                paused = from;
                return;
            }
        }
        from.request(1);
    }

    /** Asks for more; the JDK may deliver it in this very call, so the pause has to be over before. */
    private void resume() {
        WebSocket waiting;
        synchronized (this) {
            waiting = paused;
            paused = null;
        }
        if (waiting != null) {
            waiting.request(1);
        }
    }

    /** Queues a message behind those under way: a WebSocket takes one at a time. */
    private synchronized void send(Map<String, ? extends @Nullable Object> message) {
        var open = socket;
        if (open != null) {
            sending = sending.thenCompose(done -> open.sendText(Json.text(message), true))
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            gone(new SocketRefused(1006, "The connection was cut", token, failure));
                        }
                    });
        }
    }
}
