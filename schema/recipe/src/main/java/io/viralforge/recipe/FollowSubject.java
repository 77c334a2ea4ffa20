package io.viralforge.recipe;

/** What a moving crop follows. */
public enum FollowSubject {
    /** The face that is largest for longest; where there is none, what moves. */
    FACES,
    /** What moves; where nothing does, the middle. */
    MOTION
}
