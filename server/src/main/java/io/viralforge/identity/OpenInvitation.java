package io.viralforge.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invitation that may still be accepted, as ADMINs see it; never its link.
 *
 * @param email who may accept, null: whoever has the link
 */
record OpenInvitation(
        UUID id,
        @Nullable String email,
        Role role,
        @Nullable Person createdBy,
        Instant createdAt,
        Instant expiresAt) {}
