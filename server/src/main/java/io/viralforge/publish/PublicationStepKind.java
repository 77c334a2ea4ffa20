package io.viralforge.publish;

/** What happened to a publication; the schema describes each. */
public enum PublicationStepKind {
    CREATED,
    REVISED,
    SCHEDULED,
    APPROVED,
    BEGUN,
    OPENED,
    CLOSING,
    SESSION_GONE,
    ARRIVED,
    APPEARED,
    TROUBLED,
    LOST_SIGHT,
    FOUND,
    MISSED,
    FAILED,
    RETRIED,
    REMOVED
}
