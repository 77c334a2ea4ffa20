package io.viralforge.recipe;

/**
 * How the camera seems to move during each shot.
 *
 * @param amount the largest enlargement, 1.01 to 1.5
 */
public record Motion(MotionKind kind, double amount) {
    /** Hardly noticed, and yet not still. */
    public static final double DEFAULT_AMOUNT = 1.06;
    /** The camera stands. */
    public static final Motion NONE = new Motion(MotionKind.STILL, DEFAULT_AMOUNT);

    public Motion {
        amount = Checks.sixDecimals(amount);
        new Checks().range("amount", amount, 1.01, 1.5).done();
    }
}
