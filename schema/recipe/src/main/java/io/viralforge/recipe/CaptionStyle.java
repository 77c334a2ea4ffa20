package io.viralforge.recipe;

import org.jspecify.annotations.Nullable;

/**
 * How captions look.
 *
 * @param size height of a capital letter's line, in thousandths of the canvas's height, 10 to 120
 * @param color of the letters
 * @param outlineColor of the outline
 * @param boxColor of the box behind; null: no box
 * @param place where
 */
public record CaptionStyle(
        double size, Rgb color, Rgb outlineColor, @Nullable Rgb boxColor, VerticalPlace place) {
    /** White with a black outline, in the lower third. */
    public static final CaptionStyle DEFAULT = new CaptionStyle(34, Rgb.WHITE, Rgb.BLACK, null, VerticalPlace.BOTTOM);

    public CaptionStyle {
        size = Checks.sixDecimals(size);
        new Checks().range("size", size, 10, 120).done();
    }
}
