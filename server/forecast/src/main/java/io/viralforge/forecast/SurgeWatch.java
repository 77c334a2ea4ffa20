package io.viralforge.forecast;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells when one item's pace breaks upwards out of its course: a one-sided CUSUM (E. S. Page, Continuous inspection
 * schemes, 1954) of the logarithm of pace over its own running level, in units of its own running scatter.
 *
 * <p>It cries wolf at most once in 1,000 sightings of a series without a break, whether its noise is normal, heavy-tailed,
 * of small counts, slow to die down or with the hours of the day; a trebled pace is mostly told one sighting later. Tests
 * hold both.
 */
public final class SurgeWatch {
    /** Deviations of a sighting that are no news: both together set the rate of false alarms. */
    private static final double ALLOWED = 1;

    private static final double LIMIT = 3;

    /** One glitch alone must not reach the limit. */
    private static final double LARGEST = 3.5;

    private static final double LEVEL_RATE = .2;
    private static final double SCATTER_RATE = .05;

    /** What an unknown series is taken to scatter by, and for how many sightings that counts. */
    private static final double USUAL_SCATTER = .4;

    private static final int USUAL_COUNTS = 6;
    private static final double LEAST_SCATTER = .02;

    /** Of the mean absolute deviation to the standard deviation of a normal distribution. */
    private static final double TO_DEVIATION = Math.sqrt(Math.PI / 2);

    private static final int WARM_UP = 3;

    private final double grain;
    private double time = Double.NaN;
    private double views;
    private double level;
    private double scatter = USUAL_SCATTER;
    private double excess;
    private int steps;

    /**
     * A break that was found.
     *
     * @param at the sighting that gave it away
     * @param times pace over its level until then
     */
    public record Surge(Instant at, double times) {}

    public SurgeWatch(Terms terms) {
        this.grain = 1 / terms.lagHours();
    }

    /** Takes the next sighting; one not later than the last, or with fewer views than before, is passed over. */
    public @Nullable Surge see(Instant at, double seen) {
        double now = Terms.hours(at);
        if (Double.isNaN(time)) {
            time = now;
            views = seen;
        }
        if (now <= time || seen < views) {
            return null;
        }
        double pace = Math.log((seen - views) / (now - time) + grain);
        time = now;
        views = seen;
        return step(at, pace);
    }

    private @Nullable Surge step(Instant at, double pace) {
        if (steps++ == 0) {
            level = pace;
            return null;
        }
        double miss = pace - level;
        excess = steps <= WARM_UP ? 0 : Math.max(0, excess + Math.min(miss / scatter, LARGEST) - ALLOWED);
        boolean isSurge = excess > LIMIT;
        if (isSurge) {
            excess = 0;
            level = pace;
        }
        level += Math.max(LEVEL_RATE, 1.0 / steps) * (pace - level);
        double deviation = Math.max(LEAST_SCATTER, Math.min(Math.abs(miss), 3 * scatter) * TO_DEVIATION);
        scatter += Math.max(SCATTER_RATE, 1.0 / (steps + USUAL_COUNTS)) * (deviation - scatter);
        return isSurge ? new Surge(at, Math.exp(miss)) : null;
    }
}
