package io.viralforge.worker.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GazeTest {
    /** A third of the width is shown, and all of the height. */
    private static final double SHOWN = 1 / 3.0;

    @Test
    void aFaceThatHardlyMovesIsLookedAtByACameraThatDoesNot() {
        var random = new Random(1);
        Gaze gaze = of(seen(20, at -> List.of(face(0.6 + 0.02 * random.nextGaussian() / 3, 0.2, 0.9)), 0));
        assertThat(gaze.x().pieces()).hasSize(1);
        assertThat(gaze.x().at(7)).isCloseTo(0.6, within(0.02));
        assertThat(gaze.y().at(7)).isEqualTo(0.5);
    }

    @Test
    void aFaceThatWalksStaysNearTheMiddleAndTheCameraIsNeverJerked() {
        var random = new Random(2);
        DoubleFunction<Double> walk = at -> 0.5 + 0.3 * Math.sin(at);
        Gaze gaze = of(seen(20, at -> List.of(face(walk.apply(at) + 0.01 * random.nextGaussian(), 0.2, 0.9)), 0));
        double fastest = 0;
        double hardest = 0;
        double step = 1 / 30.0;
        for (double at = 0; at < 19; at += step) {
            double middle = Math.clamp(walk.apply(at), SHOWN / 2, 1 - SHOWN / 2);
            assertThat(Math.abs(gaze.x().at(at) - middle)).isLessThan(0.15 * SHOWN);
            double speed = (gaze.x().at(at + step) - gaze.x().at(at)) / step;
            double next = (gaze.x().at(at + 2 * step) - gaze.x().at(at + step)) / step;
            fastest = Math.max(fastest, Math.abs(speed));
            hardest = Math.max(hardest, Math.abs(next - speed) / step);
        }
        // The face itself reaches 0.3 a second, and 0.3 a second squared; its jitter alone makes some 0.5 of the
        // latter.
        assertThat(fastest).isLessThan(0.45);
        assertThat(hardest).isLessThan(0.8);
    }

    @Test
    void itJumpsAtACutAndStandsStillBeforeAndAfter() {
        Gaze gaze = of(seen(10, at -> List.of(face(at < 5.1 ? 0.3 : 0.8, 0.2, 0.9)), 0, 5.1));
        assertThat(gaze.x().at(5.09)).isCloseTo(0.3, within(0.03));
        assertThat(gaze.x().at(5.11)).isCloseTo(0.8, within(0.03));
        assertThat(gaze.x().pieces()).hasSize(2);
    }

    @Test
    void theLargestFaceIsLookedAtAndItsPlaceIsHeldWhileItIsLost() {
        Gaze gaze = of(seen(
                10, at -> at > 4 && at < 6 ? List.of() : List.of(face(0.25, 0.1, 0.95), face(0.7, 0.3, 0.9)), 0));
        assertThat(gaze.x().pieces()).hasSize(1);
        assertThat(gaze.x().at(5)).isCloseTo(0.7, within(0.03));
    }

    @Test
    void fromOneFaceToTheNextItTurnsInAboutASecond() {
        Gaze gaze = of(seen(10, at -> List.of(face(at < 5 ? 0.2 : 0.8, 0.2, 0.9)), 0));
        assertThat(gaze.x().at(3.9)).isCloseTo(0.2, within(0.04));
        assertThat(gaze.x().at(6.1)).isCloseTo(0.8, within(0.04));
        assertThat(gaze.x().at(5)).isBetween(0.3, 0.7);
    }

    @Test
    void whatLooksLikeAFaceForAMomentOrVaguelyIsNone() {
        Sight moment = seen(10, at -> at == 3 ? List.of(face(0.9, 0.2, 0.95)) : List.of(), 0);
        Sight vague = seen(10, at -> List.of(face(0.9, 0.2, 0.7)), 0);
        assertThat(of(moment).x().at(3)).isEqualTo(0.5);
        assertThat(of(vague).x().at(3)).isEqualTo(0.5);
        assertThat(moment.tracked()).allMatch(List::isEmpty).hasSize(40);
    }

    @Test
    void withoutAFaceItLooksAtWhatMovesAndWithoutThatAtTheMiddle() {
        var motion = Collections.nCopies(40, new Motion(0.01, 0.75, 0.5));
        assertThat(of(new Sight(Collections.nCopies(40, List.of()), motion, List.of(0.0)))
                        .x()
                        .at(5))
                .isBetween(0.65, 0.8);
        assertThat(of(seen(10, at -> List.of(), 0)).x().at(5)).isEqualTo(0.5);
    }

    private static Gaze of(Sight sight) {
        return Gaze.of(sight, SHOWN, 1);
    }

    private static Sight seen(int seconds, DoubleFunction<List<Face>> at, double... cuts) {
        int looks = seconds * Sight.RATE;
        var faces = new ArrayList<List<Face>>();
        IntStream.range(0, looks).forEach(look -> faces.add(at.apply((double) look / Sight.RATE)));
        var still = Collections.nCopies(looks, new Motion(0, 0.5, 0.5));
        return new Sight(faces, still, Arrays.stream(cuts).boxed().toList());
    }

    private static Face face(double centre, double size, double likelihood) {
        return new Face(centre - size / 2, 0.3, size, size * 1.5, likelihood);
    }
}
