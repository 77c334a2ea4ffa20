package io.viralforge.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Thousands of graphql-transport-ws sockets on one thread, each with one subscription. They answer pings and are idle. */
public final class SocketCrowd implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OPENING_AT_ONCE = 64;
    private static final int PATIENCE_SECONDS = 120;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final URI server;
    private final String init;
    private final String subscribe;
    private final Semaphore opening = new Semaphore(OPENING_AT_ONCE);
    private final Semaphore events = new Semaphore(0);
    private final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();

    public SocketCrowd(URI server, String token, String document, Map<String, ?> variables) {
        this.server = URI.create("ws://" + server.getAuthority() + "/graphql");
        this.init = json(Map.of("type", "connection_init", "payload", Map.of("Authorization", "Bearer " + token)));
        this.subscribe = json(
                Map.of("id", "1", "type", "subscribe", "payload", Map.of("query", document, "variables", variables)));
    }

    /** Opens so many more; each has been let in, and has asked, or has been turned away. */
    public void open(int count) throws InterruptedException {
        Bootstrap bootstrap =
                new Bootstrap().group(group).channel(NioSocketChannel.class).handler(new Pipeline());
        for (int i = 0; i < count; i++) {
            acquire(opening, 1);
            ChannelFuture _ = bootstrap.connect(server.getHost(), server.getPort());
        }
        acquire(opening, OPENING_AT_ONCE);
        opening.release(OPENING_AT_ONCE);
    }

    /** Waits until so many events have come since it was last asked, over all sockets together. */
    public void awaitEvents(int count) throws InterruptedException {
        acquire(events, count);
    }

    /** The code with which the next socket was closed by the server. */
    public int closeCode() throws InterruptedException {
        Integer code = closes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (code == null) {
            throw new AssertionError("none was closed");
        }
        return code;
    }

    /** How many were closed by the server and have not been asked for. */
    public int closed() {
        return closes.size();
    }

    private static void acquire(Semaphore semaphore, int permits) throws InterruptedException {
        if (!semaphore.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(semaphore.availablePermits() + " of " + permits + " came");
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private final class Pipeline extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline()
                    .addLast(
                            new HttpClientCodec(),
                            new HttpObjectAggregator(8_192),
                            new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                                    .webSocketUri(server)
                                    .version(WebSocketVersion.V13)
                                    .subprotocol("graphql-transport-ws")
                                    .customHeaders(EmptyHttpHeaders.INSTANCE)
                                    .handleCloseFrames(false)
                                    .handshakeTimeoutMillis(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))
                                    .build()),
                            new Talk());
        }
    }

    private final class Talk extends SimpleChannelInboundHandler<WebSocketFrame> {
        private boolean isOpening = true;

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                ChannelFuture _ = context.writeAndFlush(new TextWebSocketFrame(init));
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) throws Exception {
            if (frame instanceof CloseWebSocketFrame close) {
                closes.add(close.statusCode());
                ChannelFuture _ = context.close();
            } else if (frame instanceof TextWebSocketFrame text) {
                JsonNode message = JSON.readTree(text.text());
                switch (message.get("type").asText()) {
                    case "connection_ack" -> {
                        ChannelFuture _ = context.writeAndFlush(new TextWebSocketFrame(subscribe));
                        opened();
                    }
                    case "next" -> events.release();
                    default -> throw new IllegalStateException(text.text());
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            opened();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            closes.add(-1);
            ChannelFuture _ = context.close();
        }

        private void opened() {
            if (isOpening) {
                isOpening = false;
                opening.release();
            }
        }
    }
}
