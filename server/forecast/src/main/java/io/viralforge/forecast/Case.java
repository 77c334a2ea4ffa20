package io.viralforge.forecast;

/**
 * One forecast as it was made, kept until its truth is known.
 *
 * @param isNew whether these were the item's first two sightings
 * @param isOnTime whether they were one lag apart, give or take a quarter
 * @param age hours since publication; NaN where nobody said
 * @param pace views over the horizon at the pace of the last step
 * @param weight what it counts in learning, by its part of the cohort's top twenty
 * @param standing how far above the border to the cohort's top tenth, in its own uncertainty
 * @param low of the interval, in views, as high
 * @param chance to end in the cohort's top tenth, 0 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // figures by the million, never compared
record Case(
        Observation seen,
        long slot,
        boolean isNew,
        boolean isOnTime,
        double age,
        float[] features,
        double pace,
        double weight,
        Guess guess,
        double standing,
        double low,
        double high,
        double chance) {

    /**
     * Logarithms of views, a grain added.
     *
     * @param rule what the rule says
     * @param center what ranks, and what the interval lies around
     * @param spread how far off such a center is expected to be
     * @param isLearned whether a model had a part in it
     */
    record Guess(double rule, double center, double spread, boolean isLearned) {}

    /**
     * A case and its truth.
     *
     * @param gain in views over the horizon
     * @param knownAt in hours since the epoch
     */
    record Settled(Case of, double gain, double knownAt) {}
}
