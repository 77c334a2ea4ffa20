package io.viralforge.platform.graphql;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks to be executed.
 *
 * @param document GraphQL text
 * @param name which of the document's operations, null when it has only one
 * @param variables their values as JSON gives them
 * @param after cursor after which a durable subscription goes on, whatever its arguments say; null: as they say
 */
public record Operation(
        String document,
        @Nullable String name,
        Map<String, @Nullable Object> variables,
        @Nullable String after) {
    public Operation(String document, @Nullable String name, Map<String, @Nullable Object> variables) {
        this(document, name, variables, null);
    }

    /** The same, to be resumed after a cursor. */
    public Operation resumed(@Nullable String cursor) {
        return new Operation(document, name, variables, cursor);
    }
}
