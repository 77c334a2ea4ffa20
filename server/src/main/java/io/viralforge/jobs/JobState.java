package io.viralforge.jobs;

/** Where a job stands; {@link JobAction} says how it moves. */
public enum JobState {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** True when nothing more happens by itself. */
    public boolean isEnded() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    }
}
