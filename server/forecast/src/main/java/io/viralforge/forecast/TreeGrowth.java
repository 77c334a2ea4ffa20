package io.viralforge.forecast;

import org.jspecify.annotations.Nullable;

/** One tree, grown from its root down. */
final class TreeGrowth {
    /**
     * Rows of which a tree learns from the first.
     *
     * @param learned how many
     */
    @SuppressWarnings("ArrayRecordComponent") // figures by the million, never compared
    record Sample(int[] rows, int learned) {}

    /** Rows from, to before middle are learned from; from middle, to before to they only want their prediction. */
    private record Span(int from, int middle, int to) {}

    private record Split(int feature, int bin, boolean isMissingLeft, double gain) {}

    private final Bins bins;
    private final double[] slope;
    private final double[] bend;
    private final double calm;
    private final double leastBend;

    private int[] rows = {};
    private int[] columns = {};
    private int[] spare = {};
    private double[] gathered = {};
    private double rate;
    private int nodes;
    private byte[] feature = {};
    private float[] cut = {};
    private boolean[] missingLeft = {};
    private short[] left = {};
    private float[] value = {};
    private Span[] spans = {};

    /**
     * One for the rows with these derivatives of the loss.
     *
     * @param calm is added to the second derivatives of every leaf
     * @param leastBend sum of second derivatives that a leaf must have
     */
    TreeGrowth(Bins bins, double[] slope, double[] bend, double calm, double leastBend) {
        this.bins = bins;
        this.slope = slope;
        this.bend = bend;
        this.calm = calm;
        this.leastBend = leastBend;
    }

    Tree grow(Sample sample, int[] ofColumns, int depth, double ofRate) {
        rows = sample.rows();
        columns = ofColumns;
        spare = new int[rows.length];
        gathered = new double[2 * sample.learned()];
        rate = ofRate;
        int most = (2 << depth) - 1;
        feature = new byte[most];
        cut = new float[most];
        missingLeft = new boolean[most];
        left = new short[most];
        value = new float[most];
        spans = new Span[most];
        nodes = 1;
        Span all = new Span(0, sample.learned(), rows.length);
        grow(0, all, histograms(all), depth);
        return new Tree(
                java.util.Arrays.copyOf(feature, nodes),
                java.util.Arrays.copyOf(cut, nodes),
                java.util.Arrays.copyOf(missingLeft, nodes),
                java.util.Arrays.copyOf(left, nodes),
                java.util.Arrays.copyOf(value, nodes));
    }

    /** Adds what the tree predicts to the margin of every row, learned from or not. */
    void addTo(double[] margin) {
        for (int node = 0; node < nodes; node++) {
            if (feature[node] < 0) {
                for (int k = spans[node].from(); k < spans[node].to(); k++) {
                    margin[rows[k]] += value[node];
                }
            }
        }
    }

    private void grow(int node, Span span, double[][] sums, int depth) {
        spans[node] = span;
        feature[node] = -1;
        double s = 0;
        double b = 0;
        for (int k = 0; k < sums[0].length; k += 2) {
            s += sums[0][k];
            b += sums[0][k + 1];
        }
        value[node] = (float) (-rate * s / (b + calm));
        @Nullable Split split = depth == 0 || b < 2 * leastBend ? null : best(sums, s, b);
        if (split == null) {
            return;
        }
        Span[] halves = part(span, split);
        boolean isLeftSmaller = halves[0].middle() - halves[0].from() < halves[1].middle() - halves[1].from();
        double[][] small = depth == 1 ? sums : histograms(isLeftSmaller ? halves[0] : halves[1]);
        feature[node] = (byte) split.feature();
        cut[node] = bins.cuts()[split.feature()][split.bin() - 1];
        missingLeft[node] = split.isMissingLeft();
        int below = nodes;
        nodes += 2;
        left[node] = (short) below;
        if (depth == 1) {
            leaf(below, halves[0]);
            leaf(below + 1, halves[1]);
            return;
        }
        // The larger half has what the smaller one has not.
        for (int c = 0; c < sums.length; c++) {
            for (int k = 0; k < sums[c].length; k++) {
                sums[c][k] -= small[c][k];
            }
        }
        grow(below, halves[0], isLeftSmaller ? small : sums, depth - 1);
        grow(below + 1, halves[1], isLeftSmaller ? sums : small, depth - 1);
    }

