package io.viralforge.worker.speech;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Where tokens were heard, from how much the model looked at each moment when it wrote each of them: the path through
 * both that never goes back and gathers most (dynamic time warping).
 */
final class Alignment {
    private static final byte BOTH = 0;
    private static final byte NEXT_TOKEN = 1;
    private static final byte NEXT_MOMENT = 2;

    private Alignment() {}

    /**
     * The moment at which each token begins.
     *
     * @param attention of each token to each moment; all as long as the first
     */
    static int[] starts(List<FloatBuffer> attention) {
        int moments = attention.getFirst().limit();
        byte[][] steps = new byte[attention.size()][moments];
        double[] before = new double[moments];
        for (int token = 0; token < steps.length; token++) {
            double[] best = new double[moments];
            for (int moment = 0; moment < moments; moment++) {
                double both = token > 0 && moment > 0 ? before[moment - 1] : Double.NEGATIVE_INFINITY;
                double above = token > 0 ? before[moment] : Double.NEGATIVE_INFINITY;
                double left = moment > 0 ? best[moment - 1] : Double.NEGATIVE_INFINITY;
                double most = token == 0 && moment == 0 ? 0 : Math.max(both, Math.max(above, left));
                steps[token][moment] = most == both ? BOTH : most == above ? NEXT_TOKEN : NEXT_MOMENT;
                best[moment] = most + attention.get(token).get(moment);
            }
            before = best;
        }
        return starts(steps);
    }

    /** Goes back from the end. */
    private static int[] starts(byte[][] steps) {
        int[] starts = new int[steps.length];
        Arrays.fill(starts, 0);
        int token = steps.length - 1;
        int moment = steps[0].length - 1;
        while (token > 0 || moment > 0) {
            starts[token] = moment;
            byte step = token == 0 ? NEXT_MOMENT : moment == 0 ? NEXT_TOKEN : steps[token][moment];
            token -= step == NEXT_MOMENT ? 0 : 1;
            moment -= step == NEXT_TOKEN ? 0 : 1;
        }
        starts[0] = 0;
        return starts;
    }
}
