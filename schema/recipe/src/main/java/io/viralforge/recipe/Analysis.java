package io.viralforge.recipe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is seen and heard in a video, from beginning to end. All times are in seconds from its beginning.
 *
 * @param seconds its length, 0 to 30 days
 * @param scenes when each scene begins, ascending; the first at 0
 * @param loudness in each second, momentary, in LUFS, -70 (silence) to 10; none where there is no sound
 * @param motion in each second, how much pixels change, as a share of all they could, 0 to 1
 * @param faces in each second, the height of the largest face, as a share of the picture's, 0 to 1; 0: none
 * @param pauses when nothing is heard, in their order
 * @param words what is said, in its order; null: nobody listened, because the model was missing
 */
public record Analysis(
        double seconds,
        List<Double> scenes,
        List<Double> loudness,
        List<Double> motion,
        List<Double> faces,
        List<Pause> pauses,
        @Nullable List<Said> words) {
    private static final double LONGEST = 30 * 86_400.0;

    /** A word with the marks that follow it. */
    public record Said(String text, double from, double to) {
        public Said {
            if (text.isEmpty() || !(from >= 0 && from <= to && to <= LONGEST)) {
                throw new IllegalArgumentException("no word that is said");
            }
        }

        /** Whether a sentence ends with it. */
        boolean isEnd() {
            return text.matches(".*[.!?…][\"')\\]]*");
        }
    }

    /** @throws IllegalArgumentException when it is out of its bounds, or curves are longer than the video */
    public Analysis {
        scenes = List.copyOf(scenes);
        loudness = within(seconds, loudness, -70, 10);
        motion = within(seconds, motion, 0, 1);
        faces = within(seconds, faces, 0, 1);
        pauses = List.copyOf(pauses);
        words = words == null ? null : List.copyOf(words);
        if (!(seconds >= 0 && seconds <= LONGEST) || scenes.isEmpty() || scenes.getFirst() != 0) {
            throw new IllegalArgumentException("no analysis of a video");
        }
    }

    /** How many seconds of a video of this length are told of: whole ones, as near as can be, and one at least. */
    public static int told(double seconds) {
        return (int) Math.max(1, Math.round(seconds));
    }

    private static List<Double> within(double seconds, List<Double> values, double least, double most) {
        if (values.size() > told(seconds) || !values.stream().allMatch(value -> value >= least && value <= most)) {
            throw new IllegalArgumentException("no curve of %s s from %s to %s".formatted(seconds, least, most));
        }
        return List.copyOf(values);
    }
}
