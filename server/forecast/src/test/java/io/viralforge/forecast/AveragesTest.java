package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AveragesTest {
    @Test
    void beyondTheMostThatIsForgottenOfWhichNothingWasLearnedForLongest() {
        Averages averages = new Averages(2);
        averages.add("a", 1, 1);
        averages.add("b", 1, 1);
        averages.add("a", 1, 1);
        averages.add("c", 1, 1);
        assertThat(averages.of("a").count()).isEqualTo(2);
        assertThat(averages.of("b").count()).isZero();
        assertThat(averages.of("c").count()).isEqualTo(1);
    }
}
