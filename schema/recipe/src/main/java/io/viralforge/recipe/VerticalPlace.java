package io.viralforge.recipe;

/** Where on the canvas captions stand. */
public enum VerticalPlace {
    /** As high as the safe zone allows. */
    TOP,
    /** In the middle. */
    MIDDLE,
    /** As low as the safe zone allows. */
    BOTTOM,
    /** As low as the safe zone, faces and words that are in the picture already allow. */
    AUTO
}
