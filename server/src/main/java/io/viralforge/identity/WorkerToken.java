package io.viralforge.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A worker token as operators see it; never its text.
 *
 * @param expiresAt null: when it is revoked
 * @param lastUsedAt to a minute; null: never
 */
record WorkerToken(
        UUID id,
        String name,
        boolean isTrusted,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
