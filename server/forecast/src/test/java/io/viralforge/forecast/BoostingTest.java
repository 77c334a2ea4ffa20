package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

final class BoostingTest {
    private static final Boosting SMALL = new Boosting(120, 4, .1, .8, 1, 5);

    @Test
    void aLawWithInteractionsAndMissingValuesIsLearned() {
        float[][] rows = rows(4_000, 1);
        Trees trees = SMALL.fit(lesson(rows, BoostingTest::law, 0), Loss.SQUARED, 7);
        float[][] others = rows(1_000, 2);
        double spread = Arrays.stream(others)
                .mapToDouble(BoostingTest::law)
                .map(y -> y * y)
                .average()
                .orElseThrow();
        double miss = Arrays.stream(others)
                .mapToDouble(row -> Math.pow(trees.predict(row) - law(row), 2))
                .average()
                .orElseThrow();
        assertThat(miss).isLessThan(.03 * spread);
    }

    @Test
    void theTweedieLossLearnsTheMeanOfSkewedGains() {
        float[][] rows = rows(6_000, 3);
        SplittableRandom random = new SplittableRandom(4);
        double[] target = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            // Mean 1 or 4, by a feature; half of them nothing.
            target[i] = random.nextInt(2) > 0 ? 0 : rows[i][1] > 0 ? 8 : 2;
        }
        Trees trees = SMALL.fit(
                new Boosting.Lesson(Bins.of(rows), new double[rows.length], target, ones(rows.length)),
                Loss.TWEEDIE,
                7);
        assertThat(mean(trees, rows, true)).isCloseTo(4, within(.3));
        assertThat(mean(trees, rows, false)).isCloseTo(1, within(.15));
    }

    @Test
    void theSameSeedGivesTheSameTreesAndAnotherOthers() {
        float[][] rows = rows(1_000, 1);
        Boosting.Lesson lesson = lesson(rows, BoostingTest::law, 0);
        double first = SMALL.fit(lesson, Loss.SQUARED, 7).predict(rows[0]);
        assertThat(SMALL.fit(lesson, Loss.SQUARED, 7).predict(rows[0])).isEqualTo(first);
        assertThat(SMALL.fit(lesson, Loss.SQUARED, 8).predict(rows[0])).isNotEqualTo(first);
    }

    @Test
    void whatFeaturesAreOwedAddsUpToThePrediction() {
        float[][] rows = rows(1_000, 1);
        Trees trees = SMALL.fit(lesson(rows, BoostingTest::law, 0), Loss.SQUARED, 7);
        double common =
                trees.predict(rows[0]) - Arrays.stream(trees.explain(rows[0])).sum();
        for (float[] row : rows) {
            assertThat(Arrays.stream(trees.explain(row)).sum() + common).isCloseTo(trees.predict(row), within(1e-4));
        }
    }

    @Test
    void aFeatureThatTellsNothingIsOwedNothing() {
        float[][] rows = rows(3_000, 1);
        Trees trees = SMALL.fit(lesson(rows, x -> x[1] > .3 ? 5 : -5, 0), Loss.SQUARED, 7);
        double[] shares = trees.explain(rows[5]);
        assertThat(Math.abs(shares[0]) + Math.abs(shares[2])).isLessThan(.05 * Math.abs(shares[1]));
    }

    @Test
    void anOffsetIsWhereLearningBegins() {
        float[][] rows = rows(500, 1);
        Trees trees = SMALL.fit(lesson(rows, _ -> 100, 100), Loss.SQUARED, 7);
        assertThat(trees.predict(rows[3])).isZero();
    }

    @Test
    void valuesLieInTheBinsOfTheirCuts() {
        float[][] rows = {{1}, {2}, {2}, {3}, {Float.NaN}, {9}};
        Bins bins = Bins.of(rows);
        byte[] codes = bins.codes()[0];
        assertThat(codes[4]).isZero();
        for (int r = 0; r < rows.length; r++) {
            int row = r;
            int below = 0;
            for (float cut : bins.cuts()[0]) {
                below += cut <= rows[row][0] ? 1 : 0;
            }
            assertThat((int) codes[r]).isEqualTo(Float.isNaN(rows[r][0]) ? 0 : below + 1);
        }
    }

    private static double law(float[] x) {
        return (Float.isNaN(x[0]) ? 2 : Math.sin(3 * x[0])) + (x[1] > .3 ? x[2] : -x[2]);
    }

    private static double mean(Trees trees, float[][] rows, boolean isLarge) {
        return Arrays.stream(rows)
                .filter(row -> row[1] > 0 == isLarge)
                .mapToDouble(row -> Math.exp(trees.predict(row)))
                .average()
                .orElseThrow();
    }

    private static Boosting.Lesson lesson(float[][] rows, ToDoubleFunction<float[]> law, double offset) {
        double[] offsets = new double[rows.length];
        Arrays.fill(offsets, offset);
        return new Boosting.Lesson(
                Bins.of(rows), offsets, Arrays.stream(rows).mapToDouble(law).toArray(), ones(rows.length));
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static float[][] rows(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[count][3];
        for (float[] row : rows) {
            for (int f = 0; f < row.length; f++) {
                row[f] = (float) random.nextDouble(-1, 1);
            }
            if (random.nextInt(10) == 0) {
                row[0] = Float.NaN;
            }
        }
        return rows;
    }
}
