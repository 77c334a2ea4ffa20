package io.viralforge.platform.transport;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketPongMessage;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnClose;
import io.micronaut.websocket.annotation.OnError;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import io.micronaut.websocket.exceptions.WebSocketSessionException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.viralforge.platform.graphql.Engine;
import io.viralforge.trace.Tracing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets at {@code /graphql}: hands what Micronaut receives to a {@link Conversation} each. The path is written as a
 * variable that can only be {@code graphql}, because requests that are no upgrade must find {@link GraphqlHttp} the closer
 * match. All methods run on the network's thread, which keeps messages in order; they do not block. Frames are put together
 * here, because Micronaut would do so without a limit.
 */
@ServerWebSocket(value = "/{path:graphql}", subprotocols = GraphqlSocket.PROTOCOL)
final class GraphqlSocket {
    static final String PROTOCOL = "graphql-transport-ws";
    private static final String PEER = "viralforge.peer";
    private static final int MOST_BYTES = 256 << 10;
    private static final int MOST_OF_A_STRANGER = 16 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(GraphqlSocket.class);

    /** What belongs to one socket. */
    private record Peer(Conversation conversation, Frames frames) {}

    private final Conversation.Setting setting;
    private final ClientAddress addresses;
    private final Set<Peer> peers = ConcurrentHashMap.newKeySet();
    private final int most;
    private volatile boolean isStopping;

    GraphqlSocket(
            MeterRegistry registry,
            @Value("${viralforge.socket.most}") int most,
            Engine engine,
            Bearer bearer,
            Timers timers,
            RequestIds ids,
            ClientAddress addresses,
            Callers callers,
            Tracing tracing) {
        this.addresses = addresses;
        this.most = most;
        registry.gaugeCollectionSize("viralforge.sockets", Tags.empty(), peers);
        this.setting = new Conversation.Setting(engine, bearer, timers, ids, callers, tracing);
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketSession session, HttpRequest<?> request) {
        peer(session, request);
    }

    @OnMessage(maxPayloadLength = MOST_BYTES)
    @NonBlocking
    void frame(WebSocketFrame frame, WebSocketSession session, HttpRequest<?> request) {
        try {
            Peer peer = peer(session, request);
            switch (peer.frames().add(frame, peer.conversation().isKnown() ? MOST_BYTES : MOST_OF_A_STRANGER)) {
                case Frames.More more -> peer.conversation().heard();
                case Frames.Message(String text) -> peer.conversation().receive(text);
                case Frames.TooLong tooLong -> peer.conversation().close(SocketClose.TOO_LONG);
                case Frames.NotText notText -> peer.conversation().close(SocketClose.BAD_REQUEST);
            }
        } finally {
            frame.release();
        }
    }

    @OnMessage
    @NonBlocking
    void pong(WebSocketPongMessage pong, WebSocketSession session) {
        known(session).ifPresent(peer -> peer.conversation().heard());
    }

    /** Micronaut leaves the closing handshake's answer to this method. */
    @OnClose
    @NonBlocking
    void close(CloseReason reason, WebSocketSession session) {
        known(session).ifPresent(peer -> peer.conversation().closed());
        if (session.isOpen()) {
            session.close(reason);
        }
    }

    /** A frame that breaks the WebSocket protocol or is too long. */
    @OnError
    @NonBlocking
    void error(Throwable failure, WebSocketSession session) {
        LOG.debug("a socket failed", failure);
        new SessionWire(session).close(SocketClose.TOO_LONG.code(), SocketClose.TOO_LONG.reason());
        known(session).ifPresent(peer -> peer.conversation().closed());
    }

    /** The session's peer, made by whichever comes first: the opening or, now and then, the first frame. */
    private Peer peer(WebSocketSession session, HttpRequest<?> request) {
        return known(session).orElseGet(() -> {
            String authorization = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
            Conversation conversation =
                    new Conversation(setting, new SessionWire(session), authorization, addresses.of(request));
            Peer peer = new Peer(conversation, new Frames());
            session.put(PEER, peer);
            strip(request);
            peers.add(peer);
            var _ = ((NettyHttpRequest<?>) request)
                    .getChannelHandlerContext()
                    .channel()
                    .closeFuture()
                    .addListener(_ -> forget(peer));
            SocketClose refusal = refusal(conversation, session);
            if (refusal != null) {
                conversation.close(refusal);
                forget(peer);
            }
            return peer;
        });
    }

    private @Nullable SocketClose refusal(Conversation conversation, WebSocketSession session) {
        if (isStopping) {
            return SocketClose.GOING_AWAY;
        }
        if (peers.size() > most) {
            return SocketClose.FULL;
        }
        if (session.getSubprotocol().filter(PROTOCOL::equals).isEmpty()) {
            return SocketClose.SUBPROTOCOL_NOT_ACCEPTABLE;
        }
        return conversation.sit() ? null : SocketClose.TOO_MANY;
    }

    /** Micronaut keeps the request as long as the socket is open. */
    private static void strip(HttpRequest<?> request) {
        if (request.getHeaders() instanceof MutableHttpHeaders headers) {
            List.copyOf(headers.names()).forEach(headers::remove);
        }
    }

    private static Optional<Peer> known(WebSocketSession session) {
        return session.get(PEER, Peer.class);
    }

    private void forget(Peer peer) {
        peers.remove(peer);
        peer.conversation().gone();
    }

    /** Clients come back, to another replica, and go on where they were. */
    @EventListener
    void shutdown(ShutdownEvent event) {
        isStopping = true;
        peers.forEach(peer -> peer.conversation().close(SocketClose.GOING_AWAY));
    }

    private record SessionWire(WebSocketSession session) implements Wire {
        @Override
        public CompletionStage<?> send(String message) {
            try {
                return session.sendAsync(new TextWebSocketFrame(message));
            } catch (WebSocketSessionException gone) {
                return CompletableFuture.failedFuture(gone);
            }
        }

        @Override
        public void ping() {
            if (session.isOpen()) {
                session.sendPingAsync(new byte[0]).exceptionally(gone -> null);
            }
        }

        @Override
        public void close(int code, String reason) {
            session.close(new CloseReason(code, reason));
        }
    }
}
