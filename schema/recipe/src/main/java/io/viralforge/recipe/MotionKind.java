package io.viralforge.recipe;

/** How the camera seems to move; the schema describes each. */
public enum MotionKind {
    STILL,
    PUSH_IN,
    PULL_OUT,
    ALTERNATE,
    BREATHE,
    PAN_LEFT,
    PAN_RIGHT
}
