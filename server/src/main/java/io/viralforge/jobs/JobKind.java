package io.viralforge.jobs;

/** What a job does; the schema describes each. */
public enum JobKind {
    RENDER,
    INSPECT
}
