package io.viralforge.forecast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is known of one item: its last sightings, and its forecasts that wait for their truth. */
final class Track {
    /** Steps back that features look at, and one. */
    private static final int STEPS = 5;

    private static final int KEPT = 12;

    /** @param views of which a site never takes any back: a drop is a glitch, so the largest so far */
    record Point(Observation seen, double views) {
        double time() {
            return seen.time();
        }
    }

    private final Deque<Point> points = new ArrayDeque<>();
    private final Deque<Case> waiting = new ArrayDeque<>();
    private final Point first;
    private int sightings;
    private int mostCountries;
    private Case.@Nullable Settled last;

    Track(Observation seen) {
        first = new Point(seen, seen.views());
        add(seen);
    }

    Point now() {
        return points.getFirst();
    }

    Point first() {
        return first;
    }

    int sightings() {
        return sightings;
    }

    int mostCountries() {
        return mostCountries;
    }

    /** The item's own last truth. */
    Case.@Nullable Settled last() {
        return last;
    }

    void add(Observation seen) {
        double views =
                points.isEmpty() ? seen.views() : Math.max(points.getFirst().views(), seen.views());
        points.addFirst(new Point(seen, views));
        if (points.size() > KEPT) {
            points.removeLast();
        }
        sightings++;
        mostCountries = Math.max(mostCountries, seen.countries().length);
    }

    /** The last sighting and those before it, each about one lag or more before the next; at most five. */
    List<Point> steps(Terms terms) {
        List<Point> steps = new ArrayList<>(STEPS);
        for (Point point : points) {
            if (steps.isEmpty() || steps.getLast().time() - point.time() >= terms.lagHours() - terms.toleranceHours()) {
                steps.add(point);
            }
            if (steps.size() == STEPS) {
                break;
            }
        }
        return steps;
    }

    void await(Case made) {
        waiting.add(made);
    }

    /** Stops to wait for truths that cannot come any more: too long unseen. */
    void giveUp(Terms terms, double now) {
        if (!waiting.isEmpty() && now - now().time() > terms.horizonHours() + terms.toleranceHours()) {
            waiting.clear();
            points.retainAll(steps(terms));
        }
    }

    /**
     * Tells the truths that the last sighting brought: at the first one a horizon later, or a little before, the gain is
     * read between it and the one before, or stretched to the horizon. A gap longer than the horizon tells nothing.
     */
    void settle(Terms terms, Consumer<Case.Settled> to) {
        if (points.size() < 2) {
            return;
        }
        Iterator<Point> newest = points.iterator();
        Point now = newest.next();
        Point before = newest.next();
        while (!waiting.isEmpty()) {
            double from = waiting.getFirst().seen().time();
            double goal = from + terms.horizonHours();
            if (now.time() < goal - terms.toleranceHours()) {
                return;
            }
            Case due = waiting.removeFirst();
            boolean isBridged = now.time() - before.time() <= terms.horizonHours();
            if (isBridged || Math.abs(now.time() - goal) <= terms.toleranceHours()) {
                last = new Case.Settled(due, gain(due, goal, before, now, terms), now.time());
                to.accept(last);
            }
        }
    }

    private double gain(Case due, double goal, Point before, Point now, Terms terms) {
        double then = viewsAt(due.seen());
        if (now.time() <= goal) {
            return (now.views() - then)
                    * terms.horizonHours()
                    / (now.time() - due.seen().time());
        }
        double share = (goal - before.time()) / (now.time() - before.time());
        return before.views() + (now.views() - before.views()) * share - then;
    }

    private double viewsAt(Observation seen) {
        for (Point point : points) {
            if (point.time() == seen.time()) {
                return point.views();
            }
        }
        // Longer ago than points are kept: what it had then is what it had at least.
        return seen.views();
    }
}
