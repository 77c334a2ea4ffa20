package io.viralforge.platform.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches how fast one connection's requests come in, from the opening or a request's first byte to its last. Each stretch
 * of time in which the server waits for the client has to bring its share of bytes. All on the connection's own thread.
 */
final class Pace extends ChannelDuplexHandler {
    static final int LEAST_BYTES_A_SECOND = 500;

    private final Duration patience;
    private @Nullable Future<?> look;
    private long bytes;
    /** The first read is asked for before this is in place. */
    private boolean isAwaited = true;

    /** @param patience the stretch of time */
    Pace(Duration patience) {
        this.patience = patience;
    }

    /** Sees, behind the codec, where a request ends. */
    ChannelHandler end() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof LastHttpContent) {
                    rest();
                } else if (look == null) {
                    // The next request's beginning came together with this one's end.
                    watch(context);
                }
                context.fireChannelRead(message);
            }
        };
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        watch(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        rest();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        rest();
        context.fireChannelInactive();
    }

    @Override
    public void read(ChannelHandlerContext context) {
        isAwaited = true;
        context.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (look == null) {
            watch(context);
        }
        if (message instanceof ByteBuf buffer) {
            bytes += buffer.readableBytes();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        isAwaited = false;
        context.fireChannelReadComplete();
    }

    private void watch(ChannelHandlerContext context) {
        bytes = 0;
        look = context.executor().schedule(() -> look(context), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void rest() {
        if (look != null) {
            look.cancel(false);
            look = null;
        }
    }

    private void look(ChannelHandlerContext context) {
        long least = patience.toMillis() * LEAST_BYTES_A_SECOND / 1000;
        if (isAwaited && bytes < least) {
            var _ = context.close();
        } else {
            // When it was not waited for the client, what follows the request is what is slow.
            watch(context);
        }
    }
}
