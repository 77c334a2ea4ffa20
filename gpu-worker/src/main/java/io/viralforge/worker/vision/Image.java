package io.viralforge.worker.vision;

import java.util.Arrays;

/** A small picture. */
public final class Image {
    private final int width;
    private final int height;
    private final byte[] rgb;

    /** @param rgb red, green and blue of each pixel, row by row, which stays as it is */
    public Image(int width, int height, byte[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /**
     * Of a square of it, red, then green, then blue, each -1 to 1; what lies beyond it is black.
     *
     * @param x its left edge, which may lie beside the picture, as its other edges may
     */
    Tensor square(int x, int y, int side) {
        var planes = new float[3 * side * side];
        Arrays.fill(planes, -1);
        for (int row = Math.max(0, -y); row < Math.min(side, height - y); row++) {
            for (int column = Math.max(0, -x); column < Math.min(side, width - x); column++) {
                for (int colour = 0; colour < 3; colour++) {
                    int value = rgb[3 * ((y + row) * width + x + column) + colour] & 0xFF;
                    planes[(colour * side + row) * side + column] = value / 127.5f - 1;
                }
            }
        }
        return new Tensor(side, side, 3, planes);
    }
}
