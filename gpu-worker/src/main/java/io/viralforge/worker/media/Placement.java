package io.viralforge.worker.media;

/**
 * On which row of several each of a sequence of words stands: so that they cover least of what is looked at, then move as
 * seldom as can be, and then stand low.
 */
final class Placement {
    /** From as low as words may stand, row 0, to as high. */
    static final int ROWS = 12;

    /** What a thousandth of the picture costs that is covered for a look: as much as to move once. */
    private static final double COVERED = 1000;

    /** What a row costs for each second that words stand higher than row 0: the whole way up, as much in five seconds. */
    private static final double RAISED = 0.018;

    private Placement() {}

    /**
     * The rows, by the cheapest way through all of them.
     *
     * @param covered what each would cover on each row, in shares of the picture, added up over looks
     * @param seconds for which each is seen
     */
    static int[] rows(double[][] covered, double[] seconds) {
        var cost = new double[ROWS];
        var from = new int[covered.length][ROWS];
        for (int i = 0; i < covered.length; i++) {
            int best = least(cost);
            var next = new double[ROWS];
            for (int row = 0; row < ROWS; row++) {
                boolean stays = i == 0 || cost[row] <= cost[best] + 1;
                from[i][row] = stays ? row : best;
                next[row] =
                        (stays ? cost[row] : cost[best] + 1) + COVERED * covered[i][row] + RAISED * row * seconds[i];
            }
            cost = next;
        }
        var rows = new int[covered.length];
        int row = least(cost);
        for (int i = covered.length - 1; i >= 0; i--) {
            rows[i] = row;
            row = from[i][row];
        }
        return rows;
    }

    private static int least(double[] cost) {
        int best = 0;
        for (int row = 1; row < cost.length; row++) {
            best = cost[row] < cost[best] ? row : best;
        }
        return best;
    }
}
