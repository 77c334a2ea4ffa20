package io.viralforge.jobs;

/** How an attempt ended; the schema describes each. */
enum AttemptOutcome {
    SUCCEEDED,
    SET_ASIDE,
    FAILED,
    LOST,
    CANCELLED,
    RELEASED
}
