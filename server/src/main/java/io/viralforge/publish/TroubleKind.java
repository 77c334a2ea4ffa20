package io.viralforge.publish;

/** What stands in a publication's way; the schema describes each. */
public enum TroubleKind {
    /** The clip is gone, or what it was approved as is not what would go out. */
    CHANGED,
    RIGHTS_MISSING,
    ACCOUNT_LAPSED,
    OVER_QUOTA,
    NETWORK_AWAY,
    REFUSED,
    REJECTED,
    UNCLEAR
}
