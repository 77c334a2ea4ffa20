package io.viralforge.platform.transport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Operation;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the protocols want it. Not Micronaut's mapper: that leaves out nulls and empty lists, which mean something here. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    static String text(Map<String, ? extends @Nullable Object> value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(Map<String, ? extends @Nullable Object> value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A JSON object.
     *
     * @throws CodedException BAD_REQUEST when it is anything else
     */
    static Map<String, @Nullable Object> object(byte[] text, String what) {
        try {
            Map<String, @Nullable Object> object = MAPPER.readValue(text, OBJECT);
            if (object != null) {
                return object;
            }
        } catch (IOException malformed) {
            throw new CodedException(ErrorCode.BAD_REQUEST, what + " must be a JSON object.", malformed);
        }
        throw new CodedException(ErrorCode.BAD_REQUEST, what + " must be a JSON object.");
    }

    /**
     * The operation in a request's parameters, the same over HTTP and WebSocket.
     *
     * @throws CodedException BAD_REQUEST when one of them is of another type
     */
    static Operation operation(Map<String, @Nullable Object> parameters) {
        if (!(parameters.get("query") instanceof String document)) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "query must be a string.");
        }
        String name = null;
        switch (parameters.get("operationName")) {
            case null -> {}
            case String given -> name = given.isEmpty() ? null : given;
            default -> throw new CodedException(ErrorCode.BAD_REQUEST, "operationName must be a string.");
        }
        objectOrNull(parameters, "extensions");
        return new Operation(document, name, objectOrNull(parameters, "variables"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> objectOrNull(Map<String, @Nullable Object> parameters, String name) {
        return switch (parameters.get(name)) {
            case null -> Map.of();
            case Map<?, ?> object -> (Map<String, @Nullable Object>) object;
            default -> throw new CodedException(ErrorCode.BAD_REQUEST, name + " must be an object.");
        };
    }
}