    private void leaf(int node, Span span) {
        spans[node] = span;
        feature[node] = -1;
        double s = 0;
        double b = 0;
        for (int k = span.from(); k < span.middle(); k++) {
            s += slope[rows[k]];
            b += bend[rows[k]];
        }
        value[node] = (float) (-rate * s / (b + calm));
    }

    /** Of each chosen column, the sums of both derivatives in each bin, in turns. */
    private double[][] histograms(Span span) {
        for (int k = span.from(), to = 0; k < span.middle(); k++) {
            gathered[to++] = slope[rows[k]];
            gathered[to++] = bend[rows[k]];
        }
        double[][] sums = new double[columns.length][];
        for (int c = 0; c < columns.length; c++) {
            sums[c] = new double[2 * bins.size(columns[c])];
        }
        for (int c = 0; c < columns.length; c += 2) {
            boolean isLast = c + 1 == columns.length;
            add(span, c, sums[c], isLast ? c : c + 1, isLast ? sums[c].clone() : sums[c + 1]);
        }
        return sums;
    }

    /** Two columns at once: it is the reading of rows that takes its time. */
    private void add(Span span, int one, double[] toOne, int other, double[] toOther) {
        byte[] codes = bins.codes()[columns[one]];
        byte[] others = bins.codes()[columns[other]];
        for (int k = span.from(), from = 0; k < span.middle(); k++, from += 2) {
            int at = 2 * codes[rows[k]];
            toOne[at] += gathered[from];
            toOne[at + 1] += gathered[from + 1];
            at = 2 * others[rows[k]];
            toOther[at] += gathered[from];
            toOther[at + 1] += gathered[from + 1];
        }
    }

    private @Nullable Split best(double[][] sums, double s, double b) {
        double[] most = {s * s / (b + calm) + 1e-9};
        @Nullable Split best = null;
        for (int c = 0; c < columns.length; c++) {
            boolean isEverMissing = sums[c][1] > 0;
            @Nullable Split found = best(columns[c], sums[c], s, b, isEverMissing, most);
            best = found != null ? found : best;
            found = isEverMissing ? best(columns[c], sums[c], s, b, false, most) : null;
            best = found != null ? found : best;
        }
        return best;
    }

    /** The best split of one column that is better than most, which it raises. */
    private @Nullable Split best(int column, double[] sum, double s, double b, boolean isMissingLeft, double[] most) {
        @Nullable Split best = null;
        double leftSlope = isMissingLeft ? sum[0] : 0;
        double leftBend = isMissingLeft ? sum[1] : 0;
        for (int bin = 1; bin < sum.length / 2 - 1; bin++) {
            leftSlope += sum[2 * bin];
            leftBend += sum[2 * bin + 1];
            double rightSlope = s - leftSlope;
            double rightBend = b - leftBend;
            if (leftBend < leastBend || rightBend < leastBend) {
                continue;
            }
            double gain = leftSlope * leftSlope / (leftBend + calm) + rightSlope * rightSlope / (rightBend + calm);
            if (gain > most[0]) {
                most[0] = gain;
                best = new Split(column, bin, isMissingLeft, gain);
            }
        }
        return best;
    }

    /** Puts the rows of the left half before those of the right, each in their order. */
    private Span[] part(Span span, Split split) {
        int middle = part(span.from(), span.middle(), split);
        int rest = part(span.middle(), span.to(), split);
        // left learned | right learned | left others | right others: the inner two change places.
        int rightLearned = span.middle() - middle;
        int leftOthers = rest - span.middle();
        System.arraycopy(rows, middle, spare, 0, rightLearned);
        System.arraycopy(rows, span.middle(), rows, middle, leftOthers);
        System.arraycopy(spare, 0, rows, middle + leftOthers, rightLearned);
        int border = middle + leftOthers;
        return new Span[] {new Span(span.from(), middle, border), new Span(border, border + rightLearned, span.to())};
    }

    private int part(int from, int to, Split split) {
        byte[] codes = bins.codes()[split.feature()];
        int at = from;
        int others = 0;
        for (int k = from; k < to; k++) {
            int code = codes[rows[k]];
            boolean isLeft = code == 0 ? split.isMissingLeft() : code <= split.bin();
            if (isLeft) {
                rows[at++] = rows[k];
            } else {
                spare[others++] = rows[k];
            }
        }
        System.arraycopy(spare, 0, rows, at, others);
        return at;
    }
}
