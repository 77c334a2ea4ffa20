package io.viralforge.recipe;

/**
 * The picture's size and rate.
 *
 * @param width pixels, even, 64 to 3840
 * @param height pixels, even, 64 to 3840
 * @param frameRate frames a second, 10 to 60
 */
public record Canvas(int width, int height, int frameRate) {
    /** A vertical short: 1080×1920 at 30 frames a second. */
    public static final Canvas DEFAULT = new Canvas(1080, 1920, 30);

    public Canvas {
        new Checks()
                .range("width", width, 64, 3840)
                .even("width", width)
                .range("height", height, 64, 3840)
                .even("height", height)
                .range("frameRate", frameRate, 10, 60)
                .done();
    }
}
