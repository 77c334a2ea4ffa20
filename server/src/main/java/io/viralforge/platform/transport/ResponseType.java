package io.viralforge.platform.transport;

import io.micronaut.http.MediaType;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The media types of a response (GraphQL over HTTP, section 6). */
enum ResponseType {
    /** The status tells what became of the request. */
    GRAPHQL_RESPONSE("application/graphql-response+json"),
    /** The status of a request that could be read is 200, whatever became of it: what old clients and proxies expect. */
    JSON("application/json"),
    /** Server-Sent Events (GraphQL over Server-Sent Events): the only one that subscriptions can be asked for with. */
    EVENT_STREAM("text/event-stream");

    private final String mediaType;

    ResponseType(String mediaType) {
        this.mediaType = mediaType;
    }

    MediaType mediaType() {
        return MediaType.of(mediaType + "; charset=utf-8");
    }

    /** The type a client likes best, {@link #JSON} when it says nothing; null when it wants none. */
    static @Nullable ResponseType accepted(List<MediaType> accept) {
        if (accept.isEmpty()) {
            return JSON;
        }
        return accept.stream()
                .filter(type -> type.getQualityAsNumber().signum() > 0)
                .sorted(Comparator.comparing(MediaType::getQualityAsNumber).reversed())
                .map(ResponseType::of)
                .filter(type -> type != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable ResponseType of(MediaType wanted) {
        return switch (wanted.getName()) {
            case "application/graphql-response+json" -> GRAPHQL_RESPONSE;
            case "application/json", "application/*", "*/*" -> JSON;
            case "text/event-stream" -> EVENT_STREAM;
            default -> null;
        };
    }
}
