package io.viralforge.forecast;

import io.viralforge.forecast.Forecast.Speaker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sees one slot after the other and forecasts each by what the slots before it have taught. It never looks ahead: of its
 * own slot it knows the items themselves, of those after it nothing. Not for several threads.
 */
public final class Forecaster {
    /** Truths before the first model. */
    private static final int ENOUGH = 1_000;

    /** Truths after which model and rule speak equally loud. */
    private static final double EVEN = 1_500;

    /** A new model when truths have grown by it, or after {@link #STALE_HOURS}. */
    private static final double GROWN = 1.25;

    private static final double STALE_HOURS = 14 * 24;

    /** Truths are looked back on for so many horizons, to know how far forecasts lie off. */
    private static final double WINDOW = 14;

    /** Truths learned from; beyond it the oldest are forgotten. About 500 bytes each. */
    private static final int MOST_TRUTHS = 400_000;

    /** An item unseen for so many horizons is forgotten, and new when it comes again. */
    private static final double FORGOTTEN = 20;

    /** What the rule counts in ranking beside the two forecasts of the model. */
    private static final double RULE_WEIGHT = .3;

    private final Terms terms;
    private final Consumer<Case.Settled> onTruth;
    private final Memory memory;
    private final Map<String, Track> tracks = new HashMap<>();
    private final List<Case.Settled> truths = new ArrayList<>();
    private long lastSlot = Long.MIN_VALUE;
    private long truthsEver;
    private long truthsAtFit;
    private double fitAt;
    private int fits;
    private double grain = Double.NaN;
    private Aim aim = Aim.USUAL;
    private @Nullable Model model;

    /** One that knows nothing yet. */
    public Forecaster(Terms terms) {
        this(terms, _ -> {});
    }

    /** One that knows nothing yet. What it learns is told to {@code onTruth}, at the end of the slot that told it. */
    Forecaster(Terms terms, Consumer<Case.Settled> onTruth) {
        this.terms = terms;
        this.onTruth = onTruth;
        this.memory = new Memory(terms);
    }

    /** What a slot is forecast with: all of it from truths of earlier slots. */
    private record Lore(long slot, Rule rule, Bands bands, Chance chance, double top) {}

    private record Draft(Track track, List<Track.Point> steps, double pace, double age) {}

    @SuppressWarnings("ArrayRecordComponent") // figures by the million, never compared
    private record Guessed(Draft draft, float[] features, Case.Guess guess) {}

    /**
     * Forecasts what was seen in one slot, or in several: each by what the slots before it have taught. A model is learned
     * anew now and then, which takes seconds to a minute.
     *
     * @param sightings in any order, all of slots later than those of any call before
     */
    public List<Forecast> observe(Collection<Sighting> sightings) throws InterruptedException {
        Timeline timeline = new Timeline(terms);
        sightings.forEach(timeline::add);
        List<Forecast> forecasts = new ArrayList<>();
        for (Timeline.Slot slot = timeline.next(); slot != null; slot = timeline.next()) {
            forecasts.addAll(observe(slot.number(), slot.seen()));
        }
        return forecasts;
    }

    /**
     * Forecasts every item of a slot that was seen a lag before, or a little earlier.
     *
     * @param slot later than all before
     * @param seen each item once
     */
    List<Forecast> observe(long slot, List<Observation> seen) throws InterruptedException {
        if (slot <= lastSlot) {
            throw new IllegalArgumentException("slots come in their order");
        }
        lastSlot = slot;
        double now = seen.stream().mapToDouble(Observation::time).min().orElse(0);
        learnAnew(now);
        List<Case.Settled> news = new ArrayList<>();
        List<Draft> drafts = new ArrayList<>();
        for (Observation one : seen) {
            Track track = sight(one, news);
            List<Track.Point> steps = track.steps(terms);
            if (steps.size() > 1 && steps.get(0).time() - steps.get(1).time() <= terms.horizonHours()) {
                double pace = Memory.paces(steps)[0] * terms.horizonHours();
                drafts.add(new Draft(track, steps, pace, Memory.age(steps.get(0))));
            }
        }
        List<Forecast> forecasts = drafts.isEmpty() ? List.of() : forecast(lore(slot, now, drafts), drafts);
        learn(news);
        tracks.values().removeIf(track -> now - track.now().time() > FORGOTTEN * terms.horizonHours());
        return forecasts;
    }

    private Track sight(Observation one, List<Case.Settled> news) {
        Track track = tracks.get(one.item());
        if (track == null) {
            track = new Track(one);
            tracks.put(one.item(), track);
        } else {
            track.add(one);
            track.settle(terms, news::add);
        }
        return track;
    }

    private Lore lore(long slot, double now, List<Draft> drafts) {
        if (Double.isNaN(grain)) {
            double[] paces = drafts.stream().mapToDouble(Draft::pace).sorted().toArray();
            grain = Math.max(1, Numbers.quantile(paces, .5) / 500);
        }
        List<Case.Settled> recent = recent(now);
        return new Lore(
                slot,
                Rule.of(recent),
                Bands.of(alike(recent), terms, grain, aim),
                Chance.of(standings(recent, slot - terms.closing())),
                topTwenty(drafts));
    }

    /** Those that a model forecast, once there are enough of them: its misses are others than the rule's. */
    private static List<Case.Settled> alike(List<Case.Settled> truths) {
        List<Case.Settled> learned =
                truths.stream().filter(truth -> truth.of().guess().isLearned()).toList();
        return learned.size() >= ENOUGH / 2 ? learned : truths;
    }

