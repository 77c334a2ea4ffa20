package io.viralforge.trends.meaning;

/** Whether a title that holds a niche's words has to do with it, or only by accident: "Ai Weiwei's tools" with "AI tools". */
public final class Fit {
    /**
     * From here on it is kept; calibrated so that none that belongs is dropped, see docs/adr/0103. It says nothing of
     * titles without the niche's words.
     */
    public static final double LEAST = 0.5;

    private Fit() {}

    /** -1 to 1; 1 where the sense of either is not known, for nothing speaks against the words. */
    public static double of(Meaning niche, Meaning title) {
        return niche.hasSense() && title.hasSense() ? niche.likeness(title) : 1;
    }
}
