package io.viralforge.platform.transport;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.viralforge.platform.graphql.ResponseJson;
import jakarta.inject.Singleton;
import java.util.Map;

/** Answers of HTTP itself, outside GraphQL: the status in words and the request's id, nothing of the inside. */
@Singleton
@Replaces(ErrorResponseProcessor.class)
final class PlainErrors implements ErrorResponseProcessor<byte[]> {
    @Override
    public MutableHttpResponse<byte[]> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        return response.body(ResponseJson.bytes(Map.of(
                        "message", response.status().getReason(),
                        "requestId", RequestHeaders.requestId(context.getRequest()))))
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
