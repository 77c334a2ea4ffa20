package io.viralforge.worker;

import io.viralforge.types.FindingInput;
import io.viralforge.types.JobFailureCode;
import io.viralforge.worker.media.Rendering;

/** What came of a job, before the server is told. */
sealed interface Ending {
    /** Looked at. */
    record Inspected(FindingInput finding) implements Ending {}

    /** Rendered; the files are still to be sent. */
    record Rendered(Rendering.Rendered result) implements Ending {}

    /** {@code message} is for people: one sentence without paths. */
    record Failed(JobFailureCode code, String message, boolean isRetryable) implements Ending {}
}
