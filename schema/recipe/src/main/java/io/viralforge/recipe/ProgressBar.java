package io.viralforge.recipe;

/**
 * A bar that grows to the full width by the end.
 *
 * @param height in thousandths of the canvas's height, 2 to 30
 * @param isTop at the upper edge instead of the lower
 */
public record ProgressBar(Rgb color, double height, boolean isTop) {
    /** How high it is unless told. */
    public static final double DEFAULT_HEIGHT = 6;

    public ProgressBar {
        height = Checks.sixDecimals(height);
        new Checks().range("height", height, 2, 30).done();
    }
}
