package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RankingTest {
    @Test
    void theIdealOrderHasAllOfTheGain() {
        double[] gain = {3, 1, 2};
        assertThat(Ranking.ndcg(new double[] {30, 10, 20}, gain)).isEqualTo(1);
        // (1 + 2/log2(3) + 3/2) / (3 + 2/log2(3) + 1/2), by hand.
        assertThat(Ranking.ndcg(new double[] {1, 3, 2}, gain)).isCloseTo(.7900, within(1e-4));
        assertThat(Ranking.ndcg(new double[] {1, 2}, new double[] {0, 0})).isNaN();
    }

    @Test
    void onlyTheFirstTwentyCount() {
        double[] score = new double[40];
        double[] gain = new double[40];
        for (int i = 0; i < 40; i++) {
            score[i] = -i;
            gain[i] = i < 20 ? 1 : 0;
        }
        assertThat(Ranking.ndcg(score, gain)).isEqualTo(1);
    }

    @Test
    void ranksAreCorrelatedAndTiesShareTheirs() {
        assertThat(Ranking.spearman(new double[] {1, 2, 3}, new double[] {10, 20, 90}))
                .isCloseTo(1, within(1e-12));
        assertThat(Ranking.spearman(new double[] {1, 2, 3}, new double[] {3, 2, 1}))
                .isCloseTo(-1, within(1e-12));
        // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3: 4.5 / sqrt(4.5 * 5).
        assertThat(Ranking.spearman(new double[] {1, 2, 2, 3}, new double[] {1, 2, 3, 4}))
                .isCloseTo(.9487, within(1e-4));
        assertThat(Ranking.spearman(new double[] {1, 1}, new double[] {1, 2})).isNaN();
    }
}
