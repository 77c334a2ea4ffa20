package io.viralforge.worker.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.viralforge.worker.vision.TautString.Bend;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TautStringTest {
    @Test
    void itStandsStillWhereItCan() {
        assertThat(through(new double[] {1, 0, 2, 1}, 4)).containsExactly(new Bend(0, 3), new Bend(3, 3));
    }

    @Test
    void itGoesNoFartherThanItMust() {
        assertThat(through(new double[] {0, 0, 10, 10}, 2))
                .containsExactly(new Bend(0, 2), new Bend(1, 2), new Bend(2, 10), new Bend(3, 10));
    }

    @Test
    void oneGateHasItsMiddle() {
        assertThat(through(new double[] {3}, 1)).containsExactly(new Bend(0, 3.5));
    }

    @Test
    void itGoesThroughAllGatesAndNoStringThroughThemIsShorter() {
        var random = new Random(7);
        for (int round = 0; round < 500; round++) {
            int gates = 2 + random.nextInt(40);
            var low = new double[gates];
            double at = 0;
            for (int i = 0; i < gates; i++) {
                at += random.nextGaussian();
                low[i] = at;
            }
            double width = 0.2 + 3 * random.nextDouble();
            double[] string = filled(through(low, width), gates);
            for (int i = 0; i < gates; i++) {
                assertThat(string[i]).isBetween(low[i] - 1e-9, low[i] + width + 1e-9);
            }
            // Taut: where it bends upwards it leans on a gate's lower end, and on an upper one where it bends
            // downwards.
            for (int i = 1; i < gates - 1; i++) {
                double bend = string[i + 1] - 2 * string[i] + string[i - 1];
                if (Math.abs(bend) > 1e-9) {
                    assertThat(string[i]).isCloseTo(bend < 0 ? low[i] : low[i] + width, within(1e-9));
                }
            }
        }
    }

    private static List<Bend> through(double[] low, double width) {
        double[] high = low.clone();
        for (int i = 0; i < high.length; i++) {
            high[i] += width;
        }
        return TautString.through(low.clone(), high);
    }

    private static double[] filled(List<Bend> bends, int gates) {
        var string = new double[gates];
        for (int i = 1; i < bends.size(); i++) {
            Bend from = bends.get(i - 1);
            Bend to = bends.get(i);
            for (int gate = from.gate(); gate <= to.gate(); gate++) {
                double share = (double) (gate - from.gate()) / (to.gate() - from.gate());
                string[gate] = from.value() + share * (to.value() - from.value());
            }
        }
        return string;
    }
}
