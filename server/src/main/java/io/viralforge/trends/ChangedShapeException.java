package io.viralforge.trends;

/** A network's answer is not what its answers were when its adapter was written. */
public final class ChangedShapeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param what is not as it was; our words, nothing of the answer */
    public ChangedShapeException(String what) {
        super(what);
    }
}
