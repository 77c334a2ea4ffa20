package io.viralforge.jobs;

import static io.viralforge.jobs.JobState.CANCELLED;
import static io.viralforge.jobs.JobState.FAILED;
import static io.viralforge.jobs.JobState.QUEUED;
import static io.viralforge.jobs.JobState.RUNNING;
import static io.viralforge.jobs.JobState.SUCCEEDED;

import java.util.Set;

/**
 * All that can happen to a job: from which states, to which. Every statement that changes a job's state takes both from
 * here; docs/job-states.md is drawn from it.
 */
enum JobAction {
    /** A worker takes it. */
    LEASE(Set.of(QUEUED), RUNNING),
    /** The worker that holds it is done. */
    COMPLETE(Set.of(RUNNING), SUCCEEDED),
    /** The attempt failed or its worker was lost, and tries are left. */
    TRY_AGAIN(Set.of(RUNNING), QUEUED),
    /** The worker gives it back unharmed. */
    RELEASE(Set.of(RUNNING), QUEUED),
    /** The worker is done but not trusted: another does it again, to compare. */
    SET_ASIDE(Set.of(RUNNING), QUEUED),
    /** The attempt failed or its worker was lost, and no try is left or none would help. */
    GIVE_UP(Set.of(RUNNING), FAILED),
    /** It waits, and nobody will do it. */
    DROP(Set.of(QUEUED), FAILED),
    /** A person has changed their mind. */
    CANCEL(Set.of(QUEUED, RUNNING), CANCELLED),
    /** A person wants it after all. */
    RETRY(Set.of(FAILED, CANCELLED), QUEUED);

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<JobState> from;

    private final JobState to;

    JobAction(Set<JobState> from, JobState to) {
        this.from = from;
        this.to = to;
    }

    Set<JobState> from() {
        return from;
    }

    JobState to() {
        return to;
    }
}
