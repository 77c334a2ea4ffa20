package io.viralforge.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Gradient boosting of regression trees over binned features (Chen and Guestrin, XGBoost, 2016, section 2 and the
 * histogram method), on one thread and the same for the same rows and seed.
 *
 * @param trees how many
 * @param depth of each
 * @param rate how much of each tree is taken
 * @param rows share of the rows that a tree sees
 * @param columns share of the features that a tree sees
 * @param leastWeight sum of second derivatives that a leaf must have, in mean weights of a row
 */
record Boosting(int trees, int depth, double rate, double rows, double columns, double leastWeight) {
    static final Boosting USUAL = new Boosting(150, 6, .06, .8, .6, 20);

    /** Pulls leaves of few rows towards nothing, in mean weights of a row. */
    private static final double CALM = 1;

    /**
     * Rows to learn from.
     *
     * @param offset where the margin of each begins
     * @param weight of each, of mean 1
     */
    @SuppressWarnings("ArrayRecordComponent") // figures by the million, never compared
    record Lesson(Bins bins, double[] offset, double[] target, double[] weight) {
        int size() {
            return target.length;
        }
    }

    Trees fit(Lesson lesson, Loss loss, long seed) {
        return new Fit(lesson, loss, new SplittableRandom(seed)).run();
    }

    private final class Fit {
        private final Lesson lesson;
        private final Loss loss;
        private final SplittableRandom random;
        private final double[] margin;
        private final double[] slope;
        private final double[] bend;

        Fit(Lesson lesson, Loss loss, SplittableRandom random) {
            this.lesson = lesson;
            this.loss = loss;
            this.random = random;
            this.margin = lesson.offset().clone();
            this.slope = new double[lesson.size()];
            this.bend = new double[lesson.size()];
        }

        Trees run() {
            List<Tree> grown = new ArrayList<>();
            for (int t = 0; t < trees; t++) {
                double usualBend = derive();
                TreeGrowth growth =
                        new TreeGrowth(lesson.bins(), slope, bend, CALM * usualBend, leastWeight * usualBend);
                grown.add(growth.grow(someRows(), someColumns(), depth, rate));
                growth.addTo(margin);
            }
            return new Trees(List.copyOf(grown));
        }

        private double derive() {
            double sum = 0;
            for (int r = 0; r < margin.length; r++) {
                slope[r] = lesson.weight()[r] * loss.slope(margin[r], lesson.target()[r]);
                bend[r] = lesson.weight()[r] * loss.bend(margin[r], lesson.target()[r]);
                sum += bend[r];
            }
            return sum / margin.length;
        }

        /** All rows, those that the tree learns from first. */
        private TreeGrowth.Sample someRows() {
            int[] all = new int[margin.length];
            int in = 0;
            int out = all.length;
            for (int r = 0; r < all.length; r++) {
                all[random.nextDouble() < Boosting.this.rows ? in++ : --out] = r;
            }
            return new TreeGrowth.Sample(all, in);
        }

        private int[] someColumns() {
            int features = lesson.bins().cuts().length;
            int wanted = Math.max(1, (int) Math.round(columns * features));
            int[] chosen = new int[wanted];
            int taken = 0;
            for (int f = 0; f < features; f++) {
                if (random.nextInt(features - f) < wanted - taken) {
                    chosen[taken++] = f;
                }
            }
            return chosen;
        }
    }
}
