package io.viralforge.jobs;

/** How an attempt ended; the schema describes each. */
enum AttemptOutcome {
    SUCCEEDED,
    FAILED,
    LOST,
    CANCELLED,
    RELEASED
}
