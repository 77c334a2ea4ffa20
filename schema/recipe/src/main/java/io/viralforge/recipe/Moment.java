package io.viralforge.recipe;

import java.util.List;

/**
 * A part of a video that could stand by itself.
 *
 * @param from in seconds
 * @param to in seconds
 * @param score 0 to 100: the sum of its reasons' points
 * @param hook of its first three seconds alone, 0 to 100
 * @param reasons what the score is made of, what counts most first
 * @param text what is said in it, at most 200 characters; empty where nothing is, or nobody listened
 */
public record Moment(double from, double to, double score, double hook, List<Reason> reasons, String text) {
    public Moment {
        reasons = List.copyOf(reasons);
    }

    /** What a score is made of; {@link Moments} has the formula. */
    public enum Kind {
        /** Its first three seconds. */
        HOOK,
        /** How much of it is talked, or heard where nobody listened for words. */
        SPEECH,
        /** How loud it is beside the rest of the video. */
        LOUDNESS,
        /** How much of it shows a face. */
        FACES,
        /** How much moves beside the rest of the video. */
        MOTION,
        /** Whether it begins and ends with scenes and sentences. */
        BOUNDS
    }

    /**
     * A part of the score.
     *
     * @param points that it adds
     * @param most that it could add
     * @param text for people, a sentence
     */
    public record Reason(Kind kind, double points, double most, String text) {}

    double overlap(Moment other) {
        return Math.max(0, Math.min(to, other.to) - Math.max(from, other.from));
    }
}
