package io.viralforge.forecast;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The chance to end in the top tenth of a cohort, by how often items of like standing did: isotonic regression (pool
 * adjacent violators; Barlow et al., 1972).
 */
final class Chance {
    private static final int FEW = 300;

    /** Of each block of standings the lowest one, ascending, and how many of a block ended on top. */
    private final double[] from;

    private final double[] share;

    private Chance(double[] from, double[] share) {
        this.from = from;
        this.share = share;
    }

    /**
     * What was said of an item, and what came of it.
     *
     * @param figure a standing, or a chance
     * @param isOnTop whether it ended in the top tenth
     */
    record Said(double figure, boolean isOnTop) {}

    /** Learns from standings; of too few, nothing. */
    static Chance of(List<Said> standings) {
        return standings.size() < FEW
                ? new Chance(new double[0], new double[0])
                : pooled(standings.stream()
                        .sorted(Comparator.comparingDouble(Said::figure))
                        .toList());
    }

    /** What the last of the top tenth has. */
    static double border(double[] values) {
        double[] ascending = Numbers.sorted(values);
        return ascending[ascending.length - Math.max(1, (int) Math.ceil(ascending.length / 10.0))];
    }

    private static Chance pooled(List<Said> ascending) {
        double[] from = new double[ascending.size()];
        double[] sum = new double[ascending.size()];
        int[] count = new int[ascending.size()];
        int blocks = 0;
        for (Said said : ascending) {
            from[blocks] = said.figure();
            sum[blocks] = said.isOnTop() ? 1 : 0;
            count[blocks++] = 1;
            while (blocks > 1 && sum[blocks - 2] * count[blocks - 1] >= sum[blocks - 1] * count[blocks - 2]) {
                sum[blocks - 2] += sum[blocks - 1];
                count[blocks - 2] += count[blocks - 1];
                blocks--;
            }
        }
        double[] share = new double[blocks];
        for (int b = 0; b < blocks; b++) {
            // Two more that might have gone either way: no block is certain.
            share[b] = (sum[b] + .2) / (count[b] + 2);
        }
        return new Chance(Arrays.copyOf(from, blocks), share);
    }

    /** 0 to 1. Before enough has been seen, what a normal distribution would say. */
    double of(double standing) {
        if (from.length == 0) {
            return 1 / (1 + Math.exp(-1.7 * standing));
        }
        int found = Arrays.binarySearch(from, standing);
        return share[found >= 0 ? found : Math.max(0, -found - 2)];
    }
}
