package io.viralforge.platform.error;

/** What {@code extensions.code} of a top-level error says. */
public enum ErrorCode {
    UNAUTHENTICATED,
    FORBIDDEN,
    NOT_FOUND,
    BAD_REQUEST,
    THROTTLED,
    COST_EXCEEDED,
    DOCUMENT_UNKNOWN,
    CURSOR_EXPIRED,
    UNAVAILABLE,
    INTERNAL
}
