package io.viralforge.platform.graphql;

import io.micronaut.context.annotation.Secondary;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import jakarta.inject.Singleton;

/** Without identity no token is valid. */
@Singleton
@Secondary
final class NobodyKnown implements Authenticator {
    @Override
    public Known authenticate(String bearerToken) {
        throw new CodedException(ErrorCode.UNAUTHENTICATED, "The token is not valid.");
    }
}
