package io.viralforge.publish;

/** Where a publication stands; {@link PublicationAction} says how it moves. The schema describes each. */
public enum PublicationState {
    DRAFT,
    AWAITING_CONSENT,
    SCHEDULED,
    UPLOADING,
    PROCESSING,
    LIVE,
    UNCONFIRMED,
    FAILED,
    REMOVED
}
