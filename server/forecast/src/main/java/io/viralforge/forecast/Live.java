package io.viralforge.forecast;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts what is seen as it is seen, tells what breaks out of its course, and says afterwards how good it was; a
 * back-test is nothing but a loop over it. The same sightings give the same, whenever they come. Not for several threads.
 *
 * <p>What is old or long unseen is forgotten, and the rest was measured as 390 bytes for each truth, 1.7 kB for each item
 * seen in the last twenty horizons, and up to 0.5 MB for each model: 40 MB for 50,000 truths and 10,000 items. While a
 * model is learned it takes some 200 bytes more for each truth.
 *
 * <p>After a restart, give a new one the newest model and the sightings of the last fifteen horizons or more: the model
 * speaks at once, intervals and scores come from what is replayed. What a model had learned from it does not forecast; so
 * they are as wide as at the beginning when it had been learned only just before.
 */
public final class Live {
    private final Terms terms;
    private final Forecaster forecaster;
    private final Consumer<Outcome> onOutcome;
    private final Map<String, SurgeWatch> watches = new HashMap<>();

    /** Outcomes of cohorts that wait for more of them, by slot. */
    private final TreeMap<Long, List<Outcome>> open = new TreeMap<>();

    /** The last slot whose cohort is judged. */
    private long judged = Long.MIN_VALUE;

    /**
     * What came of the sightings.
     *
     * @param judged cohorts that were forecast a horizon and a lag ago, each once; of those with fewer than ten truths
     *     nothing is said, and truths that come later, since sightings were missed, count for nothing
     */
    public record Turn(List<Forecast> forecasts, List<Break> breaks, List<Judgement.Cohort> judged) {}

    /**
     * An item's pace broke upwards out of its course; {@link SurgeWatch} has how, and how often wrongly.
     *
     * @param at the sighting that gave it away
     * @param times pace over its level until then, above 1
     */
    public record Break(String item, Instant at, double times) {}

    /**
     * One that has seen nothing yet.
     *
     * @param mostTruths to learn from, and most channels to know, 500 or more; the oldest are forgotten
     * @param newest what one before had learned last; null: it begins with the rule
     */
    public Live(Terms terms, int mostTruths, @Nullable Model newest) {
        this(terms, mostTruths, newest, _ -> {});
    }

    /** @param onOutcome is told every outcome, late ones too */
    Live(Terms terms, int mostTruths, @Nullable Model newest, Consumer<Outcome> onOutcome) {
        if (mostTruths < Forecaster.ENOUGH) {
            throw new IllegalArgumentException("a model wants " + Forecaster.ENOUGH + " truths or more");
        }
        this.terms = checked(terms, newest);
        this.onOutcome = onOutcome;
        this.forecaster = new Forecaster(terms, mostTruths, newest, this::settle);
    }

    /**
     * Takes what was seen in one slot, or in several, and all of it: what a slot shows is forecast by what the slots before
     * it have taught. Now and then it learns a model anew, which takes seconds to a minute.
     *
     * @param sightings in any order, all of slots later than those of any call before
     */
    public Turn observe(Collection<Sighting> sightings) throws InterruptedException {
        Timeline timeline = new Timeline(terms);
        sightings.forEach(timeline::add);
        Turn all = new Turn(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Timeline.Slot slot = timeline.next(); slot != null; slot = timeline.next()) {
            Turn one = observe(slot);
            all.forecasts().addAll(one.forecasts());
            all.breaks().addAll(one.breaks());
            all.judged().addAll(one.judged());
        }
        return all;
    }

    Turn observe(Timeline.Slot slot) throws InterruptedException {
        List<Forecast> forecasts = forecaster.observe(slot.number(), slot.seen());
        return new Turn(forecasts, breaks(slot.seen()), judge(slot.number() - terms.closing()));
    }

    /** The model that spoke in the last slot; null: the rule did. */
    public @Nullable Model speaking() {
        return forecaster.speaking();
    }

    /** The one learned last, or begun with; null: there is none yet. */
    public @Nullable Model newest() {
        return forecaster.newest();
    }

    /**
     * From the next slot on this one speaks and none is learned; null: the newest speaks again, and is learned anew when
     * it is due.
     */
    public void use(@Nullable Model model) {
        var _ = checked(terms, model);
        forecaster.use(model);
    }

    /** Whether an item is not forgotten yet. */
    boolean remembers(String item) {
        return watches.containsKey(item);
    }

    private static Terms checked(Terms terms, @Nullable Model model) {
        if (model != null && !model.terms().equals(terms)) {
            throw new IllegalArgumentException("a model speaks for the terms it was learned for");
        }
        return terms;
    }

    private List<Break> breaks(List<Observation> seen) {
        List<Break> breaks = new ArrayList<>();
        for (Observation one : seen) {
            SurgeWatch watch = watches.computeIfAbsent(one.item(), _ -> new SurgeWatch(terms));
            SurgeWatch.@Nullable Surge surge = watch.see(Terms.instant(one.time()), one.views());
            if (surge != null) {
                breaks.add(new Break(one.item(), surge.at(), surge.times()));
            }
        }
        watches.keySet().removeIf(item -> !forecaster.remembers(item));
        return breaks;
    }

    private void settle(Case.Settled truth) {
        if (truth.of().isOnTime()) {
            Outcome outcome = Outcome.of(truth);
            onOutcome.accept(outcome);
            if (outcome.slot() > judged) {
                open.computeIfAbsent(outcome.slot(), _ -> new ArrayList<>()).add(outcome);
            }
        }
    }

    private List<Judgement.Cohort> judge(long until) {
        NavigableMap<Long, List<Outcome>> closed = open.headMap(until, true);
        List<Judgement.Cohort> cohorts = closed.entrySet().stream()
                .filter(cohort -> Judgement.isTelling(cohort.getValue()))
                .map(cohort -> Judgement.cohort(terms.start(cohort.getKey()), cohort.getValue()))
                .toList();
        closed.clear();
        judged = until;
        return cohorts;
    }
}
