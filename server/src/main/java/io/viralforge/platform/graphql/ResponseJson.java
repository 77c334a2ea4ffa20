package io.viralforge.platform.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers as JSON. Not by Micronaut's mapper: that leaves out nulls and empty lists, which mean something here. */
public final class ResponseJson {
    private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();

    private ResponseJson() {}

    public static String text(Map<String, ? extends @Nullable Object> body) {
        try {
            return WRITER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] bytes(Map<String, ? extends @Nullable Object> body) {
        try {
            return WRITER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
