package io.viralforge.worker.vision;

import io.viralforge.worker.vision.TautString.Bend;
import java.util.ArrayList;
import java.util.List;

/**
 * A number that changes with time.
 *
 * @param pieces in their order, each of which ends where the next one begins; the first begins before all time
 */
public record Curve(List<Piece> pieces) {
    /** Seconds before and after a bend in which it is rounded, where there are as many. */
    private static final double ROUNDING = 0.5;

    public Curve {
        pieces = List.copyOf(pieces);
    }

    /** From a second on: value + slope·s + bend·s², where s are the seconds since. */
    public record Piece(double from, double value, double slope, double bend) {
        /** Its value at a moment. */
        public double at(double seconds) {
            double since = seconds - from;
            return value + (slope + bend * since) * since;
        }
    }

    static Curve still(double value) {
        return new Curve(List.of(new Piece(0, value, 0, 0)));
    }

    /** Its value at a moment. */
    public double at(double seconds) {
        Piece now = pieces.getFirst();
        for (Piece piece : pieces) {
            now = piece.from() <= seconds ? piece : now;
        }
        return now.at(seconds);
    }

    /**
     * A string with its bends rounded by parabolas, so that speed never jumps. It may be moving already where it begins,
     * and still where it ends: before and after that is another scene.
     *
     * @param from when it begins
     * @param first seconds of gate 0
     */
    static List<Piece> rounded(List<Bend> bends, double from, double first) {
        var pieces = new ArrayList<Piece>();
        double begin = time(bends.getFirst(), first);
        double slope = slope(bends, 0);
        var line = new Piece(from, bends.getFirst().value() + slope * (from - begin), slope, 0);
        double free = begin;
        for (int i = 1; i + 1 < bends.size(); i++) {
            double time = time(bends.get(i), first);
            double next = time(bends.get(i + 1), first);
            double room = Math.min(ROUNDING, Math.min(time - free, (next - time) / 2));
            double start = time - room;
            if (start > line.from()) {
                pieces.add(line);
            }
            slope = slope(bends, i);
            var arc = new Piece(start, line.at(start), line.slope(), (slope - line.slope()) / (4 * room));
            pieces.add(arc);
            line = new Piece(time + room, arc.at(time + room), slope, 0);
            free = (time + next) / 2;
        }
        pieces.add(line);
        return pieces;
    }

    /** A second, of the string after a bend. */
    private static double slope(List<Bend> bends, int bend) {
        if (bends.size() == 1) {
            return 0;
        }
        Bend from = bends.get(bend);
        Bend to = bends.get(bend + 1);
        return (to.value() - from.value()) * Sight.RATE / (to.gate() - from.gate());
    }

    private static double time(Bend bend, double first) {
        return first + (double) bend.gate() / Sight.RATE;
    }
}
