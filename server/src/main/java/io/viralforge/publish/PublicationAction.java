package io.viralforge.publish;

import static io.viralforge.publish.PublicationState.AWAITING_CONSENT;
import static io.viralforge.publish.PublicationState.DRAFT;
import static io.viralforge.publish.PublicationState.FAILED;
import static io.viralforge.publish.PublicationState.LIVE;
import static io.viralforge.publish.PublicationState.PROCESSING;
import static io.viralforge.publish.PublicationState.REMOVED;
import static io.viralforge.publish.PublicationState.SCHEDULED;
import static io.viralforge.publish.PublicationState.UNCONFIRMED;
import static io.viralforge.publish.PublicationState.UPLOADING;

import java.util.Set;

/**
 * All that can happen to a publication: from which states, to which. Every statement that changes its state takes both from
 * here. Only {@link #LOSE_SIGHT} and what a person decides lead out of a state in which the network may have published
 * something that we do not know of: no action leads from there to another upload by itself.
 */
enum PublicationAction {
    /** Its content changes, or it is withdrawn; what was approved is void. Not once its last byte may be on its way. */
    REVISE(Set.of(DRAFT, AWAITING_CONSENT, SCHEDULED, UPLOADING, FAILED), DRAFT),
    /** It gets a time. */
    SCHEDULE(Set.of(DRAFT, AWAITING_CONSENT, SCHEDULED), AWAITING_CONSENT),
    /** A person says that exactly this may go out. */
    APPROVE(Set.of(AWAITING_CONSENT), SCHEDULED),
    /** Another time for what is approved. */
    RESCHEDULE(Set.of(SCHEDULED), SCHEDULED),
    /** Its time has come. */
    BEGIN(Set.of(SCHEDULED), UPLOADING),
    /** The network has all of it. */
    ARRIVE(Set.of(UPLOADING), PROCESSING),
    /** The network shows it. */
    APPEAR(Set.of(PROCESSING), LIVE),
    /** All may have arrived and nothing tells what became of it. */
    LOSE_SIGHT(Set.of(UPLOADING, PROCESSING), UNCONFIRMED),
    /** The network, or a person, says that it is there. */
    FIND(Set.of(UNCONFIRMED), PROCESSING),
    /** A person says that it is not there, and lets it go out again. */
    MISS(Set.of(UNCONFIRMED), SCHEDULED),
    /** It is certain that nothing was published, and trying again does not help. */
    FAIL(Set.of(SCHEDULED, UPLOADING, PROCESSING), FAILED),
    /** A person has mended what was wrong. */
    RETRY(Set.of(FAILED), SCHEDULED),
    /** A person had it taken down, or the network no longer has it. */
    REMOVE(Set.of(LIVE), REMOVED);

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<PublicationState> from;

    private final PublicationState to;

    PublicationAction(Set<PublicationState> from, PublicationState to) {
        this.from = from;
        this.to = to;
    }

    Set<PublicationState> from() {
        return from;
    }

    PublicationState to() {
        return to;
    }
}