    /** Of cohorts before one: which standings ended in the top tenth. */
    private static List<Chance.Said> standings(List<Case.Settled> truths, long before) {
        List<Chance.Said> said = new ArrayList<>();
        Map<Long, List<Case.Settled>> cohorts = truths.stream()
                .filter(truth -> truth.of().slot() < before)
                .collect(Collectors.groupingBy(truth -> truth.of().slot()));
        cohorts.values().forEach(cohort -> {
            double border = Chance.border(
                    cohort.stream().mapToDouble(Case.Settled::gain).toArray());
            cohort.forEach(truth -> said.add(new Chance.Said(truth.of().standing(), truth.gain() >= border)));
        });
        return said;
    }

    private List<Forecast> forecast(Lore lore, List<Draft> drafts) {
        List<Guessed> all = drafts.stream().map(draft -> guess(lore, draft)).toList();
        double border = Chance.border(
                all.stream().mapToDouble(one -> one.guess().order()).toArray());
        double usual = Numbers.quantile(
                drafts.stream().mapToDouble(Draft::pace).sorted().toArray(), .5);
        List<Forecast> forecasts = new ArrayList<>();
        for (Guessed one : all) {
            Case made = made(lore, one, border);
            one.draft().track().await(made);
            forecasts.add(new Forecast(
                    made.seen().item(),
                    terms.start(lore.slot()),
                    Terms.instant(made.seen().time()),
                    made.isNew(),
                    views(made.guess().order()),
                    made.low(),
                    made.high(),
                    100 * made.chance(),
                    speaker(),
                    reasons(one, usual)));
        }
        return forecasts;
    }

    private Guessed guess(Lore lore, Draft draft) {
        double decay = lore.rule().decay(draft.age());
        float[] features = memory.features(draft.track(), draft.steps(), decay, grain);
        double rule = Math.log(draft.pace() * decay + grain);
        if (model == null) {
            return new Guessed(
                    draft,
                    features,
                    new Case.Guess(rule, rule, rule, lore.bands().usualMiss(), false));
        }
        double base = Math.log(draft.pace() + grain);
        double typical = base + model.typical().predict(features);
        double mean = base + model.mean().predict(features);
        double learned = (typical + mean + RULE_WEIGHT * rule) / (2 + RULE_WEIGHT);
        double spread = Math.exp(model.spread().predict(features));
        return new Guessed(draft, features, new Case.Guess(rule, mix(typical, rule), mix(learned, rule), spread, true));
    }

    private Case made(Lore lore, Guessed one, double border) {
        Draft draft = one.draft();
        double step = draft.steps().get(0).time() - draft.steps().get(1).time();
        Bands.Place place = new Bands.Place(draft.track().sightings() == 2, draft.age(), one.guess());
        Bands.Band band = lore.bands().around(place);
        double standing = (one.guess().order() - border) / band.deviation();
        return new Case(
                draft.steps().get(0).seen(),
                lore.slot(),
                place.isNew(),
                Math.abs(step - terms.lagHours()) <= terms.toleranceHours(),
                draft.age(),
                one.features(),
                draft.pace(),
                Math.sqrt((draft.pace() + 1) / lore.top()),
                one.guess(),
                standing,
                views(one.guess().center() + band.low()),
                views(one.guess().center() + band.high()),
                lore.chance().of(standing));
    }

    private List<Reason> reasons(Guessed one, double usual) {
        double ahead = Math.log((one.draft().pace() + grain) / (usual + grain));
        double[] learned =
                model == null ? new double[Feature.COUNT] : model.typical().explain(one.features());
        double aged = one.guess().rule() - Math.log(one.draft().pace() + grain);
        return Reason.of(learned, share(), ahead, aged);
    }

    /** What the model has to say against the rule, 0 to 1. */
    private double share() {
        return truthsAtFit / (truthsAtFit + EVEN);
    }

    private double mix(double learned, double rule) {
        return share() * learned + (1 - share()) * rule;
    }

    private Speaker speaker() {
        return model == null ? Speaker.RULE : share() < .9 ? Speaker.BLEND : Speaker.MODEL;
    }

    private double views(double log) {
        return Math.max(0, Math.exp(log) - grain);
    }

    /** Discounted sum of the twenty fastest. */
    private static double topTwenty(List<Draft> drafts) {
        double[] fastest = drafts.stream()
                .map(Draft::pace)
                .sorted(Comparator.reverseOrder())
                .limit(20)
                .mapToDouble(Double::doubleValue)
                .toArray();
        double sum = 1;
        for (int n = 0; n < fastest.length; n++) {
            sum += fastest[n] * Math.log(2) / Math.log(n + 2);
        }
        return sum;
    }

    private void learn(List<Case.Settled> news) {
        for (Case.Settled truth : news) {
            memory.learn(truth, grain);
            onTruth.accept(truth);
        }
        aim = aim.after(news, terms);
        truths.addAll(news);
        truthsEver += news.size();
        if (truths.size() > MOST_TRUTHS * 1.1) {
            truths.subList(0, truths.size() - MOST_TRUTHS).clear();
        }
    }

    private void learnAnew(double now) throws InterruptedException {
        boolean isDue = truthsEver >= Math.max(ENOUGH, GROWN * truthsAtFit)
                || (model != null && now - fitAt >= STALE_HOURS && truthsEver > truthsAtFit);
        if (isDue) {
            model = Model.fit(truths, grain, ++fits);
            truthsAtFit = truthsEver;
            fitAt = now;
        }
    }

    private List<Case.Settled> recent(double now) {
        double since = now - WINDOW * terms.horizonHours();
        int from = truths.size();
        while (from > 0 && truths.get(from - 1).knownAt() >= since) {
            from--;
        }
        return truths.subList(from, truths.size());
    }
}
