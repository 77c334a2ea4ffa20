package io.viralforge.platform.transport;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.viralforge.platform.graphql.Operation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the operation out of an HTTP request (GraphQL over HTTP, section 5). */
final class HttpOperation {
    /** Documents, variables, captions in them; files go elsewhere. */
    static final int MOST_BYTES = 2 << 20;

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private HttpOperation() {}

    /** A GET's parameters: {@code variables} and {@code extensions} are JSON text. */
    static Operation ofGet(HttpRequest<?> request) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        for (String name : new String[] {"query", "documentId", "operationName", "variables", "extensions"}) {
            String value = request.getParameters().get(name);
            if (value != null && !value.isEmpty()) {
                boolean isText = !name.equals("variables") && !name.equals("extensions");
                parameters.put(name, isText ? value : json(name, value));
            }
        }
        return resumed(Json.operation(parameters), request);
    }

    static Operation ofPost(HttpRequest<?> request, byte @Nullable [] body) {
        requireJson(request);
        if (body == null) {
            throw new HttpFault(HttpStatus.BAD_REQUEST, "The body is missing.");
        }
        if (body.length > MOST_BYTES) {
            throw new HttpFault(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "The body is larger than 2 MiB.");
        }
        return resumed(Json.operation(Json.object(body, "The body")), request);
    }

    /** A browser that comes back to a stream of events says in a header which one it saw last. */
    private static Operation resumed(Operation operation, HttpRequest<?> request) {
        String last = request.getHeaders().get(LAST_EVENT_ID);
        return last == null || last.isEmpty() ? operation : operation.resumed(last);
    }

    private static @Nullable Map<String, @Nullable Object> json(String name, String value) {
        return value.equals("null") ? null : Json.object(value.getBytes(StandardCharsets.UTF_8), name);
    }

    private static void requireJson(HttpRequest<?> request) {
        MediaType type = request.getContentType().orElse(null);
        if (type == null || !type.getName().equals(MediaType.APPLICATION_JSON)) {
            throw new HttpFault(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json.");
        }
        String charset = type.getParameters().get("charset").orElse("utf-8").toString();
        if (!charset.equalsIgnoreCase("utf-8")) {
            throw new HttpFault(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be in UTF-8.");
        }
    }
}
