package io.viralforge.platform.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Faults;
import io.viralforge.platform.graphql.ResponseJson;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What one connection may bring, looked at before anything is kept of it. Parts of uploads are streamed and not meant
 * here. All on the connection's own thread.
 */
final class Intake extends ChannelDuplexHandler {
    private static final String UPLOADS = "/objects/";

    /** Why a request is not read. */
    private record Refusal(HttpResponseStatus status, ErrorCode code, String message) {}

    private static final Refusal TOO_LARGE = new Refusal(
            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, ErrorCode.BAD_REQUEST, "The body is larger than 2 MiB.");
    private static final Refusal ENCODED = new Refusal(
            HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
            ErrorCode.BAD_REQUEST,
            "The body must be sent as it is, without Content-Encoding.");
    private static final Refusal FULL = new Refusal(
            HttpResponseStatus.SERVICE_UNAVAILABLE,
            ErrorCode.UNAVAILABLE,
            "Too many large requests are coming in just now. Try again in a while.");

    private final Held held;
    private final RequestIds ids;
    private final SafeHeaders safe;

    /** Bytes of each request that is not answered yet, in their order. */
    private final Deque<Long> unanswered = new ArrayDeque<>();

    private boolean isStreamed;
    private boolean isRefused;

    Intake(Held held, RequestIds ids, SafeHeaders safe) {
        this.held = held;
        this.ids = ids;
        this.safe = safe;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Refusal refusal = isRefused ? null : refusal(message);
        if (refusal != null) {
            isRefused = true;
            answer(context, refusal);
        }
        if (isRefused) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private @Nullable Refusal refusal(Object message) {
        Refusal refusal = message instanceof HttpRequest request ? begin(request) : null;
        return refusal == null && message instanceof HttpContent content && !isStreamed ? keep(content) : refusal;
    }

    private @Nullable Refusal begin(HttpRequest request) {
        // A compressed frame is inflated before its size can be looked at: nobody is offered that.
        request.headers().remove(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS);
        unanswered.add(0L);
        isStreamed = request.uri().startsWith(UPLOADS);
        String encoding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (encoding != null && !HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(encoding)) {
            return ENCODED;
        }
        return !isStreamed && HttpUtil.getContentLength(request, 0L) > HttpOperation.MOST_BYTES ? TOO_LARGE : null;
    }

    private @Nullable Refusal keep(HttpContent content) {
        int more = content.content().readableBytes();
        if (more > 0) {
            if (!held.take(more)) {
                return FULL;
            }
            unanswered.add((unanswered.isEmpty() ? 0L : unanswered.removeLast()) + more);
        }
        return null;
    }

    private void answer(ChannelHandlerContext context, Refusal refusal) {
        String id = ids.next();
        byte[] body = ResponseJson.bytes(Faults.body(new CodedException(refusal.code, refusal.message), id));
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refusal.status, Unpooled.wrappedBuffer(body));
        safe.of(context.pipeline().get(SslHandler.class) != null)
                .forEach((name, value) -> response.headers().set(name, value));
        response.headers()
                .set(RequestHeaders.REQUEST_ID, id)
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        var _ = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean isPreliminary = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof LastHttpContent && !isPreliminary && !unanswered.isEmpty()) {
            held.give(unanswered.removeFirst());
        }
        var _ = context.write(message, promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        unanswered.forEach(held::give);
        unanswered.clear();
    }
}
