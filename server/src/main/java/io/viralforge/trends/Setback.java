package io.viralforge.trends;

/** Ends a visit to a network before all was asked. */
final class Setback extends Exception {
    private static final long serialVersionUID = 1L;

    /** A part of a visit. */
    @FunctionalInterface
    interface Step<T> {
        T take() throws Setback;
    }

    private final transient Look look;

    /** @param look anything but {@link Look.Seen} */
    Setback(Look look) {
        super(look.toString(), null, false, false);
        this.look = look;
    }

    Look look() {
        return look;
    }
}
