package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How pauses are cut out of a clip.
 *
 * @param longerThan the shortest pause that is cut, 0.3 to 10 s
 * @param keep what is left of each, half of it on either side, 0.1 to 2 s, and 0.1 s less than {@code longerThan} at least
 */
record Tightening(Duration longerThan, Duration keep) {
    static final Tightening DEFAULT = new Tightening(Duration.ofMillis(500), Duration.ofMillis(200));

    Tightening {
        new Checks()
                .range("longerThan", longerThan, Duration.ofMillis(300), Duration.ofSeconds(10))
                .range("keep", keep, Shot.SHORTEST, Duration.ofSeconds(2))
                .that(
                        keep.plus(Shot.SHORTEST).compareTo(longerThan) <= 0,
                        "keep",
                        Code.OUT_OF_RANGE,
                        "Must be at least 0.1 s less than longerThan.")
                .done();
    }

    /**
     * The shot as what is left of it, in order, each part joined to the one before by a cut. With more pauses than a recipe
     * has room for, the longest ones are cut; with nothing but a pause, none is.
     *
     * @param end of the clip
     */
    List<Shot> cut(Shot shot, List<Pause> pauses, Duration end) {
        Duration to = shot.to() == null ? Checks.millis(end) : shot.to();
        List<Pause> dull = pauses.stream()
                .filter(pause ->
                        pause.to().compareTo(shot.from()) > 0 && pause.from().compareTo(to) < 0)
                .map(pause -> new Pause(later(pause.from(), shot.from()), earlier(pause.to(), to)))
                .filter(pause -> pause.length().compareTo(longerThan) >= 0)
                .sorted(Comparator.comparing(Pause::length).reversed())
                .limit(Shot.MOST - 1)
                .sorted(Comparator.comparing(Pause::from))
                .toList();
        Duration half = keep.dividedBy(2);
        var parts = new ArrayList<Shot>();
        Duration from = shot.from();
        for (Pause pause : dull) {
            // Before what is said first, and after what is said last, there is one side alone.
            Duration until = pause.from().equals(shot.from())
                    ? pause.from()
                    : pause.from().plus(half);
            add(parts, shot, from, until);
            from = pause.to().equals(to) ? to : pause.to().minus(half);
        }
        add(parts, shot, from, to);
        return parts.isEmpty() ? List.of(shot) : List.copyOf(parts);
    }

    private static void add(List<Shot> parts, Shot shot, Duration from, Duration to) {
        if (to.minus(from).compareTo(Shot.SHORTEST) >= 0) {
            parts.add(new Shot(shot.input(), from, to, shot.speed(), null));
        }
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
