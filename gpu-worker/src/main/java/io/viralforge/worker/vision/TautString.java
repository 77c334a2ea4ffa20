package io.viralforge.worker.vision;

import java.util.ArrayList;
import java.util.List;

/**
 * The shortest way through a row of gates, as a string that is pulled taut: it stands still as long as it can, then goes
 * no faster than it must. By the funnel of Lee and Preparata, "Euclidean shortest paths in the presence of rectilinear
 * barriers", 1984.
 */
final class TautString {
    /** Where the string bends, or ends. */
    record Bend(int gate, double value) {}

    private final double[] low;
    private final double[] high;

    private TautString(double[] low, double[] high) {
        this.low = low;
        this.high = high;
    }

    /**
     * The bends of the string, its ends included, in the order of the gates.
     *
     * @param low where each gate begins, at least one
     * @param high where it ends
     */
    static List<Bend> through(double[] low, double[] high) {
        return new TautString(low, high).pulled();
    }

    private List<Bend> pulled() {
        int last = low.length - 1;
        var bends = new ArrayList<>(List.of(new Bend(0, end(0, 1))));
        if (last > 0) {
            double end = end(last, -1);
            low[last] = end;
            high[last] = end;
        }
        while (bends.getLast().gate() < last) {
            bends.add(next(bends.getLast()));
        }
        return bends;
    }

    /** Where it begins, seen from one side: where it need not move for longest. */
    private double end(int from, int step) {
        double least = low[from];
        double most = high[from];
        for (int gate = from; gate >= 0 && gate < low.length; gate += step) {
            if (low[gate] > most) {
                return most;
            }
            if (high[gate] < least) {
                return least;
            }
            least = Math.max(least, low[gate]);
            most = Math.min(most, high[gate]);
        }
        return (least + most) / 2;
    }

    /** The next bend: where the funnel of what can be seen through all gates so far closes. */
    private Bend next(Bend from) {
        double least = Double.NEGATIVE_INFINITY;
        double most = Double.POSITIVE_INFINITY;
        int leastAt = from.gate();
        int mostAt = from.gate();
        for (int gate = from.gate() + 1; gate < low.length; gate++) {
            double lowest = (low[gate] - from.value()) / (gate - from.gate());
            double highest = (high[gate] - from.value()) / (gate - from.gate());
            if (lowest > most) {
                return new Bend(mostAt, high[mostAt]);
            }
            if (highest < least) {
                return new Bend(leastAt, low[leastAt]);
            }
            if (lowest >= least) {
                least = lowest;
                leastAt = gate;
            }
            if (highest <= most) {
                most = highest;
                mostAt = gate;
            }
        }
        return new Bend(low.length - 1, low[low.length - 1]);
    }
}
