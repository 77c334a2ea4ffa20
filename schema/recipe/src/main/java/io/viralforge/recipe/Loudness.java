package io.viralforge.recipe;

/**
 * Sound level, EBU R 128.
 *
 * @param isNormalized false: the sound is left as it is
 * @param target integrated loudness in LUFS, -31 to -9
 */
public record Loudness(boolean isNormalized, double target) {
    /** What the networks play at: -14 LUFS. */
    public static final Loudness DEFAULT = new Loudness(true, -14);

    public Loudness {
        target = Checks.sixDecimals(target);
        new Checks().range("target", target, -31, -9).done();
    }
}
