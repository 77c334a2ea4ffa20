package io.viralforge.worker.media;

import java.util.Collection;
import java.util.Map;
import java.util.SequencedMap;

/** Where words stand so that they cover least of what is looked at. */
final class Placement {
    /** What differs by less is the same: a pixel's width, as a share of the picture. */
    private static final double NOTHING = 1e-6;

    /** A part of the picture, in shares of its width and height, from its upper left corner. */
    record Area(double x, double y, double width, double height) {
        double overlap(Area other) {
            double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
            double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
            return Math.max(0, across) * Math.max(0, down);
        }
    }

    private Placement() {}

    /**
     * The place that covers least of what is busy; of those that cover the same, the one that is named first.
     *
     * @param busy faces, and words that are there already, possibly at several times
     * @param candidates what the words would take up at each place, never empty
     */
    static <P> P choose(Collection<Area> busy, SequencedMap<P, Area> candidates) {
        Map.Entry<P, Area> best = candidates.firstEntry();
        for (var candidate : candidates.entrySet()) {
            if (covered(busy, candidate.getValue()) < covered(busy, best.getValue()) - NOTHING) {
                best = candidate;
            }
        }
        return best.getKey();
    }

    private static double covered(Collection<Area> busy, Area words) {
        return busy.stream().mapToDouble(words::overlap).sum();
    }
}
