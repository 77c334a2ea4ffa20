package io.viralforge.worker.vision;

/**
 * Where a face is, in shares of the picture's width and height, from its upper left corner; it may reach beyond the
 * picture.
 *
 * @param likelihood that it is one, 0 to 1
 */
public record Face(double x, double y, double width, double height, double likelihood) {
    /** How much of a head is beside, above and below what is found of it: from ear to ear, from brows to chin. */
    private static final double BESIDE = 0.1;

    private static final double ABOVE = 0.3;
    private static final double BELOW = 0.15;

    /** The head that it belongs to. */
    public Area head() {
        return new Area(x - BESIDE * width, y - ABOVE * height, (1 + 2 * BESIDE) * width, (1 + ABOVE + BELOW) * height);
    }

    double centreX() {
        return x + width / 2;
    }

    double centreY() {
        return y + height / 2;
    }

    /** What two share, divided by what they cover together. */
    double overlap(Face other) {
        double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
        double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
        double shared = Math.max(0, across) * Math.max(0, down);
        return shared / (width * height + other.width * other.height - shared);
    }

    /** From the middle of one to that of another, in widths and heights of this one. */
    double distance(Face other) {
        return StrictMath.hypot((other.centreX() - centreX()) / width, (other.centreY() - centreY()) / height)
                + Math.abs(other.height - height) / height;
    }

    /** On the way to another one. */
    Face between(Face other, double share) {
        return new Face(
                x + share * (other.x - x),
                y + share * (other.y - y),
                width + share * (other.width - width),
                height + share * (other.height - height),
                Math.min(likelihood, other.likelihood));
    }
}
