package io.viralforge.publish;

/**
 * What stands in a publication's way.
 *
 * @param message what happened and what to do, for a person
 */
public record Trouble(TroubleKind kind, Blame blame, String message) {}
