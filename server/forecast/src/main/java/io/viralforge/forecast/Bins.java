package io.viralforge.forecast;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Feature values rounded to few steps, so that a split is found by adding up instead of by sorting.
 *
 * @param cuts of each feature, ascending; a value lies in the bin of how many cuts are not above it, plus one
 * @param codes of each feature, the bin of each row; 0 is a value that is missing (NaN)
 */
@SuppressWarnings("ArrayRecordComponent") // figures by the million, never compared
record Bins(float[][] cuts, byte[][] codes) {
    static final int MOST = 128;

    /** Rows beyond it tell the quantiles of a feature no better. */
    private static final int SAMPLE = 50_000;

    static Bins of(float[][] rows) {
        int features = rows[0].length;
        float[][] cuts = new float[features][];
        byte[][] codes = new byte[features][rows.length];
        IntStream.range(0, features).parallel().forEach(f -> {
            cuts[f] = cuts(rows, f);
            for (int r = 0; r < rows.length; r++) {
                codes[f][r] = (byte) code(cuts[f], rows[r][f]);
            }
        });
        return new Bins(cuts, codes);
    }

    int size(int feature) {
        return cuts[feature].length + 2;
    }

    private static int code(float[] cuts, float value) {
        if (Float.isNaN(value)) {
            return 0;
        }
        int found = Arrays.binarySearch(cuts, value);
        return found >= 0 ? found + 2 : -found;
    }

    /** Cuts between equally many rows; a value that is very common has a bin of its own. */
    private static float[] cuts(float[][] rows, int feature) {
        int stride = Math.max(1, rows.length / SAMPLE);
        float[] values = new float[rows.length / stride + 1];
        int known = 0;
        for (int r = 0; r < rows.length; r += stride) {
            if (!Float.isNaN(rows[r][feature])) {
                values[known++] = rows[r][feature];
            }
        }
        Arrays.sort(values, 0, known);
        float[] cuts = new float[MOST - 2];
        int count = 0;
        for (int c = 1; c < MOST - 1 && known > 0; c++) {
            float value = values[(int) ((long) c * known / (MOST - 1))];
            if (value > values[0] && (count == 0 || value > cuts[count - 1])) {
                cuts[count++] = value;
            }
        }
        return Arrays.copyOf(cuts, count);
    }
}
