package io.viralforge.recipe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A stretch of a medium in which nothing is to be heard.
 *
 * @param from whole milliseconds, not negative
 * @param to whole milliseconds, after {@code from}
 */
public record Pause(Duration from, Duration to) {
    /** The most that are told of a medium, the longest ones. */
    public static final int MOST = 1_000;

    public Pause {
        if (from.isNegative() || to.compareTo(from) <= 0) {
            throw new IllegalArgumentException("a pause from " + from + " to " + to);
        }
    }

    /** Beginnings and ends in turn, in milliseconds; as pauses are stored and sent. */
    public static List<Long> flat(List<Pause> pauses) {
        return pauses.stream()
                .flatMap(pause -> Stream.of(pause.from.toMillis(), pause.to.toMillis()))
                .toList();
    }

    /**
     * The opposite of {@link #flat}.
     *
     * @throws IllegalArgumentException when there are too many, an odd number of times, or times that do not ascend
     */
    public static List<Pause> of(List<Long> flat) {
        if (flat.size() > 2 * MOST || flat.size() % 2 != 0) {
            throw new IllegalArgumentException(flat.size() + " beginnings and ends of pauses");
        }
        var pauses = new ArrayList<Pause>();
        for (int i = 0; i < flat.size(); i += 2) {
            Duration from = Duration.ofMillis(flat.get(i));
            if (i > 0 && from.compareTo(pauses.getLast().to) < 0) {
                throw new IllegalArgumentException("pauses that do not ascend");
            }
            pauses.add(new Pause(from, Duration.ofMillis(flat.get(i + 1))));
        }
        return List.copyOf(pauses);
    }

    Duration length() {
        return to.minus(from);
    }
}
