package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChanceTest {
    @Test
    void itIsHowOftenItemsOfLikeStandingEndedOnTop() {
        SplittableRandom random = new SplittableRandom(1);
        List<Chance.Said> said = IntStream.range(0, 20_000)
                .mapToObj(i -> random.nextDouble(-3, 3))
                .map(standing -> new Chance.Said(standing, random.nextDouble() < law(standing)))
                .toList();
        Chance chance = Chance.of(said);
        for (double standing = -2.5; standing <= 2.5; standing += .25) {
            assertThat(chance.of(standing)).as("at " + standing).isCloseTo(law(standing), within(.08));
        }
    }

    @Test
    void itNeverFallsAndIsNeverCertain() {
        List<Chance.Said> said = IntStream.range(0, 400)
                .mapToObj(i -> new Chance.Said(i, i >= 360))
                .toList();
        Chance chance = Chance.of(said);
        double before = 0;
        for (int standing = -10; standing < 500; standing++) {
            assertThat(chance.of(standing)).isBetween(before, .999);
            before = chance.of(standing);
        }
        assertThat(chance.of(-10)).isPositive();
    }

    @Test
    void theBorderIsWhatTheLastOfTheTopTenthHas() {
        assertThat(Chance.border(IntStream.rangeClosed(1, 20).asDoubleStream().toArray()))
                .isEqualTo(19);
        assertThat(Chance.border(new double[] {5})).isEqualTo(5);
    }

    private static double law(double standing) {
        return 1 / (1 + Math.exp(-2 * standing + 1));
    }
}
