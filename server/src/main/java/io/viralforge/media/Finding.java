package io.viralforge.media;

/** What an inspection found. */
public sealed interface Finding {
    /** It decodes; this is what it is. */
    record Usable(MediaFacts facts) implements Finding {}

    /** It cannot be used. */
    record Unusable(Refusal refusal) implements Finding {}
}
