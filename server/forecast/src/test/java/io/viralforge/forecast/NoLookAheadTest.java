package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of what comes after a cohort nothing reaches its forecasts: not its interval, its score or its reasons either. */
final class NoLookAheadTest {
    private static final Terms TERMS = Terms.DAILY;
    private static final int LAST = 26;
    private static final String COHORT = "2026-01-27";

    private static final List<World.Row> ROWS = new World(5, Duration.ofDays(1), 34, 90).rows();
    private static Map<String, Map<String, Forecast>> whole = Map.of();

    @BeforeAll
    static void replay() throws Exception {
        whole = Replayed.of(TERMS, ROWS).cohorts();
    }

    @Test
    void forecastsAreTheSameWhenAllLaterRowsAreRemoved() throws Exception {
        Map<String, Map<String, Forecast>> cut = Replayed.of(TERMS, until(LAST)).cohorts();
        assertThat(cut).hasSizeGreaterThan(20);
        assertThat(cut.getOrDefault(COHORT, Map.of()).values())
                .isNotEmpty()
                .allMatch(one -> one.speaker() != Forecast.Speaker.RULE);
        cut.forEach(
                (cohort, forecasts) -> assertThat(whole.get(cohort)).as(cohort).isEqualTo(forecasts));
    }

    @Test
    void forecastsAreTheSameWhenAllLaterRowsAreScrambled() throws Exception {
        List<World.Row> scrambled = new ArrayList<>(until(LAST));
        List<World.Row> later =
                new ArrayList<>(ROWS.stream().filter(row -> row.slot() > LAST).toList());
        Random random = new Random(3);
        List<String> views = new ArrayList<>(
                later.stream().map(row -> row.fields().get(World.VIEWS)).toList());
        Collections.shuffle(views, random);
        for (int i = 0; i < later.size(); i++) {
            scrambled.add(later.get(i).with(World.VIEWS, views.get(i)).with(World.CHANNEL, "UC" + random.nextInt(40)));
        }
        Collections.shuffle(scrambled, random);
        Map<String, Map<String, Forecast>> other = Replayed.of(TERMS, scrambled).cohorts();
        assertThat(other.get(COHORT)).isNotEmpty().isEqualTo(whole.get(COHORT));
        assertThat(other.get("2026-01-30")).isNotEqualTo(whole.get("2026-01-30"));
    }

    @Test
    void whatAnotherItemOfTheSlotGainsIsNotKnownYet() throws Exception {
        World.Row changed =
                ROWS.stream().filter(row -> row.slot() == LAST).findFirst().orElseThrow();
        List<World.Row> more = new ArrayList<>(ROWS);
        more.replaceAll(row -> row.equals(changed) ? row.with(World.VIEWS, "999999999") : row);
        Map<String, Forecast> after = cohort(Replayed.of(TERMS, more).cohorts());
        cohort(whole).forEach((item, forecast) -> {
            if (!item.equals(changed.fields().getFirst())) {
                // Its place in the cohort may be another; what it gains by itself is not.
                assertThat(after.get(item))
                        .as(item)
                        .extracting(Forecast::gain, Forecast::low, Forecast::high)
                        .containsExactly(forecast.gain(), forecast.low(), forecast.high());
            }
        });
    }

    private static Map<String, Forecast> cohort(Map<String, Map<String, Forecast>> cohorts) {
        return Objects.requireNonNull(cohorts.get(COHORT));
    }

    private List<World.Row> until(int last) {
        return ROWS.stream().filter(row -> row.slot() <= last).toList();
    }
}
