package io.viralforge.jobs;

/** Why an attempt failed; the message is shown to people. */
record Failure(JobFailureCode code, String message) {}
