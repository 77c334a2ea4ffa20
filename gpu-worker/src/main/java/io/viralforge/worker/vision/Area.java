package io.viralforge.worker.vision;

/** A part of a picture, in shares of its width and height, from its upper left corner; it may reach beyond the picture. */
public record Area(double x, double y, double width, double height) {
    /** What two share, as a share of the picture. */
    public double overlap(Area other) {
        double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
        double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
        return Math.max(0, across) * Math.max(0, down);
    }
}
