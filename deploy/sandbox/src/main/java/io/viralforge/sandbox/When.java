package io.viralforge.sandbox;

/** At which moment of a request something goes wrong. */
public enum When {
    /** Nothing was done yet. */
    BEFORE,
    /** Half of the request's body was taken in. */
    MIDWAY,
    /** All was done, and the answer is what gets lost. */
    AFTER
}
