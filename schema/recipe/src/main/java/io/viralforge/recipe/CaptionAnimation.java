package io.viralforge.recipe;

/** How captions move with the voice. Cues that overlap stand still meanwhile. */
public enum CaptionAnimation {
    /** They stand still. */
    CLEAN,
    /** The word that is spoken is in the highlight colour. */
    KARAOKE,
    /** Words come in as they are spoken, each with a short bounce. */
    POP,
    /** Letters appear as they are spoken. */
    TYPEWRITER,
    /** The word that is spoken stands in a box of the highlight colour. */
    BOXED
}
