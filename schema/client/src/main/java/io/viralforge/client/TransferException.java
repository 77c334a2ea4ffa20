package io.viralforge.client;

import org.jspecify.annotations.Nullable;

/** A file could not be moved. The message is fit for people and names no presigned address. */
public final class TransferException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** The store could not be reached, or kept failing. */
        UNAVAILABLE,
        /** The store refused: the address has expired, the file is gone, or it is not what was announced. */
        REFUSED,
        /** What came is not what was announced. */
        CORRUPT,
        /** The local file cannot be read or written, or changed meanwhile. */
        LOCAL
    }

    TransferException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
