package io.viralforge.forecast;

import java.util.List;

/** What boosting has learned: a sum of trees. */
record Trees(List<Tree> trees) {

    /** What they add to the offset of a row. */
    double predict(float[] row) {
        double sum = 0;
        for (Tree tree : trees) {
            sum += tree.predict(row);
        }
        return sum;
    }

    /** As {@link #predict}, but feature by feature: the sum of all and of what is common to every row. */
    double[] explain(float[] row) {
        double[] shares = new double[row.length];
        for (Tree tree : trees) {
            tree.explain(row, shares);
        }
        return shares;
    }
}
