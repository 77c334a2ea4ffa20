package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.viralforge.worker.media.Window.Picture;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowTest {
    @Test
    void aLandscapePictureFillsAnUprightCanvasFromItsMiddle() {
        Window window = Window.filling(new Picture(1920, 1080, 1), 1080, 1920, 0.5, 0.5, 1);
        // 607.5 pixels are wanted around 960; the cut is on even pixels around them.
        assertThat(window).isEqualTo(new Window(656, 0, 608, 1080, 1082, 1920, 0, 0, 1080, 1920));
    }

    @Test
    void aPictureOfTheCanvassShapeIsOnlyScaled() {
        assertThat(Window.filling(new Picture(540, 960, 1), 1080, 1920, 0.2, 0.9, 1))
                .isEqualTo(new Window(0, 0, 540, 960, 1080, 1920, 0, 0, 1080, 1920));
    }

    @Test
    void theWholePictureIsSeenWithin() {
        assertThat(Window.within(new Picture(640, 480, 1), 1080, 1920, 1))
                .isEqualTo(new Window(0, 0, 640, 480, 1080, 810, 0, 0, 1080, 810));
    }

    @Test
    void pixelsThatAreNotSquareAreStretched() {
        // 720×576 shown as 16:9.
        Window window = Window.within(new Picture(720, 576, 64.0 / 45), 1024, 1024, 1);
        assertThat(window.width()).isEqualTo(1024);
        assertThat(window.height()).isEqualTo(576);
    }

    @Test
    void whateverTheShapesNothingLeavesThePictureAndItsProportionsStay() {
        var random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            var picture = new Picture(16 + random.nextInt(4000), 16 + random.nextInt(4000), 0.5 + random.nextDouble());
            int width = 64 + 2 * random.nextInt(1888);
            int height = 64 + 2 * random.nextInt(1888);
            double zoom = 1 + random.nextDouble();
            check(Window.filling(picture, width, height, random.nextDouble(), random.nextDouble(), zoom), picture, i);
            Window within = Window.within(picture, width, height, zoom);
            check(within, picture, i);
            assertThat(within.width()).isLessThanOrEqualTo(width);
            assertThat(within.height()).isLessThanOrEqualTo(height);
        }
    }

    private static void check(Window w, Picture picture, int round) {
        assertThat(w.cutX()).as("%d: %s of %s", round, w, picture).isNotNegative();
        assertThat(w.cutX() + w.cutWidth()).isLessThanOrEqualTo(picture.width());
        assertThat(w.cutY() + w.cutHeight()).isLessThanOrEqualTo(picture.height());
        assertThat(w.trimX() + w.width()).isLessThanOrEqualTo(w.scaledWidth());
        assertThat(w.trimY() + w.height()).isLessThanOrEqualTo(w.scaledHeight());
        assertThat(w.cutX() % 2 + w.cutY() % 2 + w.width() % 2 + w.height() % 2 + w.trimX() % 2 + w.trimY() % 2)
                .isZero();
        boolean isLarge = w.cutWidth() > 64 && w.cutHeight() > 64 && w.width() > 64 && w.height() > 64;
        if (isLarge) {
            double across = w.scaledWidth() / (w.cutWidth() * picture.aspect());
            double down = (double) w.scaledHeight() / w.cutHeight();
            assertThat(across / down).isCloseTo(1, within(0.08));
        }
    }
}
