package io.viralforge.worker.media;

import io.viralforge.recipe.Cue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which words are on screen during which frames. Cues that overlap are shown together, the earlier one above. */
final class CaptionTimeline {
    /** More at once would cover the picture. */
    private static final int MOST_AT_ONCE = 3;

    /**
     * A stretch of frames.
     *
     * @param from first frame
     * @param to frame after the last
     * @param text what is shown; empty: nothing
     */
    record Stretch(long from, long to, String text) {}

    private record Placed(long from, long to, String text) {}

    private CaptionTimeline() {}

    /**
     * The whole result, from frame 0 to its end, without gap or overlap.
     *
     * @param quietUntil frames before this one show nothing
     */
    static List<Stretch> of(List<Cue> cues, int frameRate, long frames, long quietUntil) {
        List<Placed> placed = cues.stream()
                .map(cue -> placed(cue, frameRate, frames, quietUntil))
                .filter(p -> p.to() > p.from())
                .toList();
        var edges = new TreeSet<Long>(List.of(0L, frames));
        placed.forEach(p -> edges.addAll(List.of(p.from(), p.to())));
        var stretches = new ArrayList<Stretch>();
        long from = 0;
        for (long to : edges.tailSet(0L, false)) {
            add(stretches, new Stretch(from, to, shownAt(placed, from)));
            from = to;
        }
        return List.copyOf(stretches);
    }

    private static Placed placed(Cue cue, int frameRate, long frames, long quietUntil) {
        long from = frame(cue.from(), frameRate);
        // However short, a cue is on at least one frame.
        long to = Math.max(from + 1, frame(cue.to(), frameRate));
        return new Placed(Math.clamp(from, quietUntil, frames), Math.clamp(to, quietUntil, frames), cue.text());
    }

    static long frame(Duration time, int frameRate) {
        return Math.round(time.toMillis() / 1e3 * frameRate);
    }

    private static String shownAt(List<Placed> placed, long frame) {
        return placed.stream()
                .filter(p -> p.from() <= frame && frame < p.to())
                .limit(MOST_AT_ONCE)
                .map(Placed::text)
                .collect(Collectors.joining("\n"));
    }

    private static void add(List<Stretch> stretches, Stretch next) {
        boolean goesOn = !stretches.isEmpty() && stretches.getLast().text().equals(next.text());
        if (goesOn) {
            stretches.set(stretches.size() - 1, new Stretch(stretches.getLast().from(), next.to(), next.text()));
        } else {
            stretches.add(next);
        }
    }
}
