package io.viralforge.worker.media;

import io.viralforge.recipe.Analysis;

/** What came of looking at a video and listening to it. */
public sealed interface Analyzing {
    /** What it used, failed or not. */
    Usage usage();

    /** Done. */
    record Analyzed(Analysis analysis, Usage usage) implements Analyzing {}

    /**
     * Not done.
     *
     * @param message for people: one sentence, with no path in it
     */
    record Failed(FailureCode code, String message, Usage usage) implements Analyzing {}
}
