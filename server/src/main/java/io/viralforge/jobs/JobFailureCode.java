package io.viralforge.jobs;

/** Why an attempt failed; the schema describes each. */
enum JobFailureCode {
    INPUT_UNAVAILABLE,
    INPUT_UNREADABLE,
    RENDER_FAILED,
    VERIFY_FAILED,
    LIMIT_EXCEEDED,
    UPLOAD_FAILED,
    WORKER_LOST,
    WORKER_FAULT,
    OUTDATED
}
