package io.viralforge.recipe;

/** How a clip of another shape fills the canvas. */
public sealed interface Fit {
    /** Crops around the middle. */
    Fit DEFAULT = new Crop(0.5, 0.5);

    /**
     * Fills the canvas and cuts off what is over.
     *
     * @param x horizontal centre of what stays, 0 (left) to 1 (right)
     * @param y vertical centre of what stays, 0 (top) to 1 (bottom)
     */
    record Crop(double x, double y) implements Fit {
        public Crop {
            x = Checks.sixDecimals(x);
            y = Checks.sixDecimals(y);
            new Checks().range("x", x, 0, 1).range("y", y, 0, 1).done();
        }
    }

    /** Fills the canvas with the part where something is to be seen, which moves along with it. */
    record Follow(FollowSubject subject) implements Fit {}

    /** Shows all of it, with bars in one colour. */
    record Pad(Rgb color) implements Fit {}

    /**
     * Shows all of it over a blurred, filling copy of itself.
     *
     * @param strength 1 to 50: the blur's radius in thousandths of the canvas's width
     */
    record Blur(double strength) implements Fit {
        public Blur {
            strength = Checks.sixDecimals(strength);
            new Checks().range("strength", strength, 1, 50).done();
        }
    }
}
