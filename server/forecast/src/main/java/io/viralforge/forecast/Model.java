package io.viralforge.forecast;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What truths have taught: two boosted forecasts, both beginning at what an item gains if it keeps its pace. */
public final class Model {
    private static final Boosting SPREAD = new Boosting(80, 5, .08, .8, .6, 200);

    private final Head head;
    private final Trees typical;
    private final Trees mean;
    private final Trees spread;

    /**
     * What it is, and what it wants to be asked by.
     *
     * @param number from 1, one more for each that is learned; also the seed by which rows and columns are drawn
     * @param at when it was learned, in hours since the epoch
     * @param truths that it learned from
     * @param truthsEver that had been known by then, with those forgotten since
     * @param grain is added wherever a logarithm is taken, in views
     * @param categories each at the place that its feature says
     */
    record Head(
            Terms terms, int number, double at, int truths, long truthsEver, double grain, List<String> categories) {}

    /**
     * One that has been learned.
     *
     * @param typical of the logarithm of the gain: the middle of what may come
     * @param mean of the gain itself, by Tweedie deviance: what may come on average, so that rare large gains count
     * @param spread of the logarithm of how far forecasts like it lay off
     */
    Model(Head head, Trees typical, Trees mean, Trees spread) {
        this.head = head;
        this.typical = typical;
        this.mean = mean;
        this.spread = spread;
    }

    /** Learns on two threads. */
    static Model fit(List<Case.Settled> truths, Head head) throws InterruptedException {
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
            gain[i] = (truths.get(i).gain() + head.grain()) / meanGain;
            offset[i] = Math.log((made.pace() + head.grain()) / meanGain);
            log[i] = Math.log(gain[i]);
            weight[i] = made.weight() / meanWeight;
            miss[i] = Bands.logOfMiss(truths.get(i), head.grain());
        }
        Bins bins = Bins.of(rows);
        long seed = head.number();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Trees> typical = threads.submit(
                    () -> Boosting.USUAL.fit(new Boosting.Lesson(bins, offset, log, weight), Loss.SQUARED, seed));
            Future<Trees> mean = threads.submit(() ->
                    Boosting.USUAL.fit(new Boosting.Lesson(bins, offset, gain, ones(size)), Loss.TWEEDIE, seed + 1));
            Future<Trees> spread = threads.submit(() ->
                    SPREAD.fit(new Boosting.Lesson(bins, new double[size], miss, ones(size)), Loss.SQUARED, seed + 2));
            return new Model(head, typical.get(), mean.get(), spread.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    /**
     * One that was kept.
     *
     * @param bytes of {@link #bytes}, or whatever they have become
     * @param terms that it must have been learned for
     */
    public static Model of(byte[] bytes, Terms terms) throws UnreadableModelException {
        return ModelFormat.read(bytes, terms);
    }

    /** To be kept: some hundred kilobytes, the same on every platform. */
    public byte[] bytes() {
        return ModelFormat.write(this);
    }

    public Terms terms() {
        return head.terms();
    }

    /** From 1, one more for each that is learned. */
    public int number() {
        return head.number();
    }

    /** When it was learned: the first sighting of the slot from which on it could speak. */
    public Instant at() {
        return Terms.instant(head.at());
    }

    /** How many it learned from. */
    public int truths() {
        return head.truths();
    }

    double hours() {
        return head.at();
    }

    long truthsEver() {
        return head.truthsEver();
    }

    double grain() {
        return head.grain();
    }

    Head head() {
        return head;
    }

    Trees typical() {
        return typical;
    }

    Trees mean() {
        return mean;
    }

    Trees spread() {
        return spread;
    }

    /** A row as this model learned to read rows: another forecaster may have met the categories in another order. */
    float[] read(float[] row, @Nullable String category) {
        int place = Feature.CATEGORY.place();
        if (category == null || Float.isNaN(row[place])) {
            return row;
        }
        int code = head.categories().indexOf(category);
        float[] read = row.clone();
        read[place] = code < 0 ? head.categories().size() : code;
        return read;
    }
}
