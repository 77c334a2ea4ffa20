package io.viralforge.recipe;

/**
 * The shots' own sound.
 *
 * @param gain in decibels, -60 to 12
 * @param isMuted whether it is left out
 * @param isDenoised whether steady noise is taken out of it
 */
public record Original(double gain, boolean isMuted, boolean isDenoised) {
    /** As it is. */
    public static final Original DEFAULT = new Original(0, false, false);

    public Original {
        gain = Checks.sixDecimals(gain);
        new Checks().range("gain", gain, Checks.LEAST_GAIN, Checks.MOST_GAIN).done();
    }
}
