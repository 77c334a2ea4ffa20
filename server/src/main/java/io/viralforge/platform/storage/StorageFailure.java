package io.viralforge.platform.storage;

import io.viralforge.platform.error.MayBeAway;

/** The object store could not do what it was asked. Its message is for the log, not for clients. */
public final class StorageFailure extends RuntimeException implements MayBeAway {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** There is no such object. */
        NO_SUCH_OBJECT,
        /** There is no such upload: it was never started, or it was completed or aborted. */
        NO_SUCH_UPLOAD,
        /** The parts named for completion are not those that the store holds. */
        WRONG_PARTS,
        /** The store has no room. */
        FULL,
        /** The store cannot be reached, or failed; the same may go well later. */
        UNAVAILABLE
    }

    private final Reason reason;

    public StorageFailure(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public StorageFailure(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public boolean isUnavailable() {
        return reason == Reason.UNAVAILABLE || reason == Reason.FULL;
    }
}
