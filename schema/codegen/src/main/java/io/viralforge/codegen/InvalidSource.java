package io.viralforge.codegen;

import graphql.language.SourceLocation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The schema or an operation is wrong; the message has one line for each fault: {@code file:line:column: reason}. */
public final class InvalidSource extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidSource(List<String> faults) {
        super(String.join("\n", faults));
    }

    InvalidSource(@Nullable SourceLocation where, String reason) {
        this(List.of(at(where, reason)));
    }

    static String at(@Nullable SourceLocation where, String reason) {
        if (where == null) {
            return reason;
        }
        var file = Objects.requireNonNullElse(where.getSourceName(), "schema");
        return file + ":" + where.getLine() + ":" + where.getColumn() + ": " + reason;
    }
}
