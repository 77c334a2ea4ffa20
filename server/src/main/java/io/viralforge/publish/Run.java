package io.viralforge.publish;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A publication that this replica works on.
 *
 * @param network of its account
 * @param run fences all that is written about it
 * @param session where its bytes go, a secret; null: no place is open
 * @param openedAt when the first place was opened
 * @param isClosing whether its last byte may have been sent there
 * @param tries in vain, one after the other
 * @param isPatienceOver whether it has been in trouble for longer than it may
 */
record Run(
        Publication publication,
        PublishNetwork network,
        UUID run,
        @Nullable String session,
        @Nullable Instant openedAt,
        boolean isClosing,
        int tries,
        boolean isPatienceOver) {
    @Override
    public String toString() {
        return "Run[" + publication.id() + "]";
    }
}
