package io.viralforge.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a one-time link. Of one that is over nothing but that is told.
 *
 * @param isFirst whether it makes the first operator
 * @param email who may accept, null: whoever has the link
 */
record InvitationCheck(
        InvitationState state,
        boolean isFirst,
        @Nullable String studioName,
        @Nullable Role role,
        @Nullable String email,
        @Nullable Instant expiresAt) {
    static InvitationCheck over(InvitationState state) {
        return new InvitationCheck(state, false, null, null, null, null);
    }
}
