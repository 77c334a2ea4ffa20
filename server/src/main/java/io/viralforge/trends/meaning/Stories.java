package io.viralforge.trends.meaning;

import java.util.Collection;
import java.util.Comparator;
import java.util.UUID;

/**
 * Finds what tells the same story. A wrong union hides a trend and a missed one shows it twice, so that in doubt there are
 * two: what only sounds alike is told apart by its numbers, its negation and by words exchanged.
 */
public final class Stories {
    /** Calibrated on pairs of titles, see docs/adr/0103. */
    static final double SAME_SENSE = 0.75;

    static final double SAME_WORDS = 0.65;

    private record Candidate(Story story, double likeness) {}

    private Stories() {}

    /**
     * The story with the thing in it: of those known the one most alike, else one that begins. The same is answered
     * whatever the order of those known; it takes some 0.3 µs for each of them.
     *
     * @param id of the story, if it is one that begins
     */
    public static Story of(UUID id, String title, Meaning meaning, Collection<Story> known) {
        Wording wording = Wording.of(title);
        return known.stream()
                .map(story -> new Candidate(story, story.centre().likeness(meaning)))
                .filter(candidate -> candidate.likeness >= least(candidate.story.centre(), meaning))
                .filter(candidate -> !wording.contradicts(Wording.of(candidate.story.lead())))
                .max(Comparator.comparingDouble(Candidate::likeness)
                        .thenComparing(candidate -> candidate.story.id(), Comparator.reverseOrder()))
                .map(candidate -> candidate.story.with(meaning))
                .orElseGet(() -> Story.of(id, title, meaning));
    }

    private static double least(Meaning one, Meaning other) {
        return one.hasSense() && other.hasSense() ? SAME_SENSE : SAME_WORDS;
    }
}
