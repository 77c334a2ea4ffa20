package io.viralforge.worker.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextDetectorTest {
    private static final int WIDTH = 455;
    private static final int HEIGHT = 256;

    @Test
    void aLineOfStrokesIsFoundWhereItStands() {
        byte[] grey = noise();
        strokes(grey, 100, 180, 160, 14);
        List<Area> found = TextDetector.find(WIDTH, HEIGHT, grey);
        assertThat(found).singleElement().satisfies(area -> {
            assertThat(area.x() * WIDTH).isBetween(96.0, 104.0);
            assertThat(area.y() * HEIGHT).isBetween(178.0, 182.0);
            assertThat(area.width() * WIDTH).isBetween(150.0, 164.0);
            assertThat(area.height() * HEIGHT).isBetween(12.0, 17.0);
        });
    }

    @Test
    void whatIsTooHighOrHasNoStrokesIsNone() {
        byte[] grey = noise();
        strokes(grey, 20, 20, 300, 100);
        for (int i = 0; i < WIDTH * 8; i++) {
            grey[200 * WIDTH + i] = (byte) 250;
        }
        assertThat(TextDetector.find(WIDTH, HEIGHT, grey)).isEmpty();
        assertThat(TextDetector.find(WIDTH, HEIGHT, noise())).isEmpty();
    }

    private static byte[] noise() {
        var random = new Random(3);
        var grey = new byte[WIDTH * HEIGHT];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (60 + random.nextInt(20));
        }
        return grey;
    }

    /** Upright strokes of three pixels, with as much or twice as much between them, as letters and words have. */
    private static void strokes(byte[] grey, int left, int top, int width, int height) {
        int x = left;
        for (int stroke = 0; x + 3 <= left + width; stroke++) {
            for (int i = 0; i < 3 * height; i++) {
                grey[(top + i / 3) * WIDTH + x + i % 3] = (byte) 235;
            }
            x += stroke % 4 == 3 ? 9 : 6;
        }
    }
}
