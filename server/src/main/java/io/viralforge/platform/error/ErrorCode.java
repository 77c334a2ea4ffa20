package io.viralforge.platform.error;

/** What {@code extensions.code} of a top-level error says. */
public enum ErrorCode {
    UNAUTHENTICATED,
    FORBIDDEN,
    NOT_FOUND,
    BAD_REQUEST,
    THROTTLED,
    COST_EXCEEDED,
    /** This server executes trusted documents alone, and this is none. */
    DOCUMENT_UNKNOWN,
    /** Send the document's text beside its digest. The name is what Apollo's and urql's clients wait for. */
    PERSISTED_QUERY_NOT_FOUND,
    CURSOR_EXPIRED,
    UNAVAILABLE,
    INTERNAL
}
