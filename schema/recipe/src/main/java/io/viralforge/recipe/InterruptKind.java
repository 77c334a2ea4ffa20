package io.viralforge.recipe;

/** Something short that wakes attention; the schema describes each. */
public enum InterruptKind {
    ZOOM_HIT,
    FLASH,
    SHAKE,
    FREEZE,
    WHIP
}
