package io.viralforge.platform.transport;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one socket may be owed. Who does not take what is sent is not listened to until they do, for answers that nobody
 * reads would fill memory; and who is not listened to is not heard, which {@link Conversation} puts up with for two pings.
 * Nor does the end of a connection wait until its close frame is taken. All on the connection's own thread.
 */
final class SocketOutflow extends ChannelDuplexHandler {
    private static final long MOST_SECONDS = 2;

    private @Nullable Future<?> end;

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
        context.fireChannelWritabilityChanged();
    }

    /** The last bytes that were read hold thousands of pings perhaps; not each has to be answered (RFC 6455, 5.5.3). */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof PingWebSocketFrame && !context.channel().isWritable()) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        var _ = context.write(message, promise);
        if (message instanceof CloseWebSocketFrame && end == null) {
            end = context.executor().schedule(() -> hangUp(context), MOST_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void hangUp(ChannelHandlerContext context) {
        var _ = context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (end != null) {
            end.cancel(false);
        }
    }
}
