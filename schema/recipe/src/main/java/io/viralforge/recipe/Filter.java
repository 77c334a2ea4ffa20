package io.viralforge.recipe;

/**
 * A creative filter over the whole picture.
 *
 * @param strength 0.05 to 1
 */
public record Filter(FilterKind kind, double strength) {
    /** The most that a recipe has, each kind once. */
    public static final int MOST = 4;

    /** How strong one is unless told. */
    public static final double DEFAULT_STRENGTH = 0.6;

    public Filter {
        strength = Checks.sixDecimals(strength);
        new Checks().range("strength", strength, 0.05, 1).done();
    }
}
