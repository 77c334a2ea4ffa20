package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final double SOME = 0.01;

    @Test
    void wordsStandLowWhereNothingIsInTheirWay() {
        assertThat(rows(free(), free(), free())).containsOnly(0);
        assertThat(rows()).isEmpty();
    }

    @Test
    void theyRiseNoHigherThanTheyMustAndStayThereForAWhile() {
        assertThat(rows(free(), busy(0, 1, 2), free(), free())).containsExactly(3, 3, 3, 3);
    }

    @Test
    void theyComeDownWhenThereIsTimeForIt() {
        double[][] long_ = IntStream.range(0, 40)
                .mapToObj(i -> i == 0 ? busy(0, 1, 2, 3, 4, 5) : free())
                .toArray(double[][]::new);
        assertThat(rows(long_)).startsWith(6, 0).endsWith(0);
    }

    @Test
    void theyMoveOnceForAllThatComes() {
        assertThat(rows(busy(0), busy(0, 1), busy(0, 1, 2))).containsExactly(3, 3, 3);
    }

    @Test
    void whereAllIsBusyTheLeastIsCovered() {
        double[] all = new double[Placement.ROWS];
        Arrays.fill(all, 2 * SOME);
        all[4] = SOME;
        assertThat(rows(all)).containsExactly(4);
    }

    private static double[] free() {
        return new double[Placement.ROWS];
    }

    private static double[] busy(int... rows) {
        double[] covered = free();
        Arrays.stream(rows).forEach(row -> covered[row] = SOME);
        return covered;
    }

    private static int[] rows(double[]... covered) {
        double[] seconds = new double[covered.length];
        Arrays.fill(seconds, 1);
        return Placement.rows(covered, seconds);
    }
}
