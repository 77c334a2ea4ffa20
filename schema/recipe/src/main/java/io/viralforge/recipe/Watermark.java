package io.viralforge.recipe;

/**
 * A mark in a corner.
 *
 * @param mark what it shows
 * @param corner where
 * @param opacity 0.05 to 1
 * @param size its width in thousandths of the canvas's width, 20 to 500; for text its line height is a quarter of that
 */
public record Watermark(Mark mark, Corner corner, double opacity, double size) {
    /** Where it is unless told. */
    public static final Corner DEFAULT_CORNER = Corner.TOP_RIGHT;
    /** How opaque it is unless told. */
    public static final double DEFAULT_OPACITY = 0.7;
    /** How wide it is unless told. */
    public static final double DEFAULT_SIZE = 160;

    public Watermark {
        opacity = Checks.sixDecimals(opacity);
        size = Checks.sixDecimals(size);
        new Checks()
                .range("opacity", opacity, 0.05, 1)
                .range("size", size, 20, 500)
                .done();
    }
}
