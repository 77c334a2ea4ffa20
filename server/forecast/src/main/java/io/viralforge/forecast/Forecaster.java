package io.viralforge.forecast;

import io.viralforge.forecast.Forecast.Speaker;
import java.util.ArrayList;
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
final class Forecaster {
    /** Truths before the first model, which then is as loud as the rule. */
    static final int ENOUGH = 500;

    /** A new model when truths have grown by it, or after {@link #STALE_HOURS}. */
    private static final double GROWN = 1.25;

    private static final double STALE_HOURS = 14 * 24;

    /** Truths are looked back on for so many horizons, to know how far forecasts lie off. */
    private static final double WINDOW = 14;

    /** An item unseen for so many horizons is forgotten, and new when it comes again. */
    private static final double FORGOTTEN = 20;

    private final Terms terms;
    private final int mostTruths;
    private final Consumer<Case.Settled> onTruth;
    private final Memory memory;
    private final Map<String, Track> tracks = new HashMap<>();
    private final List<Case.Settled> truths = new ArrayList<>();
    private long lastSlot = Long.MIN_VALUE;
    private long truthsEver;
    private double grain = Double.NaN;
    private Aim aim = Aim.USUAL;
    private @Nullable Model newest;
    private @Nullable Model used;

    /** The one that speaks in this slot; null: the rule. */
    private @Nullable Model model;

    /**
     * One that has seen nothing yet.
     *
     * @param mostTruths learned from; beyond them the oldest are forgotten
     * @param newest what had been learned before, if anything was
     * @param onTruth is told what is learned, at the end of the slot that told it
     */
    Forecaster(Terms terms, int mostTruths, @Nullable Model newest, Consumer<Case.Settled> onTruth) {
        this.terms = terms;
        this.mostTruths = mostTruths;
        this.onTruth = onTruth;
        this.memory = new Memory(terms, mostTruths);
        this.newest = newest;
        this.truthsEver = newest == null ? 0 : newest.truthsEver();
    }

    @Nullable
    Model newest() {
        return newest;
    }

    /** The one that spoke last; null: the rule. */
    @Nullable
    Model speaking() {
        return model;
    }

    void use(@Nullable Model instead) {
        used = instead;
    }

    /** Whether an item is not forgotten yet. */
    boolean remembers(String item) {
        return tracks.containsKey(item);
    }

    /**
     * What a slot is forecast with: from truths of earlier slots, but for how its items stand to each other.
     *
     * @param top discounted sum of the twenty fastest
     * @param usual pace, the one in the middle
     */
    private record Lore(long slot, Rule rule, Bands bands, Chance chance, double top, double usual) {}

