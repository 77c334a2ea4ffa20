package io.viralforge.publish;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A studio's account on a network.
 *
 * @param title as people know it
 * @param trouble what the network said last, while the account is not well
 * @param expiresAt when its access token ends; it is renewed before
 */
public record NetworkAccount(
        UUID studio,
        UUID id,
        PublishNetwork network,
        String remoteId,
        String title,
        @Nullable URI url,
        NetworkAccountState state,
        @Nullable String trouble,
        @Nullable Instant expiresAt,
        Instant connectedAt) {}
