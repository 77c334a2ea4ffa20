package io.viralforge.publish;

/** Whose turn it is when a publication is in trouble; the schema describes each. */
public enum Blame {
    STUDIO,
    OPERATOR,
    NETWORK
}