    private record Draft(Track track, List<Track.Point> steps, double pace, double age) {
        @Nullable
        String category() {
            return track.now().seen().category();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // figures by the million, never compared
    private record Guessed(Draft draft, float[] features, Case.Guess guess, List<Reason> reasons) {}

    /**
     * Forecasts every item of a slot that was seen a lag before, or a little earlier. A model is learned anew now and then,
     * which takes seconds to a minute.
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
        choose(now);
        List<Case.Settled> news = new ArrayList<>();
        List<Draft> drafts = new ArrayList<>();
        for (Observation one : seen) {
            Track track = sight(one, news);
            List<Track.Point> steps = track.steps(terms);
            if (steps.size() > 1 && steps.get(0).time() - steps.get(1).time() <= terms.horizonHours()) {
                double pace = Memory.paces(steps)[0] * terms.horizonHours();
                memory.meet(one.category());
                drafts.add(new Draft(track, steps, pace, Memory.age(steps.get(0))));
            }
        }
        List<Forecast> forecasts = drafts.isEmpty() ? List.of() : forecast(lore(slot, now, drafts), drafts);
        learn(news);
        tracks.values().removeIf(track -> now - track.now().time() > FORGOTTEN * terms.horizonHours());
        tracks.values().forEach(track -> track.giveUp(terms, now));
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
        double usual = Numbers.quantile(
                drafts.stream().mapToDouble(Draft::pace).sorted().toArray(), .5);
        if (Double.isNaN(grain)) {
            grain = Math.max(1, usual / 500);
        }
        List<Case.Settled> recent = recent(now);
        return new Lore(
                slot,
                Rule.of(recent),
                Bands.of(alike(recent), terms, grain, aim),
                Chance.of(standings(recent, slot - terms.closing())),
                topTwenty(drafts),
                usual);
    }

    /** Those that a model forecast, once there are enough of them: its misses are others than the rule's. */
    private static List<Case.Settled> alike(List<Case.Settled> truths) {
        List<Case.Settled> learned =
                truths.stream().filter(truth -> truth.of().guess().isLearned()).toList();
        return learned.size() >= ENOUGH ? learned : truths;
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
        // What each has to say is its own affair, and asking hundreds of trees is most of the work.
        List<Guessed> all =
                drafts.parallelStream().map(draft -> guess(lore, draft)).toList();
        double border = Chance.border(
                all.stream().mapToDouble(one -> one.guess().center()).toArray());
        List<Forecast> forecasts = new ArrayList<>();
        for (Guessed one : all) {
            Case made = made(lore, one, border);
            one.draft().track().await(made);
            forecasts.add(new Forecast(
                    made.seen().item(),
                    terms.start(lore.slot()),
                    Terms.instant(made.seen().time()),
                    made.isNew(),
                    views(made.guess().center()),
                    made.low(),
                    made.high(),
                    100 * made.chance(),
                    speaker(),
                    one.reasons()));
        }
        return forecasts;
    }

    private Guessed guess(Lore lore, Draft draft) {
        double decay = lore.rule().decay(draft.age());
        float[] features = memory.features(draft.track(), draft.steps(), decay, grain);
        double pace = Math.log(draft.pace() + grain);
        double rule = Math.log(draft.pace() * decay + grain);
        double[] learned = new double[Feature.COUNT];
        Case.Guess guess = new Case.Guess(rule, rule, lore.bands().usualMiss(), false);
        if (model != null) {
            float[] read = model.read(features, draft.category());
            double typical = pace + model.typical().predict(read);
            double mean = pace + model.mean().predict(read);
            double spread = Math.exp(model.spread().predict(read));
            learned = model.typical().explain(read);
            guess = new Case.Guess(rule, mix((typical + mean) / 2, rule), spread, true);
        }
        double ahead = pace - Math.log(lore.usual() + grain);
        return new Guessed(draft, features, guess, Reason.of(learned, share(), ahead, rule - pace));
    }

    private Case made(Lore lore, Guessed one, double border) {
        Draft draft = one.draft();
        double step = draft.steps().get(0).time() - draft.steps().get(1).time();
        Bands.Place place = new Bands.Place(draft.track().sightings() == 2, draft.age(), one.guess());
        Bands.Band band = lore.bands().around(place);
        double standing = (one.guess().center() - border) / band.deviation();
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

    /** What the model has to say against the rule, 0 to 1. */
    private double share() {
        return model == null ? 0 : (double) model.truths() / (model.truths() + ENOUGH);
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
        // What a model from before had learned of is counted already.
        double since = newest == null ? Double.NEGATIVE_INFINITY : newest.hours();
        truthsEver += news.stream().filter(truth -> truth.knownAt() >= since).count();
        if (truths.size() > mostTruths * 1.1) {
            truths.subList(0, truths.size() - mostTruths).clear();
        }
    }

    private void learnAnew(double now) throws InterruptedException {
        if (used == null && isDue(now)) {
            int number = newest == null ? 1 : newest.number() + 1;
            newest = Model.fit(
                    truths, new Model.Head(terms, number, now, truths.size(), truthsEver, grain, memory.categories()));
        }
    }

    private boolean isDue(double now) {
        if (newest == null) {
            return truths.size() >= ENOUGH;
        }
        // After a restart what is at hand may be less than what the last model had.
        boolean isEnough = truths.size() >= Math.min(newest.truths(), mostTruths) / 2;
        boolean isStale = now - newest.hours() >= STALE_HOURS && truthsEver > newest.truthsEver();
        return isEnough && (truthsEver >= GROWN * newest.truthsEver() || isStale);
    }

    /**
     * Of slots before it was learned a model says nothing, not even when they are replayed: it would know their truths,
     * and intervals would be made too narrow by it.
     */
    private void choose(double now) {
        @Nullable Model chosen = used == null ? newest : used;
        if (chosen != null) {
            grain = chosen.grain();
        }
        model = chosen != null && now >= chosen.hours() ? chosen : null;
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
