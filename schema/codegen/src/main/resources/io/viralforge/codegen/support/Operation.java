package support;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query, mutation or subscription with its variables: everything that a transport needs. */
public interface Operation<D> {
    /** What an operation is. */
    enum Kind {
        QUERY,
        MUTATION,
        SUBSCRIPTION
    }

    /** Its name in the document. */
    String name();

    Kind kind();

    /** The GraphQL text. */
    String document();

    /** Of the document in UTF-8, 64 lower-case hexadecimal digits: its name as a trusted or persisted document. */
    String sha256();

    /** What to send beside the document. */
    Map<String, @Nullable Object> variables();

    /** Reads the answer's {@code data}; throws IllegalArgumentException when it has another shape. */
    D read(Map<String, @Nullable Object> data);
}
