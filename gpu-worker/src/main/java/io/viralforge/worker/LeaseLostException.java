package io.viralforge.worker;

/** The job is with another worker, finished or cancelled: what was done for it is thrown away. */
final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException() {
        super("the lease has been lost");
    }
}
