package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import org.jspecify.annotations.Nullable;

/**
 * How captions look.
 *
 * @param size height of a capital letter's line, in thousandths of the canvas's height, 10 to 120
 * @param color of the letters
 * @param outlineColor of the outline
 * @param boxColor of the box behind; null: no box
 * @param place where
 * @param animation how they move
 * @param highlightColor of the word that is spoken, or of its box
 * @param isUpperCase whether all letters are capitals
 * @param wordsAtOnce how many are shown at a time, 1 to 3; null: all of the cue
 * @param safeZone what they keep clear of
 */
public record CaptionStyle(
        double size,
        Rgb color,
        Rgb outlineColor,
        @Nullable Rgb boxColor,
        VerticalPlace place,
        CaptionAnimation animation,
        Rgb highlightColor,
        boolean isUpperCase,
        @Nullable Integer wordsAtOnce,
        SafeZone safeZone) {
    /** White with a black outline, as low as what is seen allows, standing still. */
    public static final CaptionStyle DEFAULT = new CaptionStyle(
            34,
            Rgb.WHITE,
            Rgb.BLACK,
            null,
            VerticalPlace.AUTO,
            CaptionAnimation.CLEAN,
            new Rgb(0xFFD400),
            false,
            null,
            SafeZone.ANY);

    public CaptionStyle {
        size = Checks.sixDecimals(size);
        new Checks()
                .range("size", size, 10, 120)
                .that(
                        wordsAtOnce == null || (wordsAtOnce >= 1 && wordsAtOnce <= 3),
                        "wordsAtOnce",
                        Code.OUT_OF_RANGE,
                        "Must be 1 to 3.")
                .done();
    }
}
