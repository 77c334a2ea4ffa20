package io.viralforge.platform.error;

/** Expected failures; the schema's UserErrorCode describes each, and a test compares the two. */
public enum UserErrorCode {
    REQUIRED,
    INVALID,
    OUT_OF_RANGE,
    NOT_FOUND,
    CONFLICT,
    WRONG_STATE,
    CREDENTIALS_INVALID,
    TOKEN_INVALID,
    TOO_MANY_ATTEMPTS,
    EMAIL_TAKEN,
    LAST_ADMIN,
    UPLOAD_INCOMPLETE,
    CHECKSUM_MISMATCH,
    TOO_LARGE,
    ASSET_NOT_READY,
    RIGHTS_MISSING,
    RIGHTS_EXPIRED,
    RIGHTS_FORBID_DERIVATIVES,
    RIGHTS_NEED_ATTRIBUTION,
    CAPTIONS_INVALID,
    LEASE_LOST,
    QUEUE_FULL,
    BUDGET_SPENT,
    MODEL_UNAVAILABLE,
    MODEL_RATE_LIMITED,
    MODEL_REFUSED,
    MODEL_TOO_LONG,
    MODEL_OUT_OF_SHAPE
}
