package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.forecast.Forecast.Speaker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class LiveTest {
    private static final Terms TERMS = Terms.DAILY;
    private static final int SLOTS = 24;
    private static final int MANY = 10_000;
    private static final List<World.Row> ROWS = new World(4, Duration.ofDays(1), SLOTS, 60).rows();

    private static final List<List<Sighting>> SEEN = new ArrayList<>();
    private static final List<Live.Turn> TURNS = new ArrayList<>();

    /** The newest after each slot. */
    private static final List<@Nullable Model> MODELS = new ArrayList<>();

    @BeforeAll
    static void observe() throws Exception {
        Live live = new Live(TERMS, MANY, null);
        for (int slot = 0; slot < SLOTS; slot++) {
            int now = slot;
            List<Sighting> seen = new ArrayList<>();
            SightingsFile.read(
                    World.csv(ROWS.stream().filter(row -> row.slot() == now).toList()), seen::add);
            SEEN.add(seen);
            TURNS.add(live.observe(seen));
            MODELS.add(live.newest());
        }
    }

    @Test
    void aBackTestSaysWhatWasSaidLive() throws Exception {
        Replayed replayed = Replayed.of(TERMS, ROWS);
        Map<Instant, Map<String, Forecast>> live = new HashMap<>();
        TURNS.forEach(turn -> turn.forecasts()
                .forEach(one ->
                        live.computeIfAbsent(one.cohort(), _ -> new HashMap<>()).put(one.item(), one)));
        assertThat(replayed.cohorts()).hasSameSizeAs(live);
        replayed.cohorts()
                .forEach((day, cohort) -> assertThat(live.get(Instant.parse(day + "T00:00:00Z")))
                        .as(day)
                        .isEqualTo(cohort));
        assertThat(TURNS.stream().mapToLong(turn -> turn.breaks().size()).sum())
                .isEqualTo(replayed.result().surges());
    }

    @Test
    void aCohortIsJudgedOnceItsTruthsAreThereAsABackTestJudgesIt() throws Exception {
        List<Judgement.Cohort> judged =
                TURNS.stream().flatMap(turn -> turn.judged().stream()).toList();
        assertThat(judged).extracting(Judgement.Cohort::start).doesNotHaveDuplicates();
        List<Judgement.Cohort> all =
                Replayed.of(TERMS, ROWS).result().judgement().all().cohorts();
        Instant last = TERMS.start(TERMS.slot(SEEN.getLast().getFirst().seenAt()) - TERMS.closing());
        assertThat(judged)
                .endsWith(all.stream().filter(one -> !one.start().isAfter(last)).toArray(Judgement.Cohort[]::new));
    }

    @Test
    void slotsComeInTheirOrderAndModelsWithTheirTerms() throws Exception {
        Live live = new Live(TERMS, MANY, null);
        var _ = live.observe(SEEN.get(1));
        assertThatThrownBy(() -> live.observe(SEEN.get(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("slots come in their order");
        Terms others = new Terms(Duration.ofHours(6), Duration.ofHours(1));
        assertThatThrownBy(() -> new Live(others, MANY, MODELS.getLast()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("terms");
        assertThatThrownBy(() -> new Live(TERMS, 499, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherThatBeginsWithItsModelSpeaksByItAtOnceAndLearnsWhenItIsDue() throws Exception {
        Model kept = model(16);
        Live live = new Live(TERMS, MANY, Model.of(kept.bytes(), TERMS));
        for (int slot = 4; slot < SLOTS; slot++) {
            Live.Turn turn = live.observe(SEEN.get(slot));
            boolean isBefore =
                    SEEN.get(slot).stream().allMatch(one -> one.seenAt().isBefore(kept.at()));
            if (isBefore) {
                // It knows the truths of these: to forecast them would be to look ahead.
                assertThat(turn.forecasts()).allMatch(one -> one.speaker() == Speaker.RULE);
            } else {
                assertThat(turn.forecasts()).isNotEmpty().allMatch(one -> one.speaker() != Speaker.RULE);
            }
            assertThat(number(live)).as("slot %d", slot).isEqualTo(number(MODELS.get(Math.max(16, slot))));
        }
        assertThat(number(live)).isGreaterThan(kept.number());
    }

    @Test
    void aKeptModelSaysToTheLastBitWhatItSaidAndNoneIsLearnedWhileItIsUsed() throws Exception {
        Model first = model(16);
        Model read = Model.of(first.bytes(), TERMS);
        assertThat(read.bytes()).isEqualTo(first.bytes());
        Live one = new Live(TERMS, MANY, model(SLOTS - 1));
        Live other = new Live(TERMS, MANY, model(SLOTS - 1));
        one.use(first);
        other.use(read);
        for (int slot = 0; slot < SLOTS - 1; slot++) {
            assertThat(one.observe(SEEN.get(slot))).isEqualTo(other.observe(SEEN.get(slot)));
        }
        assertThat(one.speaking()).isSameAs(first);
        assertThat(one.newest()).isSameAs(model(SLOTS - 1));
        one.use(null);
        var _ = one.observe(SEEN.get(SLOTS - 1));
        assertThat(one.speaking()).isSameAs(model(SLOTS - 1));
    }

    @Test
    void whatIsUnseenForLongIsForgottenAndSoAreOldTruths() throws Exception {
        Live live = new Live(TERMS, 1_000, null);
        for (List<Sighting> seen : SEEN) {
            var _ = live.observe(seen);
        }
        Model newest = live.newest();
        assertThat(newest == null ? 0 : newest.truths()).isBetween(1_000, 1_100);
        assertThat(live.remembers("item-3-1")).isTrue();
        Sighting last = SEEN.getLast().getFirst();
        var _ = live.observe(List.of(later(last, Duration.ofDays(70))));
        assertThat(live.remembers(last.item())).isTrue();
        assertThat(live.remembers("item-3-1")).isFalse();
    }

    private static Sighting later(Sighting one, Duration by) {
        return new Sighting(
                one.item(),
                one.country(),
                one.seenAt().plus(by),
                one.publishedAt(),
                one.category(),
                one.seconds(),
                one.channel(),
                one.views(),
                one.likes(),
                one.comments(),
                one.rank());
    }

    private static Model model(int slot) {
        @Nullable Model model = MODELS.get(slot);
        if (model == null) {
            throw new AssertionError("nothing was learned by slot " + slot);
        }
        return model;
    }

    private static int number(@Nullable Model model) {
        return model == null ? 0 : model.number();
    }

    private static int number(Live live) {
        return number(live.newest());
    }
}
