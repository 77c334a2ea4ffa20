package io.viralforge.forecast;

/**
 * A regression tree, node by node; node 0 is the root, a leaf's feature is -1.
 *
 * @param left where the lower half is; the other half is the node after it
 * @param cut a row with a lower value goes left
 * @param missingLeft where a row goes whose value is missing (NaN)
 * @param value what the node alone would add to the margin: of a leaf the prediction, of an inner node the mean of its
 *     rows, by which each step down the tree is owed to the feature that decided it
 */
@SuppressWarnings("ArrayRecordComponent") // figures by the million, never compared
record Tree(byte[] feature, float[] cut, boolean[] missingLeft, short[] left, float[] value) {

    float predict(float[] row) {
        int node = 0;
        while (feature[node] >= 0) {
            node = next(node, row);
        }
        return value[node];
    }

    /** Adds to each feature what it moved the prediction by. */
    void explain(float[] row, double[] shares) {
        int node = 0;
        while (feature[node] >= 0) {
            int next = next(node, row);
            shares[feature[node]] += value[next] - value[node];
            node = next;
        }
    }

    private int next(int node, float[] row) {
        float x = row[feature[node]];
        boolean isLeft = Float.isNaN(x) ? missingLeft[node] : x < cut[node];
        return isLeft ? left[node] : left[node] + 1;
    }
}
