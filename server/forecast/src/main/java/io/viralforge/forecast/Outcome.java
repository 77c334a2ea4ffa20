package io.viralforge.forecast;

/**
 * A forecast and its truth, as little of them as judging wants. All in views over the horizon.
 *
 * @param views that the item had then
 * @param pace what it gains if it keeps its pace
 * @param chance to end in the cohort's top tenth, 0 to 1
 */
record Outcome(
        long slot,
        boolean isNew,
        double views,
        double pace,
        double rule,
        double forecast,
        double low,
        double high,
        double chance,
        double truth) {

    static Outcome of(Case.Settled settled) {
        Case made = settled.of();
        return new Outcome(
                made.slot(),
                made.isNew(),
                made.seen().views(),
                made.pace(),
                made.guess().rule(),
                made.guess().center(),
                made.low(),
                made.high(),
                made.chance(),
                settled.gain());
    }

    boolean isInside() {
        return low <= truth && truth <= high;
    }

    /** Of the logarithm of one plus the gain, for an interval of 80 % (R. L. Winkler, 1972); lower is better. */
    double intervalScore() {
        double bottom = Math.log1p(low);
        double top = Math.log1p(high);
        double is = Math.log1p(truth);
        return top - bottom + 10 * (Math.max(0, bottom - is) + Math.max(0, is - top));
    }
}
