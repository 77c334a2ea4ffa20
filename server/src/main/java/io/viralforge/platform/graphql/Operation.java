package io.viralforge.platform.graphql;

import graphql.language.OperationDefinition;
import graphql.language.VariableDefinition;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks to be executed.
 *
 * @param document GraphQL text; null: that of the digest
 * @param digest sha256 of the document in UTF-8, 64 lower-case hexadecimal digits; null when it is not given
 * @param name which of the document's operations, null when it has only one
 * @param variables their values as JSON gives them; this operation's own, of which {@link #trim} leaves those that count
 * @param after cursor after which a durable subscription goes on, whatever its arguments say; null: as they say
 */
public record Operation(
        @Nullable String document,
        @Nullable String digest,
        @Nullable String name,
        Map<String, @Nullable Object> variables,
        @Nullable String after) {
    public Operation {
        if (document == null && digest == null) {
            throw new IllegalArgumentException("neither a document nor its digest");
        }
        variables = new HashMap<>(variables);
    }

    public Operation(String document, @Nullable String name, Map<String, @Nullable Object> variables) {
        this(document, null, name, variables, null);
    }

    /**
     * Forgets variables that it does not declare, which mean nothing and may be many: whoever called holds this for as long
     * as it runs.
     */
    void trim(OperationDefinition asked) {
        variables
                .keySet()
                .retainAll(asked.getVariableDefinitions().stream()
                        .map(VariableDefinition::getName)
                        .toList());
    }

    /** The same, to be resumed after a cursor. */
    public Operation resumed(@Nullable String cursor) {
        return new Operation(document, digest, name, variables, cursor);
    }
}
