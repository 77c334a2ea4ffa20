package io.viralforge.platform.transport;

import io.micronaut.core.io.buffer.ReadBuffer;
import io.micronaut.core.io.buffer.ReadBufferFactory;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import io.micronaut.http.codec.CodecException;
import io.micronaut.http.server.netty.NettyHttpRequest;
import jakarta.inject.Singleton;
import java.io.OutputStream;
import java.util.concurrent.Executor;
import org.reactivestreams.Publisher;
import reactor.core.scheduler.Schedulers;

/**
 * Sends an {@link EventStream}, each frame at once. It is handed on by the network's thread: a frame from another one would
 * come to Micronaut by a detour, after the reader has gone perhaps, which it takes for an error.
 */
@Singleton
final class EventStreamWriter implements ResponseBodyWriter<EventStream> {
    @Override
    public CloseableByteBody writePiece(
            ByteBodyFactory bodies,
            HttpRequest<?> request,
            HttpResponse<?> response,
            Argument<EventStream> type,
            MediaType mediaType,
            EventStream stream) {
        ReadBufferFactory buffers = bodies.readBufferFactory();
        Executor network = ((NettyHttpRequest<?>) request)
                .getChannelHandlerContext()
                .channel()
                .eventLoop();
        Publisher<ReadBuffer> frames =
                stream.frames().publishOn(Schedulers.fromExecutor(network), 1).map(buffers::adapt);
        return bodies.adapt(frames);
    }

    @Override
    public void writeTo(
            Argument<EventStream> type,
            MediaType mediaType,
            EventStream stream,
            MutableHeaders headers,
            OutputStream out) {
        throw new CodecException("an event stream is never written whole");
    }
}
