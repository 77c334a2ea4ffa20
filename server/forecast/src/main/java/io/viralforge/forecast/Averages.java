package io.viralforge.forecast;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** By name (of a channel, a country, a category) what truths had in common, drawn towards nothing where they are few. */
final class Averages {
    /** So many truths speak as loud as knowing nothing. */
    private static final double CALM = 4;

    private static final class Sum {
        private int count;
        private double decay;
        private double gain;
        private double lastDecay = Double.NaN;
    }

    /**
     * What is known of one name.
     *
     * @param count of truths
     * @param decay mean of the logarithm of truth over rule, drawn towards 0
     * @param gain mean of the logarithm of truth; NaN without any
     * @param lastDecay of the last one
     */
    record Known(int count, double decay, double gain, double lastDecay) {
        static final Known NOTHING = new Known(0, Double.NaN, Double.NaN, Double.NaN);
    }

    /** That which nothing was learned of for longest is the first. */
    private final LinkedHashMap<String, Sum> sums = new LinkedHashMap<>();

    private final int most;

    /** @param most names that are kept; beyond it that is forgotten of which nothing was learned for longest */
    Averages(int most) {
        this.most = most;
    }

    void add(@Nullable String name, double decay, double gain) {
        if (name != null) {
            @Nullable Sum known = sums.get(name);
            Sum sum = known == null ? new Sum() : known;
            sums.putLast(name, sum);
            if (sums.size() > most) {
                sums.pollFirstEntry();
            }
            sum.count++;
            sum.decay += decay;
            sum.gain += gain;
            sum.lastDecay = decay;
        }
    }

    Known of(@Nullable String name) {
        @Nullable Sum sum = name == null ? null : sums.get(name);
        return sum == null
                ? Known.NOTHING
                : new Known(sum.count, sum.decay / (sum.count + CALM), sum.gain / sum.count, sum.lastDecay);
    }
}
