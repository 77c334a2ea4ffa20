package io.viralforge.jobs;

/** What a running job is at; the schema describes each. */
enum JobStage {
    DOWNLOAD,
    PREPARE,
    RENDER,
    VERIFY,
    UPLOAD
}
