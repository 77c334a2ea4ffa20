package io.viralforge.forecast;

import java.util.Arrays;

/** Quantiles. */
final class Numbers {
    private Numbers() {}

    /** Of ascending values, the one that a share of them is below; between two, by their distance. */
    static double quantile(double[] ascending, double share) {
        double at = Math.clamp(share, 0, 1) * (ascending.length - 1);
        int below = (int) at;
        double rest = at - below;
        return rest == 0 ? ascending[below] : ascending[below] * (1 - rest) + ascending[below + 1] * rest;
    }

    static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }
}
