package io.viralforge.platform.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one socket may bring: bytes count from their coming in until the message they belong to is whole, which it has to be
 * in time. The decoder gathers a frame before anybody sees it, so this stands on both sides of it. All on the
 * connection's own thread.
 */
final class SocketIntake extends ChannelInboundHandlerAdapter {
    private static final int MASKED_HEADER = 2 + 4;
    /** Longer payloads say their length in two bytes more, and longer ones in eight (RFC 6455, section 5.2). */
    private static final int TINY = 125;

    private static final int SHORT = 0xffff;

    private final Held.Room room;
    private final Duration patience;
    private @Nullable Future<?> late;
    private long unfinished;

    /** @param patience how long a message may take from its first byte to its last */
    SocketIntake(Held.Room room, Duration patience) {
        this.room = room;
        this.patience = patience;
    }

    /** Sees, behind the decoder, where a frame ends. */
    ChannelHandler end() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof WebSocketFrame frame) {
                    end(frame);
                }
                context.fireChannelRead(message);
            }
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && !room.take(bytes.readableBytes())) {
            bytes.release();
            close(context, SocketClose.NO_ROOM);
            return;
        }
        context.fireChannelRead(message);
        if (room.bytes() > 0 && late == null) {
            late = context.executor()
                    .schedule(() -> close(context, SocketClose.TOO_LATE), patience.toMillis(), TimeUnit.MILLISECONDS);
        } else if (room.bytes() == 0) {
            rest();
        }
    }

    private void end(WebSocketFrame frame) {
        boolean isData = frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame;
        long size = size(frame.content().readableBytes());
        if (!isData) {
            room.give(size);
        } else if (frame.isFinalFragment()) {
            room.give(unfinished + size);
            unfinished = 0;
            rest();
        } else {
            unfinished += size;
        }
    }

    private static long size(int payload) {
        int length = payload <= TINY ? 0 : payload <= SHORT ? Short.BYTES : Long.BYTES;
        return (long) MASKED_HEADER + length + payload;
    }

    private static void close(ChannelHandlerContext context, SocketClose why) {
        var _ = context.pipeline()
                .writeAndFlush(new CloseWebSocketFrame(why.code(), why.reason()))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void rest() {
        if (late != null) {
            late.cancel(false);
            late = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        rest();
        room.clear();
    }
}
