package io.viralforge.worker;

import io.viralforge.types.LeaseInput;

/** Which attempt of which job: names a lease in everything that is said about it. */
record Lease(String jobId, long fencingToken) {
    LeaseInput asInput() {
        return new LeaseInput(jobId, fencingToken);
    }
}
