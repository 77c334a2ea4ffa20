package io.viralforge.jobs;

/** Why a worker is woken; the schema describes each. */
enum WorkerSignalKind {
    WORK,
    HEARTBEAT
}
