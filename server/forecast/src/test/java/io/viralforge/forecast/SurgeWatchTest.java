package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SurgeWatchTest {
    private static final Terms HOURLY = new Terms(Duration.ofHours(6), Duration.ofHours(1));
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final int SERIES = 300;
    private static final int STEPS = 200;

    /** Views gained in a step of a series that does not break. */
    enum Calm {
        NORMAL((random, i) -> Math.exp(9 - Math.log(i) + .3 * random.nextGaussian())),
        NEARLY_STILL((random, i) -> Math.exp(9 - Math.log(i) + .05 * random.nextGaussian())),
        LEVEL((random, _) -> Math.exp(9 + .2 * random.nextGaussian())),
        HEAVY_TAILED((random, i) -> Math.exp(9 - Math.log(i) + .15 * student(random))),
        SMALL_COUNTS((random, _) -> poisson(random, 5)),
        COUNTS((random, _) -> poisson(random, 60)),
        DAILY_WAVE((random, i) -> Math.exp(9 + .3 * Math.sin(i * Math.PI / 12) + .1 * random.nextGaussian())),
        NOTHING((_, _) -> 0.0);

        @SuppressWarnings("ImmutableEnumChecker") // without state
        private final BiFunction<Random, Integer, Double> gain;

        Calm(BiFunction<Random, Integer, Double> gain) {
            this.gain = gain;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSeriesWithoutABreakCriesWolfAtMostOnceInAThousandSightings(Calm calm) {
        Random random = new Random(11);
        int surges = 0;
        for (int s = 0; s < SERIES; s++) {
            Watched watched = new Watched();
            for (int i = 1; i <= STEPS; i++) {
                surges += watched.gain(calm.gain.apply(random, i)) == null ? 0 : 1;
            }
        }
        assertThat(surges).isLessThanOrEqualTo(SERIES * STEPS / 1_000);
    }

    @Test
    void aTrebledPaceIsToldWithinThreeSightingsAndOnce() {
        Random random = new Random(12);
        int told = 0;
        int twice = 0;
        for (int s = 0; s < SERIES; s++) {
            Watched watched = new Watched();
            int surges = 0;
            for (int i = 1; i <= 40; i++) {
                double usual = Math.exp(9 - .3 * Math.log(i) + .2 * random.nextGaussian());
                boolean isSurge = watched.gain(i <= 30 ? usual : 3 * usual) != null;
                surges += isSurge ? 1 : 0;
                told += isSurge && i > 30 && i <= 33 && surges == 1 ? 1 : 0;
            }
            twice += surges > 1 ? 1 : 0;
        }
        assertThat(told).isGreaterThan(SERIES * 95 / 100);
        assertThat(twice).isLessThan(SERIES * 5 / 100);
    }

    @Test
    void aCounterThatFellBackAndRecoversIsNoSurge() {
        SurgeWatch watch = new SurgeWatch(HOURLY);
        double views = 10_000;
        for (int i = 0; i < 40; i++) {
            views += 500;
            assertThat(watch.see(BEGIN.plus(Duration.ofHours(i)), i >= 20 && i < 25 ? 12 : views))
                    .isNull();
        }
    }

    @Test
    void missingSightingsAreNoSurge() {
        SurgeWatch watch = new SurgeWatch(HOURLY);
        for (int i = 0; i < 60; i++) {
            if (i < 20 || i > 44) {
                assertThat(watch.see(BEGIN.plus(Duration.ofHours(i)), 1_000 + 100.0 * i))
                        .isNull();
            }
        }
    }

    @Test
    void aSightingTwiceOrLateChangesNothing() {
        SurgeWatch watch = new SurgeWatch(HOURLY);
        for (int i = 0; i < 20; i++) {
            for (int again = 0; again < 3; again++) {
                assertThat(watch.see(BEGIN.plus(Duration.ofHours(i)), 1_000 + 100.0 * i))
                        .isNull();
            }
            assertThat(watch.see(BEGIN, 1_000)).isNull();
        }
    }

    private static final class Watched {
        private final SurgeWatch watch = new SurgeWatch(HOURLY);
        private Instant at = BEGIN;
        private double views = 1_000;

        Watched() {
            watch.see(at, views);
        }

        SurgeWatch.@Nullable Surge gain(double gain) {
            at = at.plus(Duration.ofHours(1));
            views += gain;
            return watch.see(at, views);
        }
    }

    /** Of four degrees of freedom. */
    private static double student(Random random) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += Math.pow(random.nextGaussian(), 2);
        }
        return random.nextGaussian() / Math.sqrt(sum / 4);
    }

    private static double poisson(Random random, double mean) {
        double left = Math.exp(-mean);
        int count = -1;
        for (double product = 1; product > left; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
