package io.viralforge.platform.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client finish its sentence before the connection ends. A connection that is closed with bytes unread is reset, and
 * who is reset while talking does not hear the answer, or the close frame, that says why (RFC 9112, section 9.6). So this
 * side stops talking first, and passes over what still comes until the client hangs up, for a while. All on the
 * connection's own thread.
 */
final class Linger extends ChannelDuplexHandler {
    private static final long MOST_SECONDS = 2;
    private static final long MOST_BYTES = 4L << 20;

    private @Nullable Future<?> end;
    private long passedOver;

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (end == null && !(context.channel() instanceof DuplexChannel channel && begin(context, channel))) {
            var _ = context.close(promise);
            return;
        }
        var _ = context.channel().closeFuture().addListener(_ -> promise.trySuccess());
    }

    private boolean begin(ChannelHandlerContext context, DuplexChannel channel) {
        // Who does not take what was sent before would not hear the reason either.
        if (!channel.isActive() || !channel.isWritable()) {
            return false;
        }
        end = context.executor().schedule(() -> hangUp(context), MOST_SECONDS, TimeUnit.SECONDS);
        channel.config().setAutoRead(true);
        var _ = channel.shutdownOutput().addListener(done -> {
            if (!done.isSuccess()) {
                hangUp(context);
            }
        });
        return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (end == null) {
            context.fireChannelRead(message);
            return;
        }
        passedOver += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (passedOver > MOST_BYTES) {
            hangUp(context);
        }
    }

    private static void hangUp(ChannelHandlerContext context) {
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (end != null) {
            end.cancel(false);
        }
        context.fireChannelInactive();
    }
}
