package io.viralforge.platform.graphql;

import graphql.language.Document;
import graphql.schema.DataFetchingEnvironment;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an operation that lasts holds in memory all the while: its document, which nobody else may ask with, and its
 * variables.
 *
 * @param characters of the document's text
 */
public record Footprint(int characters, Document document, Map<String, @Nullable Object> variables) {
    private static final int BYTES_OF_SEAT = 16 << 10;

    /** That of the query or mutation under way. */
    public static Footprint of(DataFetchingEnvironment env) {
        return Objects.requireNonNull(env.getGraphQlContext().get(Footprint.class));
    }

    /** How many {@link Seats} it takes, one for each 16 KiB begun. */
    public int seats() {
        return Math.toIntExact(1 + (Documents.bytes(characters, document) + bytes(variables)) / BYTES_OF_SEAT);
    }

    private static long bytes(@Nullable Object value) {
        return Documents.BYTES_OF_NODE
                + switch (value) {
                    case Map<?, ?> map ->
                        map.entrySet().stream()
                                .mapToLong(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
                                .sum();
                    case Collection<?> list ->
                        list.stream().mapToLong(Footprint::bytes).sum();
                    case String text -> 2L * text.length();
                    case null, default -> 0;
                };
    }
}
