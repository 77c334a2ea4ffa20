package io.viralforge.platform.graphql;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks to be executed.
 *
 * @param document GraphQL text
 * @param name which of the document's operations, null when it has only one
 * @param variables their values as JSON gives them
 */
public record Operation(String document, @Nullable String name, Map<String, @Nullable Object> variables) {}
