package io.viralforge.platform.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Faults;
import io.viralforge.platform.graphql.ResponseJson;
import jakarta.inject.Singleton;

/** Why a request is not read, and how its sender is told; the connection ends with that. */
enum Refusal {
    TOO_LARGE(413, ErrorCode.BAD_REQUEST, "The body is larger than 2 MiB."),
    ENCODED(415, ErrorCode.BAD_REQUEST, "The body must be sent as it is, without Content-Encoding."),
    TOO_MANY(429, ErrorCode.THROTTLED, "At most 8 requests of a connection are answered at a time."),
    FULL(503, ErrorCode.UNAVAILABLE, "Too many large requests are coming in just now. Try again in a while.");

    private final int status;
    private final ErrorCode code;
    private final String message;

    Refusal(int status, ErrorCode code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** Makes answers of them, with the headers of every other answer. */
    @Singleton
    static final class Answers {
        private final RequestIds ids;
        private final SafeHeaders safe;

        Answers(RequestIds ids, SafeHeaders safe) {
            this.ids = ids;
            this.safe = safe;
        }

        FullHttpResponse of(Refusal refusal, Channel connection) {
            String id = ids.next();
            byte[] body = ResponseJson.bytes(Faults.body(new CodedException(refusal.code, refusal.message), id));
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(refusal.status), Unpooled.wrappedBuffer(body));
            safe.of(connection.pipeline().get(SslHandler.class) != null)
                    .forEach((name, value) -> response.headers().set(name, value));
            response.headers()
                    .set(RequestHeaders.REQUEST_ID, id)
                    .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            return response;
        }
    }
}
