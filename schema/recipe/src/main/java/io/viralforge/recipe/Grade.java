package io.viralforge.recipe;

/**
 * Colour.
 *
 * @param brightness -1 to 1, neutral 0
 * @param contrast 0 to 2, neutral 1
 * @param saturation 0 to 3, neutral 1
 * @param gamma 0.1 to 10, neutral 1
 */
public record Grade(double brightness, double contrast, double saturation, double gamma) {
    /** Leaves colours as they are. */
    public static final Grade NEUTRAL = new Grade(0, 1, 1, 1);

    public Grade {
        brightness = Checks.sixDecimals(brightness);
        contrast = Checks.sixDecimals(contrast);
        saturation = Checks.sixDecimals(saturation);
        gamma = Checks.sixDecimals(gamma);
        new Checks()
                .range("brightness", brightness, -1, 1)
                .range("contrast", contrast, 0, 2)
                .range("saturation", saturation, 0, 3)
                .range("gamma", gamma, 0.1, 10)
                .done();
    }
}
