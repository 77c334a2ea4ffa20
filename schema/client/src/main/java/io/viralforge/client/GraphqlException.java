package io.viralforge.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server did not do what was asked. The message is fit for people. */
public class GraphqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String requestId;

    GraphqlException(ErrorCode code, String message, @Nullable String requestId, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.requestId = requestId;
    }

    GraphqlException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    /** The exception of these errors, which must not be empty; the first one names its code. */
    static GraphqlException of(List<GraphqlError> errors) {
        var first = errors.getFirst();
        var message = GraphqlError.sentence(errors);
        return first.code() == ErrorCode.UNAUTHENTICATED
                ? new UnauthenticatedException(message, first.requestId())
                : new GraphqlException(first.code(), message, first.requestId(), null);
    }

    public ErrorCode code() {
        return code;
    }

    /** Names the request in the server's log; null when the server was not reached or did not say. */
    public @Nullable String requestId() {
        return requestId;
    }
}
