package io.viralforge.recipe;

/** Where on the canvas captions stand. */
public enum VerticalPlace {
    /** In the upper fifth, below the networks' own buttons. */
    TOP,
    /** In the middle. */
    MIDDLE,
    /** In the lower third, above the networks' own buttons. */
    BOTTOM
}
