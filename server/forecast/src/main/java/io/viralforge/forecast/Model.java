package io.viralforge.forecast;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Two boosted forecasts, both beginning at what an item gains if it keeps its pace.
 *
 * @param typical of the logarithm of the gain: the middle of what may come
 * @param mean of the gain itself, by Tweedie deviance: what may come on average, so that rare large gains count
 * @param spread of the logarithm of how far forecasts like it lay off
 */
record Model(Trees typical, Trees mean, Trees spread) {
    private static final Boosting SPREAD = new Boosting(80, 5, .08, .8, .6, 200);

    /**
     * Learns on two threads.
     *
     * @param grain is added wherever a logarithm is taken, in views
     * @param seed by which rows and columns are drawn
     */
    static Model fit(List<Case.Settled> truths, double grain, long seed) throws InterruptedException {
        int size = truths.size();
        float[][] rows = new float[size][];
        double[] log = new double[size];
        double[] gain = new double[size];
        double[] weight = new double[size];
        double[] offset = new double[size];
        double[] miss = new double[size];
        double meanWeight =
                truths.stream().mapToDouble(truth -> truth.of().weight()).sum() / size;
        double meanGain = 1 + truths.stream().mapToDouble(Case.Settled::gain).sum() / size;
        for (int i = 0; i < size; i++) {
            Case made = truths.get(i).of();
            rows[i] = made.features();
            gain[i] = (truths.get(i).gain() + grain) / meanGain;
            offset[i] = Math.log((made.pace() + grain) / meanGain);
            log[i] = Math.log(gain[i]);
            weight[i] = made.weight() / meanWeight;
            miss[i] = Bands.logOfMiss(truths.get(i), grain);
        }
        Bins bins = Bins.of(rows);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Trees> typical = threads.submit(
                    () -> Boosting.USUAL.fit(new Boosting.Lesson(bins, offset, log, weight), Loss.SQUARED, seed));
            Future<Trees> mean = threads.submit(() ->
                    Boosting.USUAL.fit(new Boosting.Lesson(bins, offset, gain, ones(size)), Loss.TWEEDIE, seed + 1));
            Future<Trees> spread = threads.submit(() ->
                    SPREAD.fit(new Boosting.Lesson(bins, new double[size], miss, ones(size)), Loss.SQUARED, seed + 2));
            return new Model(typical.get(), mean.get(), spread.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }
}
