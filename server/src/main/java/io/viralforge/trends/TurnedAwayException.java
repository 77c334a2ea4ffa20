package io.viralforge.trends;

/** A network answers that it does not answer. */
public final class TurnedAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param why in words a person understands */
    public TurnedAwayException(String why) {
        super(why);
    }
}
