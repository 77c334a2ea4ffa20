package io.viralforge.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket without any protocol of its own, to say things no client says. */
public final class RawSocket implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PATIENCE_SECONDS = 20;

    private record Close(int code, String reason) {}

    private final LinkedBlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Close> closed = new CompletableFuture<>();
    private final Semaphore pings = new Semaphore(0);
    private final StringBuilder parts = new StringBuilder();
    private volatile boolean isReading = true;
    private @Nullable WebSocket socket;

    /** A socket that speaks graphql-transport-ws. */
    public static RawSocket open(URI server, Map<String, String> headers) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().subprotocols("graphql-transport-ws");
        headers.forEach(builder::header);
        return new RawSocket().connect(builder, server);
    }

    /** A socket without a protocol. */
    public static RawSocket openWithout(URI server) {
        return new RawSocket().connect(HTTP.newWebSocketBuilder(), server);
    }

    private RawSocket connect(WebSocket.Builder builder, URI server) {
        socket = builder.buildAsync(URI.create("ws://" + server.getAuthority() + "/graphql"), this)
                .join();
        return this;
    }

    /** The server may have closed the socket by then; {@link #closeCode} tells. */
    public void send(String text) {
        socket().sendText(text, true).exceptionally(gone -> socket()).join();
    }

    public void sendPart(String text) {
        socket().sendText(text, false).exceptionally(gone -> socket()).join();
    }

    /** Sends a frame, last or not, also to who has hung up. */
    public void sendAnyway(String text, boolean isLast) {
        socket().sendText(text, isLast).exceptionally(gone -> socket()).join();
    }

    public JsonNode next() throws InterruptedException {
        JsonNode message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing came; closed: " + closed.getNow(null));
        }
        return message;
    }

    /** The close frame's code, 1006 when the connection ended without one. */
    public int closeCode() throws InterruptedException {
        return close0().code();
    }

    public String closeReason() {
        return close0().reason();
    }

    private Close close0() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    public boolean pings(int count) throws InterruptedException {
        return pings.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** From now on nothing is taken from the network. */
    public void stopReading() {
        isReading = false;
    }

    /** Takes what has come meanwhile, and what comes. */
    public void goOnReading() {
        isReading = true;
        socket().request(1);
    }

    /** Ends the connection without a close frame. */
    public void abort() {
        socket().abort();
    }

    @Override
    public void close() {
        socket().abort();
    }

    private WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not open");
        }
        return socket;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
        parts.append(data);
        if (isLast) {
            try {
                messages.add(JSON.readTree(parts.toString()));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
            parts.setLength(0);
        }
        if (isReading) {
            from.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        pings.release();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(new Close(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(new Close(1006, String.valueOf(error)));
    }
}
