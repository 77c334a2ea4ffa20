package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Truths by hand: 72 hours ahead, from sightings a day apart. */
final class TrackTest {
    @Test
    void aTruthIsReadBetweenTheSightingsAroundTheHorizon() {
        List<Case.Settled> truths = truths(at(24, 200), at(48, 300), at(70, 400), at(97, 700));
        // Two hours early is near enough: stretched from 46 hours to 72 ahead.
        assertThat(truths.get(0).gain()).isCloseTo((400 - 100) * 72 / 70.0, within(1e-9));
        assertThat(truths.get(0).knownAt()).isEqualTo(70);
        // 96 hours are between 70 and 97.
        assertThat(truths.get(1).gain()).isCloseTo(400 + 300 * 26 / 27.0 - 200, within(1e-9));
    }

    @Test
    void viewsThatFellAreTakenForAGlitch() {
        assertThat(truths(at(24, 50), at(48, 60), at(72, 500)).getFirst().gain())
                .isEqualTo(400);
        assertThat(truths(at(24, 150), at(48, 160), at(72, 3)).getFirst().gain())
                .isEqualTo(60);
    }

    @Test
    void whatVanishedBeforeTheHorizonHasNoTruth() {
        assertThat(truths(at(24, 200), at(48, 300))).isEmpty();
    }

    @Test
    void aGapLongerThanTheHorizonTellsNothing() {
        assertThat(truths(at(24, 200), at(120, 900))).isEmpty();
        assertThat(truths(at(24, 200), at(90, 900)).getFirst().gain())
                .isCloseTo(200 + 700 * 48 / 66.0 - 100, within(1e-9));
    }

    @Test
    void theStepBackIsALagOrMore() {
        Track track = new Track(at(0, 100));
        for (Observation seen : List.of(at(22, 200), at(35, 300), at(58, 400))) {
            track.add(seen);
        }
        assertThat(track.steps(Terms.DAILY)).extracting(Track.Point::time).containsExactly(58.0, 35.0, 0.0);
    }

    private static List<Case.Settled> truths(Observation... later) {
        Track track = new Track(at(0, 100));
        track.await(made(track.now().seen()));
        List<Case.Settled> truths = new ArrayList<>();
        for (Observation seen : later) {
            track.add(seen);
            track.settle(Terms.DAILY, truths::add);
            track.await(made(seen));
        }
        return truths;
    }

    private static Case made(Observation seen) {
        Case.Guess none = new Case.Guess(0, 0, 1, false);
        return new Case(seen, 0, false, true, 1, new float[0], 0, 1, none, 0, 0, 0, 0);
    }

    private static Observation at(double hours, double views) {
        return new Observation(
                "a", hours, 0, null, Double.NaN, null, views, 0, 0, new String[0], Double.NaN, Double.NaN);
    }
}
