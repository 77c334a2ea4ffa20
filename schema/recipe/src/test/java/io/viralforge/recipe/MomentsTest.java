package io.viralforge.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.viralforge.recipe.Analysis.Said;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final int LENGTH = 180;

    @Test
    void momentsOfALongVideoBeginAndEndWithSentencesAndScenesAndShareNoSecond() {
        Analysis analysis = analysis(talk());
        List<Moment> moments = Moments.of(analysis);

        assertThat(moments).hasSizeBetween(3, Moments.MOST);
        assertThat(moments).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        for (Moment moment : moments) {
            // A sentence takes 4 s of each 5 s, a scene 18 s.
            assertThat(moment.from() % 5 == 0 || moment.from() % 18 == 0).isTrue();
            assertThat(moment.to() % 5 == 4 || moment.to() % 18 == 0).isTrue();
            assertThat(talk())
                    .noneMatch(word -> word.from() < moment.from() && moment.from() < word.to() - 0.3)
                    .noneMatch(word -> word.from() < moment.to() && moment.to() < word.to() - 0.3);
            assertThat(moment.to() - moment.from()).isBetween(12.0, 52.0);
            assertThat(moments).allMatch(other -> other.equals(moment) || other.overlap(moment) == 0);
        }
    }

    @Test
    void aScoreIsTheSumOfItsReasonsNoneOfWhichIsMoreThanItCanBe() {
        assertThat(Moments.of(analysis(talk()))).allSatisfy(moment -> {
            assertThat(moment.reasons()).extracting(Moment.Reason::kind).containsOnlyOnce(Moment.Kind.values());
            assertThat(moment.reasons().stream()
                            .mapToDouble(Moment.Reason::points)
                            .sum())
                    .isCloseTo(moment.score(), within(0.06));
            assertThat(moment.reasons()).allMatch(reason -> reason.points() >= 0 && reason.points() <= reason.most());
            assertThat(moment.reasons().stream()
                            .mapToDouble(Moment.Reason::most)
                            .sum())
                    .isEqualTo(100);
            assertThat(moment.hook()).isBetween(0.0, 100.0);
            assertThat(moment.text()).isNotEmpty();
        });
    }

    @Test
    void whereSomebodyIsSeenAndItIsLoudComesFirst() {
        Moment best = Moments.of(analysis(talk())).getFirst();
        assertThat(best.from()).isBetween(54.0, 90.0);
        assertThat(best.reasons()).anySatisfy(reason -> {
            assertThat(reason.kind()).isEqualTo(Moment.Kind.FACES);
            assertThat(reason.text()).isEqualTo("A face is seen in 100 % of it.");
        });
    }

    @Test
    void withoutWordsPausesStandForEndsOfSentences() {
        List<Moment> moments = Moments.of(analysis(null));
        assertThat(moments).hasSizeBetween(3, Moments.MOST).allSatisfy(moment -> {
            assertThat(moment.text()).isEmpty();
            assertThat(moment.reasons()).anyMatch(reason -> reason.text().startsWith("Something is heard in"));
        });
        assertThat(Moments.of(analysis(List.of())))
                .allSatisfy(moment -> assertThat(moment.reasons())
                        .anyMatch(reason -> reason.text().equals("Nobody talks."))
                        .noneMatch(reason -> reason.text().contains("a sentence")));
    }

    @Test
    void aShortVideoIsAMomentItself() {
        var analysis = new Analysis(40, List.of(0.0, 20.0), flat(40, -20), flat(40, 0.1), flat(40, 0), List.of(), null);
        assertThat(Moments.of(analysis)).isEmpty();
    }

    @Test
    void aVideoWithoutBoundsIsDividedEvenlyAndNobodyIsCutShort() {
        var flow = new Analysis(120, List.of(0.0), List.of(), flat(120, 0.1), flat(120, 0), List.of(), null);
        assertThat(Moments.of(flow))
                .hasSizeBetween(3, Moments.MOST)
                .anySatisfy(moment -> assertThat(moment.reasons())
                        .anyMatch(reason -> reason.text().contains("within a scene")));
        var oneSentence = new ArrayList<Said>();
        for (int from = 0; from < 120; from++) {
            oneSentence.add(new Said("and", from, from + 1));
        }
        var talk =
                new Analysis(120, List.of(0.0), flat(120, -20), flat(120, 0.1), flat(120, 0), List.of(), oneSentence);
        assertThat(Moments.of(talk)).isEmpty();
    }

    @Test
    void noCurveIsLongerThanItsVideo() {
        assertThatThrownBy(() -> new Analysis(4.004, List.of(0.0), List.of(), flat(4, 0), flat(5, 0), List.of(), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A sentence of eight words in the first 4 s of each 5 s. */
    private static List<Said> talk() {
        var words = new ArrayList<Said>();
        for (int from = 0; from < LENGTH; from += 5) {
            for (int word = 0; word < 8; word++) {
                words.add(new Said(
                        word == 0 ? "So" : word == 7 ? "it." : "on", from + word / 2.0, from + word / 2.0 + 0.5));
            }
        }
        return words;
    }

    /** Louder, livelier and with a face from second 54 to 90. */
    private static Analysis analysis(@Nullable List<Said> words) {
        return new Analysis(
                LENGTH,
                IntStream.range(0, LENGTH / 18).mapToObj(i -> i * 18.0).toList(),
                curve(-22, -14),
                curve(0.01, 0.05),
                curve(0, 0.4),
                IntStream.range(0, LENGTH / 5)
                        .mapToObj(i -> new Pause(Duration.ofSeconds(i * 5 + 4), Duration.ofSeconds(i * 5 + 5)))
                        .toList(),
                words);
    }

    private static List<Double> curve(double usual, double there) {
        return IntStream.range(0, LENGTH)
                .mapToObj(second -> second >= 54 && second < 90 ? there : usual)
                .toList();
    }

    private static List<Double> flat(int seconds, double value) {
        return Collections.nCopies(seconds, value);
    }
}
