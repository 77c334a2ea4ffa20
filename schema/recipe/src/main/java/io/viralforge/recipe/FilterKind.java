package io.viralforge.recipe;

/** A creative filter; the schema describes each. */
public enum FilterKind {
    GLITCH,
    NOIR,
    GLOW,
    GRAIN,
    VHS,
    VIGNETTE,
    LIGHT_LEAK,
    CHROMATIC_ABERRATION,
    DUOTONE,
    POSTERISE,
    DREAM_BLUR,
    HALFTONE,
    SKETCH,
    CROSS_PROCESS,
    DAY_FOR_NIGHT
}
