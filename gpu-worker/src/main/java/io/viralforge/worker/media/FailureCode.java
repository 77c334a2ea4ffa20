package io.viralforge.worker.media;

/** Why a render failed; named like those of the API's {@code JobFailureCode} that are the engine's to give. */
public enum FailureCode {
    /** The input cannot be decoded. */
    INPUT_UNREADABLE,
    /** FFmpeg failed. */
    RENDER_FAILED,
    /** The result did not stand the check. */
    VERIFY_FAILED,
    /** Time, memory or output went over its limit, or nothing moved. */
    LIMIT_EXCEEDED,
    /** No fault of the job's. */
    WORKER_FAULT
}
