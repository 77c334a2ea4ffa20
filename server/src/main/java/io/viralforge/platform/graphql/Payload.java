package io.viralforge.platform.graphql;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mutation payloads: an entity under its name, beside {@code userErrors}. */
public final class Payload {
    private Payload() {}

    /** The payload whose entity stands under {@code field}. */
    public static <T> Map<String, @Nullable Object> of(String field, Outcome<T> outcome) {
        Map<String, @Nullable Object> payload = new HashMap<>();
        switch (outcome) {
            case Outcome.Done<T>(T value) -> {
                payload.put(field, value);
                payload.put("userErrors", List.of());
            }
            case Outcome.Refused<T>(List<UserError> errors) -> {
                payload.put(field, null);
                payload.put("userErrors", errors);
            }
        }
        return payload;
    }

    /** As {@link #of}, where the field has a value also when refused: false, an empty list. */
    public static <T> Map<String, @Nullable Object> of(String field, Outcome<T> outcome, T otherwise) {
        Map<String, @Nullable Object> payload = of(field, outcome);
        payload.putIfAbsent(field, otherwise);
        return payload;
    }
}
