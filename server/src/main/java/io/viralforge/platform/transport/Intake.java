package io.viralforge.platform.transport;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.viralforge.platform.graphql.Network;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one connection's requests may bring, looked at before anything is kept of it. What is brought counts until its
 * answer begins; what still comes of the request then is passed over by Micronaut. Parts of uploads are streamed and not
 * meant here. All on the connection's own thread.
 */
final class Intake extends ChannelDuplexHandler {
    private static final String UPLOADS = "/objects/";
    /** Whose answers a client need not have read yet: each may be large, and hundreds of requests come in one packet. */
    private static final int MOST_UNANSWERED = 8;

    /** A request, and what it has brought. */
    private static final class Brought {
        private final Held.Room room;
        private final boolean isStreamed;
        private long bytes;
        private boolean isAnswered;

        Brought(Held.Room room, boolean isStreamed) {
            this.room = room;
            this.isStreamed = isStreamed;
        }

        @Nullable
        Refusal more(int more) {
            bytes += more;
            if (bytes > HttpOperation.MOST_BYTES) {
                return Refusal.TOO_LARGE;
            }
            return isAnswered || room.take(more) ? null : Refusal.FULL;
        }

        void answered() {
            isAnswered = true;
            room.clear();
        }
    }

    private final Held held;
    private final ClientAddress addresses;
    private final Refusal.Answers answers;
    private final Consumer<Held.Room> upgraded;

    /** Those whose answers have not ended, in their order. */
    private final Deque<Brought> unanswered = new ArrayDeque<>();

    private @Nullable Brought latest;
    private @Nullable Refusal refusal;

    /** @param upgraded gets the room of what has become a socket and sends no more requests */
    Intake(Held held, ClientAddress addresses, Refusal.Answers answers, Consumer<Held.Room> upgraded) {
        this.held = held;
        this.addresses = addresses;
        this.answers = answers;
        this.upgraded = upgraded;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refusal == null) {
            refusal = refusal(context, message);
            if (refusal != null) {
                tell(context, refusal);
            }
        }
        if (refusal == null) {
            context.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private @Nullable Refusal refusal(ChannelHandlerContext context, Object message) {
        Refusal first = message instanceof HttpRequest request ? begin(context, request) : null;
        if (first != null || latest == null || latest.isStreamed || !(message instanceof HttpContent content)) {
            return first;
        }
        return latest.more(content.content().readableBytes());
    }

    private @Nullable Refusal begin(ChannelHandlerContext context, HttpRequest request) {
        // A compressed frame is inflated before its size can be looked at: nobody is offered that.
        request.headers().remove(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS);
        String address =
                addresses.of(request.headers()::getAll, context.channel().remoteAddress());
        latest = new Brought(held.room(Network.of(address)), request.uri().startsWith(UPLOADS));
        unanswered.add(latest);
        if (unanswered.size() > MOST_UNANSWERED) {
            return Refusal.TOO_MANY;
        }
        String encoding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (encoding != null && !HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(encoding)) {
            return Refusal.ENCODED;
        }
        return !latest.isStreamed && HttpUtil.getContentLength(request, 0L) > HttpOperation.MOST_BYTES
                ? Refusal.TOO_LARGE
                : null;
    }

    /** Answers are in the order of their requests: what came before the one refused is answered first. */
    private void tell(ChannelHandlerContext context, Refusal why) {
        if (unanswered.isEmpty()) {
            var _ = context.close();
        } else if (unanswered.size() == 1 && !unanswered.getFirst().isAnswered) {
            var _ = context.writeAndFlush(answers.of(why, context.channel())).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        var _ = context.write(message, promise);
        if (message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                upgraded.accept(unanswered.getFirst().room);
            }
            return;
        }
        if (message instanceof HttpResponse && !unanswered.isEmpty()) {
            unanswered.getFirst().answered();
        }
        if (message instanceof LastHttpContent && !unanswered.isEmpty()) {
            unanswered.removeFirst();
            if (refusal != null) {
                tell(context, refusal);
            }
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        unanswered.forEach(Brought::answered);
        unanswered.clear();
    }
}
