package io.viralforge.forecast;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How well an order matches what was gained. */
final class Ranking {
    private static final int SHOWN = 20;

    private Ranking() {}

    /**
     * Normalised discounted cumulative gain of the first twenty (Jarvelin and Kekalainen, 2002), 0 to 1; NaN where nothing
     * was gained at all.
     */
    static double ndcg(double[] score, double[] gain) {
        double best = discounted(gain, gain);
        return best > 0 ? discounted(score, gain) / best : Double.NaN;
    }

    private static double discounted(double[] score, double[] gain) {
        int[] order = descending(score);
        double sum = 0;
        for (int n = 0; n < Math.min(SHOWN, order.length); n++) {
            sum += gain[order[n]] * Math.log(2) / Math.log(n + 2);
        }
        return sum;
    }

    /** Spearman's rank correlation, -1 to 1; NaN where one side is all alike. */
    static double spearman(double[] a, double[] b) {
        double[] x = ranks(a);
        double[] y = ranks(b);
        double mean = (x.length - 1) / 2.0;
        double both = 0;
        double ofX = 0;
        double ofY = 0;
        for (int i = 0; i < x.length; i++) {
            both += (x[i] - mean) * (y[i] - mean);
            ofX += (x[i] - mean) * (x[i] - mean);
            ofY += (y[i] - mean) * (y[i] - mean);
        }
        return both / Math.sqrt(ofX * ofY);
    }

    /** From 0 for the least; equal ones share the mean of their ranks. */
    private static double[] ranks(double[] values) {
        int[] order = descending(values);
        double[] ranks = new double[values.length];
        for (int from = 0, to; from < order.length; from = to) {
            to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            double shared = order.length - 1 - (from + to - 1) / 2.0;
            for (int i = from; i < to; i++) {
                ranks[order[i]] = shared;
            }
        }
        return ranks;
    }

    private static int[] descending(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    static double mean(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
