package io.viralforge.forecast;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The simple rule that a model has to beat, and that speaks before there is one: pace, times what usually is left of it
 * at that age.
 */
final class Rule {
    /** Hours, between which items are of one age. */
    private static final double[] AGES = {1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72, 96, 120, 168, 240, 336, 720};

    private static final int FEW = 5;
    private static final double LARGEST = 10;

    private final double[] left = new double[AGES.length + 2];

    /** Learns from truths; from none, that pace is kept. */
    static Rule of(List<Case.Settled> truths) {
        Rule rule = new Rule();
        DoubleStream.Builder[] ratios = new DoubleStream.Builder[rule.left.length];
        Arrays.setAll(ratios, _ -> DoubleStream.builder());
        for (Case.Settled truth : truths) {
            ratios[bucket(truth.of().age())].add(
                    Math.min(LARGEST, truth.gain() / (truth.of().pace() + 1)));
        }
        double sum = 0;
        int known = 0;
        Arrays.fill(rule.left, Double.NaN);
        for (int b = 0; b < rule.left.length; b++) {
            double[] ascending = ratios[b].build().sorted().toArray();
            if (ascending.length >= FEW) {
                rule.left[b] = ascending[ascending.length / 2];
                sum += rule.left[b];
                known++;
            }
        }
        for (int b = 0; b < rule.left.length; b++) {
            rule.left[b] = Double.isNaN(rule.left[b]) ? known == 0 ? 1 : sum / known : rule.left[b];
        }
        return rule;
    }

    /** @param age in hours, or NaN */
    double decay(double age) {
        return left[bucket(age)];
    }

    private static int bucket(double age) {
        if (Double.isNaN(age)) {
            return AGES.length + 1;
        }
        int found = Arrays.binarySearch(AGES, age);
        return found >= 0 ? found + 1 : -found - 1;
    }
}
