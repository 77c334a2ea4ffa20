package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.netty.HttpCompressionStrategy;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import jakarta.inject.Singleton;

/**
 * Compresses text of some size, for whoever accepts it, as Micronaut does. Never a stream of events: a compressor holds back what it
 * has not filled a block with.
 */
@Singleton
@Replaces(HttpCompressionStrategy.class)
final class Compression implements HttpCompressionStrategy {
    private static final int WORTH_IT_BYTES = 1_024;

    @Override
    public boolean isEnabled() {
        return true;
    }

    @Override
    public boolean shouldCompress(HttpResponse response) {
        String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        Integer length = response.headers().getInt(HttpHeaderNames.CONTENT_LENGTH);
        return MediaType.isTextBased(type)
                && !type.startsWith("text/event-stream")
                && (length == null || length >= WORTH_IT_BYTES);
    }

    @Override
    public int getMaxZstdEncodeSize() {
        return 1 << 25;
    }
}
