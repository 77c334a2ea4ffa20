package io.viralforge.recipe;

/** What is seen while one shot becomes the next; the schema describes each. */
public enum TransitionKind {
    FADE,
    DIP_TO_BLACK,
    DIP_TO_WHITE,
    SLIDE_LEFT,
    SLIDE_UP,
    WIPE,
    CIRCLE,
    ZOOM,
    WHIP,
    PIXELS
}
