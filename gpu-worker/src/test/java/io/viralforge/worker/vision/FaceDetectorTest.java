package io.viralforge.worker.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaceDetectorTest {
    @Test
    void everyMachineSeesTheSameToTheLastBit() throws Exception {
        List<Face> faces = FaceDetector.load().find(drawn());
        assertThat(faces).hasSize(1);
        assertThat(faces.getFirst().toString())
                .isEqualTo("Face[x=0.5331087304166237, y=0.29396364407195374, width=0.2530475884220147,"
                        + " height=0.4506676361435161, likelihood=0.9212388903330011]");
    }

    @Test
    void thereIsNoFaceOnAWall() throws Exception {
        var rgb = new byte[3 * 228 * 128];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % 228 / 2 + 60);
        }
        assertThat(FaceDetector.load().find(new Image(228, 128, rgb))).isEmpty();
    }

    /** A head with hair, eyes, a nose and a mouth, on a wall, as a child would draw it. */
    private static Image drawn() {
        var rgb = new byte[3 * 228 * 128];
        for (int i = 0; i < 228 * 128; i++) {
            int[] colour = colour(i % 228 - 150, i / 228 - 60);
            for (int j = 0; j < 3; j++) {
                rgb[3 * i + j] = (byte) colour[j];
            }
        }
        return new Image(228, 128, rgb);
    }

    private static int[] colour(int x, int y) {
        if (within(x - 11, y + 8, 6, 3) || within(x + 11, y + 8, 6, 3)) {
            return new int[] {40, 30, 30};
        }
        if (within(x, y - 18, 11, 3)) {
            return new int[] {150, 60, 60};
        }
        if (within(x, y - 5, 4, 6)) {
            return new int[] {190, 140, 110};
        }
        if (within(x, y, 27, 36) && y > -22) {
            return new int[] {220, 175, 145};
        }
        return within(x, y + 8, 32, 36) ? new int[] {50, 35, 25} : new int[] {150, 160, 170};
    }

    private static boolean within(int x, int y, int across, int down) {
        return (double) x * x / (across * across) + (double) y * y / (down * down) <= 1;
    }
}
