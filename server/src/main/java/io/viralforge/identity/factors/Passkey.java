package io.viralforge.identity.factors;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passkey, as its person recognises it.
 *
 * @param isBackedUp whether its maker keeps a copy, so that it outlives the device
 * @param lastUsedAt null: never
 */
public record Passkey(
        UUID id,
        String name,
        boolean isBackedUp,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {}
