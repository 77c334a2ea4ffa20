package io.viralforge.forecast;

import java.util.Collection;

/**
 * What share of truths intervals are made to leave outside, so that a fifth of them does: moved a little by every slot's
 * truths, for forecasts change faster than the truths by which they are known (adaptive conformal inference; Gibbs and
 * Candes, 2021).
 *
 * @param ofNew for items seen for the second time
 * @param ofOld for all others
 */
record Aim(double ofNew, double ofOld) {
    static final Aim USUAL = new Aim(.2, .2);

    private static final double OUTSIDE = .2;
    private static final double LEAST = .1;
    private static final double MOST = .35;

    /** So many truths move it as far as truths can. */
    private static final double MANY = 100;

    /** After a slot's truths. What comes back late must be answered gently, or it swings. */
    Aim after(Collection<Case.Settled> truths, Terms terms) {
        double rate = .8 / terms.closing();
        return new Aim(moved(ofNew, truths, true, rate), moved(ofOld, truths, false, rate));
    }

    private static double moved(double aim, Collection<Case.Settled> truths, boolean isNew, double rate) {
        long all = truths.stream().filter(truth -> truth.of().isNew() == isNew).count();
        long outside = truths.stream()
                .filter(truth -> truth.of().isNew() == isNew)
                .filter(truth -> truth.gain() < truth.of().low()
                        || truth.gain() > truth.of().high())
                .count();
        double known = all / (all + MANY);
        return all == 0 ? aim : Math.clamp(aim + rate * known * (OUTSIDE - (double) outside / all), LEAST, MOST);
    }
}
