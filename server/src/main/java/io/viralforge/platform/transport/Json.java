package io.viralforge.platform.transport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Operation;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What clients send, read as the protocols want it. */
final class Json {
    /** Two mebibytes of JSON can say a million small things, each of which takes many times its length as an object. */
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxTokenCount(100_000)
            .maxNestingDepth(100)
            .maxNumberLength(100)
            .maxNameLength(1_000)
            .build();

    private static final ObjectMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(LIMITS).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private static final String SHA256 = "sha256:";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private Json() {}

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
        } catch (StreamConstraintsException excess) {
            throw new CodedException(
                    ErrorCode.BAD_REQUEST, what + " holds too many values, too deep, or too long ones.", excess);
        } catch (IOException malformed) {
            throw new CodedException(ErrorCode.BAD_REQUEST, what + " must be a JSON object.", malformed);
        }
        throw new CodedException(ErrorCode.BAD_REQUEST, what + " must be a JSON object.");
    }

    /**
     * The operation in a request's parameters, the same over HTTP and WebSocket.
     *
     * @throws CodedException BAD_REQUEST when one of them is of another type, or when none says what to execute
     */
    static Operation operation(Map<String, @Nullable Object> parameters) {
        String digest = digest(parameters);
        String document = textOrNull(parameters, "query");
        if (document == null && digest == null) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "query must be a string.");
        }
        return new Operation(
                document, digest, textOrNull(parameters, "operationName"), objectOrNull(parameters, "variables"), null);
    }

    /**
     * The document's digest: as {@code documentId} (GraphQL over HTTP, persisted documents), or in {@code
     * extensions.persistedQuery} (Apollo's automatic persisted queries).
     */
    private static @Nullable String digest(Map<String, @Nullable Object> parameters) {
        String id = textOrNull(parameters, "documentId");
        Object persisted = objectOrNull(parameters, "extensions").get("persistedQuery");
        if (id == null && persisted instanceof Map<?, ?> said) {
            id = String.valueOf(said.get("sha256Hash"));
        }
        if (id == null) {
            return null;
        }
        String digest = id.startsWith(SHA256) ? id.substring(SHA256.length()) : id;
        if (!DIGEST.matcher(digest).matches()) {
            throw new CodedException(
                    ErrorCode.BAD_REQUEST, "A document's name is its sha256, as 64 lower-case hexadecimal digits.");
        }
        return digest;
    }

    private static @Nullable String textOrNull(Map<String, @Nullable Object> parameters, String name) {
        return switch (parameters.get(name)) {
            case null -> null;
            case String given -> given.isEmpty() ? null : given;
            default -> throw new CodedException(ErrorCode.BAD_REQUEST, name + " must be a string.");
        };
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
