package io.viralforge.publish;

import io.viralforge.media.Asset;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A clip on its way to an account, or there.
 *
 * @param asset the clip
 * @param digest of the account, the clip and the content: what a person approves
 * @param approval null: nobody has approved it as it is
 * @param trouble what stands in its way; null: nothing does
 * @param troubledAt since when
 * @param sent bytes that the network holds
 * @param isClosing whether its last byte may have been sent
 * @param attempt a person has let it go out so often; each is told from the others by its marker
 * @param remoteId the network's name for it
 */
record Publication(
        UUID studio,
        UUID id,
        UUID account,
        UUID asset,
        PublicationState state,
        PublicationContent content,
        @Nullable Instant scheduledAt,
        String digest,
        @Nullable Approval approval,
        @Nullable Trouble trouble,
        @Nullable Instant troubledAt,
        long sent,
        boolean isClosing,
        int attempt,
        @Nullable String remoteId,
        @Nullable URI url,
        Instant createdAt,
        @Nullable Instant liveAt) {

    /** That a person has approved it. */
    record Approval(UUID person, Instant at) {}

    /**
     * What the network is given, but for the bytes.
     *
     * @throws IllegalStateException when nobody has chosen who may see it
     */
    Post post(Asset clip) {
        PublicationPrivacy privacy = content.privacy();
        if (privacy == null) {
            throw new IllegalStateException(id + " is approved without privacy");
        }
        return new Post(
                id,
                content.title(),
                content.description(),
                content.tags(),
                privacy,
                content.disclosure(),
                clip.contentType(),
                clip.bytes(),
                clip.duration() == null ? Duration.ZERO : clip.duration(),
                "viralforge-" + id.toString().replace("-", "") + "-" + attempt);
    }
}
