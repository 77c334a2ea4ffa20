package io.viralforge.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session that has not ended, as its person recognises it.
 *
 * @param address from where it was used last
 * @param userAgent by which program
 * @param lastUsedAt when it was opened or refreshed last: to a quarter of an hour when it was used
 */
record OpenSession(
        UUID id,
        Studio studio,
        @Nullable String address,
        @Nullable String userAgent,
        Instant createdAt,
        Instant lastUsedAt) {}
