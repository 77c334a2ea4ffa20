package io.viralforge.client;

import org.jspecify.annotations.Nullable;

/** {@code extensions.code} of an error at the top of an answer. */
public enum ErrorCode {
    UNAUTHENTICATED,
    FORBIDDEN,
    NOT_FOUND,
    BAD_REQUEST,
    THROTTLED,
    COST_EXCEEDED,
    DOCUMENT_UNKNOWN,
    CURSOR_EXPIRED,
    /** Something the server needs is away, or the server itself. */
    UNAVAILABLE,
    INTERNAL,
    /** A code of a newer server, or an answer that cannot be read. */
    UNKNOWN;

    static ErrorCode of(@Nullable Object name) {
        for (var each : values()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return UNKNOWN;
    }

    /** Whether the same request may succeed a little later. */
    boolean isTransient() {
        return this == THROTTLED || this == UNAVAILABLE;
    }
}
