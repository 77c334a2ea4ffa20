package io.viralforge.platform.storage;

import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import io.micronaut.http.body.stream.InputStreamByteBody;
import io.micronaut.http.codec.CodecException;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;

/**
 * Streams a {@link Stretch} as fast as its reader takes it, with its length said beforehand: Micronaut's own writer of
 * streams does not know it, and its writer of files adds dates and caching of its own.
 */
@Singleton
final class StretchWriter implements ResponseBodyWriter<Stretch> {
    private final ExecutorService readers;

    StretchWriter(@Named(TaskExecutors.BLOCKING) ExecutorService readers) {
        this.readers = readers;
    }

    @Override
    public CloseableByteBody writePiece(
            ByteBodyFactory bodies,
            HttpRequest<?> request,
            HttpResponse<?> response,
            Argument<Stretch> type,
            MediaType mediaType,
            Stretch stretch) {
        return InputStreamByteBody.create(stretch.content(), OptionalLong.of(stretch.length()), readers, bodies);
    }

    @Override
    public void writeTo(
            Argument<Stretch> type, MediaType mediaType, Stretch stretch, MutableHeaders headers, OutputStream out) {
        try {
            stretch.content().transferTo(out);
        } catch (IOException e) {
            throw new CodecException("a file could not be sent", e);
        }
    }
}
