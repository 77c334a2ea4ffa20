package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.viralforge.forecast.Forecast.Speaker;
import io.viralforge.forecast.Judgement.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ForecasterTest {
    private static final Terms HOURLY = new Terms(Duration.ofHours(6), Duration.ofHours(1));

    private static Replayed usual;

    @BeforeAll
    static void replay() throws Exception {
        usual = Replayed.of(Terms.DAILY, new World(1, Duration.ofDays(1), 50, 120).rows());
    }

    @Test
    void theRuleSpeaksFirstThenBothThenTheModel() {
        List<Speaker> speakers = usual.cohorts().values().stream()
                .map(cohort -> cohort.values().iterator().next().speaker())
                .distinct()
                .toList();
        assertThat(speakers).containsExactly(Speaker.RULE, Speaker.BLEND, Speaker.MODEL);
    }

    @Test
    void whatTheRuleCannotSeeIsLearned() {
        Judgement judged = usual.result().judgement();
        assertThat(judged.all().spearman(Method.FORECAST))
                .isGreaterThan(judged.all().spearman(Method.RULE) + .01);
        assertThat(judged.all().ndcg(Method.FORECAST))
                .isGreaterThan(judged.all().ndcg(Method.RULE) + .01);
        assertThat(judged.all().ndcg(Method.RULE)).isGreaterThan(judged.all().ndcg(Method.VIEWS));
    }

    @Test
    void fourInFiveTruthsLieInTheirInterval() {
        Judgement judged = usual.result().judgement();
        assertThat(judged.all().coverage()).isCloseTo(.8, within(.04));
        assertThat(judged.entrants().coverage()).isCloseTo(.8, within(.06));
    }

    @Test
    void aScoreIsAChance() {
        Judgement.Reliability chances = usual.result().judgement().chances();
        double off = 0;
        int truths = 0;
        for (Judgement.Bin bin : chances.bins()) {
            off += bin.truths() * Math.abs(bin.share() - bin.chance());
            truths += bin.truths();
        }
        assertThat(off / truths).isLessThan(.03);
        // To say a tenth of every item would have .09.
        assertThat(chances.brier()).isLessThan(.05);
    }

    @Test
    void theReasonsOfAForecastAreItsWhole() {
        usual.cohorts()
                .values()
                .forEach(cohort -> cohort.values().forEach(forecast -> {
                    assertThat(forecast.reasons()).hasSize(Reason.Ground.values().length);
                    double sum = forecast.reasons().stream()
                            .mapToDouble(Reason::share)
                            .sum();
                    assertThat(sum).isCloseTo(sum < .5 ? 0 : 1, within(1e-6));
                    assertThat(forecast.score()).isBetween(0.0, 100.0);
                    assertThat(forecast.low()).isLessThanOrEqualTo(forecast.high());
                }));
    }

    @Test
    void hourlySightingsOfAnotherSiteWithoutAnyOptionalColumnDo() throws Exception {
        List<World.Row> bare = new World(2, Duration.ofHours(1), 80, 60)
                .rows().stream()
                        .map(row -> {
                            List<String> fields = row.fields();
                            return new World.Row(
                                    row.slot(), fields.get(0) + "," + fields.get(2) + "," + fields.get(World.VIEWS));
                        })
                        .toList();
        Replayed replayed = Replayed.of(HOURLY, World.csv("item,fetched_at,views", bare));
        assertThat(replayed.cohorts()).containsKey("2026-01-02T13");
        Judgement judged = replayed.result().judgement();
        assertThat(judged.all().spearman(Method.FORECAST))
                .isGreaterThan(judged.all().spearman(Method.RULE));
        List<Judgement.Cohort> cohorts = judged.all().cohorts();
        Judgement.Population settled = new Judgement.Population(cohorts.subList(cohorts.size() / 2, cohorts.size()));
        assertThat(settled.coverage()).isCloseTo(.8, within(.06));
    }

    @Test
    void aCounterThatFallsBackForADayChangesOnlyThatDay() throws Exception {
        List<World.Row> rows = new World(1, Duration.ofDays(1), 30, 60).rows();
        List<World.Row> fallen = new ArrayList<>();
        for (World.Row row : rows) {
            fallen.add(row.slot() % 7 == 3 && row.text().hashCode() % 50 == 0 ? row.with(World.VIEWS, "1") : row);
        }
        Judgement glitches = Replayed.of(Terms.DAILY, fallen).result().judgement();
        Judgement clean = Replayed.of(Terms.DAILY, rows).result().judgement();
        assertThat(glitches.all().ndcg(Method.FORECAST)).isCloseTo(clean.all().ndcg(Method.FORECAST), within(.02));
    }

    @Test
    void afterDaysThatAreMissingItGoesOn() throws Exception {
        List<World.Row> rows = new World(1, Duration.ofDays(1), 40, 80)
                .rows().stream()
                        .filter(row -> row.slot() != 20 && row.slot() != 21)
                        .toList();
        Replayed replayed = Replayed.of(Terms.DAILY, rows);
        Map<String, Forecast> after = replayed.cohorts().get("2026-01-23");
        assertThat(after).isNotEmpty();
        assertThat(replayed.result().judgement().all().coverage()).isCloseTo(.8, within(.07));
    }

    @Test
    void countriesDuplicatesAndOrderOfRowsMakeNoDifference() throws Exception {
        List<World.Row> rows = new World(1, Duration.ofDays(1), 20, 40).rows();
        List<World.Row> doubled = new ArrayList<>(rows);
        doubled.addAll(rows);
        assertThat(Replayed.of(Terms.DAILY, doubled).cohorts())
                .isEqualTo(Replayed.of(Terms.DAILY, rows).cohorts());
        assertThat(Replayed.of(Terms.DAILY, rows.reversed()).cohorts())
                .isEqualTo(Replayed.of(Terms.DAILY, rows).cohorts());
    }

    @Test
    void aFileOfOneDayOrOneItemIsForecastNothingAndBreaksNothing() throws Exception {
        List<World.Row> rows = new World(1, Duration.ofDays(1), 20, 5).rows();
        assertThat(Replayed.of(Terms.DAILY, rows.subList(0, 4)).cohorts()).isEmpty();
        Replayed one = Replayed.of(
                Terms.DAILY,
                rows.stream().filter(row -> row.text().startsWith("item-3-1,")).toList());
        assertThat(one.result().judgement().all().cohorts()).isEmpty();
        assertThat(Report.html(one.result())).contains("There is no cohort to judge");
    }
}
