package io.viralforge.client;

import org.jspecify.annotations.Nullable;

/** The token is missing, expired or revoked, and there was no new one to be had. Trying again will not help. */
public final class UnauthenticatedException extends GraphqlException {
    private static final long serialVersionUID = 1L;

    UnauthenticatedException(String message, @Nullable String requestId) {
        super(ErrorCode.UNAUTHENTICATED, message, requestId, null);
    }
}
