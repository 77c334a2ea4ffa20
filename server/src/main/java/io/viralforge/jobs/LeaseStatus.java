package io.viralforge.jobs;

/** What became of a lease. */
record LeaseStatus(Lease lease, State state) {
    /** The schema describes each. */
    enum State {
        HELD,
        LOST,
        CANCELLED
    }
}
