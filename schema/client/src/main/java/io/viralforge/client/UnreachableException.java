package io.viralforge.client;

import org.jspecify.annotations.Nullable;

/** No answer came, for as long as the client was told to be patient. What was asked may or may not have been done. */
public final class UnreachableException extends GraphqlException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message, @Nullable Throwable cause) {
        super(ErrorCode.UNAVAILABLE, message, null, cause);
    }
}
