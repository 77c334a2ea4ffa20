package io.viralforge.forecast;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How good forecasts were against the simple rules, in the same cohorts on the same items. */
public record Judgement(
        Terms terms, Population entrants, Population all, Reliability chances, Reliability rulesChances) {
    /** Cohorts with fewer truths say nothing of an order. */
    private static final int FEW = 10;

    /** Cohorts before those that are judged: the rule learns from them. */
    private static final int WARM_UP = 8;

    /** Slots that the rule's chances are learned from. */
    private static final int RECENT = 42;

    /** What ranks. */
    public enum Method {
        FORECAST("forecast"),
        RULE("velocity x age decay"),
        PACE("velocity"),
        VIEWS("views");

        private final String words;

        Method(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        double[] scores(List<Outcome> outcomes) {
            return outcomes.stream().mapToDouble(this::score).toArray();
        }

        private double score(Outcome of) {
            return switch (this) {
                case FORECAST -> of.forecast();
                case RULE -> of.rule();
                case PACE -> of.pace();
                case VIEWS -> of.views();
            };
        }
    }

    /**
     * One cohort.
     *
     * @param start of its slot
     * @param ndcg of the first twenty, by method; NaN where nothing was gained
     * @param inside how many truths lay in their interval
     * @param intervalScore summed over truths
     */
    public record Cohort(
            Instant start,
            int truths,
            Map<Method, Double> ndcg,
            Map<Method, Double> spearman,
            int inside,
            double intervalScore) {
        /** As 2026-02. */
        String month() {
            return start.toString().substring(0, 7);
        }
    }

    /** Forecasts that gave about the same chance, and how often it came so. */
    public record Bin(double chance, double share, int truths) {}

    /**
     * Whether chances mean what they say.
     *
     * @param brier mean squared distance of chance and what came (G. W. Brier, 1950); lower is better
     */
    public record Reliability(List<Bin> bins, double brier) {
        private static final int BINS = 10;

        static Reliability of(List<Chance.Said> said) {
            List<Bin> bins = new ArrayList<>();
            Map<Integer, List<Chance.Said>> byChance = said.stream()
                    .collect(Collectors.groupingBy(
                            one -> Math.min(BINS - 1, (int) (one.figure() * BINS)), TreeMap::new, Collectors.toList()));
            byChance.values()
                    .forEach(own -> bins.add(new Bin(
                            own.stream()
                                    .mapToDouble(Chance.Said::figure)
                                    .average()
                                    .orElseThrow(),
                            (double) own.stream().filter(Chance.Said::isOnTop).count() / own.size(),
                            own.size())));
            double brier = said.stream()
                    .mapToDouble(one -> Math.pow(one.figure() - (one.isOnTop() ? 1 : 0), 2))
                    .average()
                    .orElse(Double.NaN);
            return new Reliability(List.copyOf(bins), brier);
        }
    }

    /** Cohorts in their order, of one population. */
    public record Population(List<Cohort> cohorts) {
        /** Mean over cohorts. */
        public double ndcg(Method method) {
            return mean(Cohort::ndcg, method);
        }

        public double spearman(Method method) {
            return mean(Cohort::spearman, method);
        }

        /** Share of truths that lay in their interval. */
        public double coverage() {
            return (double) cohorts.stream().mapToInt(Cohort::inside).sum() / truths();
        }

        public double intervalScore() {
            return cohorts.stream().mapToDouble(Cohort::intervalScore).sum() / truths();
        }

        public int truths() {
            return cohorts.stream().mapToInt(Cohort::truths).sum();
        }

        /** By month, as 2026-02. */
        public Map<String, Population> byMonth() {
            Map<String, List<Cohort>> months = new TreeMap<>();
            cohorts.forEach(cohort -> months.computeIfAbsent(cohort.month(), _ -> new ArrayList<>())
                    .add(cohort));
            Map<String, Population> result = new TreeMap<>();
            months.forEach((month, of) -> result.put(month, new Population(of)));
            return result;
        }

        private double mean(Function<Cohort, Map<Method, Double>> of, Method method) {
            return Ranking.mean(cohorts.stream()
                    .mapToDouble(cohort -> of.apply(cohort).getOrDefault(method, Double.NaN))
                    .toArray());
        }
    }

    /** @param from the first cohort that counts, by name; those before it only teach */
    static Judgement of(List<Outcome> outcomes, Terms terms, String from) {
        TreeMap<Long, List<Outcome>> cohorts = new TreeMap<>();
        outcomes.forEach(outcome ->
                cohorts.computeIfAbsent(outcome.slot(), _ -> new ArrayList<>()).add(outcome));
        return new Judgement(
                terms,
                population(cohorts, terms, from, Outcome::isNew),
                population(cohorts, terms, from, _ -> true),
                Reliability.of(chances(cohorts, terms, from)),
                Reliability.of(rulesChances(cohorts, terms, from)));
    }

    private static Population population(
            TreeMap<Long, List<Outcome>> cohorts, Terms terms, String from, Predicate<Outcome> belongs) {
        List<Cohort> judged = new ArrayList<>();
        int seen = 0;
        for (Map.Entry<Long, List<Outcome>> cohort : cohorts.entrySet()) {
            String name = terms.name(cohort.getKey());
            List<Outcome> own = cohort.getValue().stream().filter(belongs).toList();
            seen += own.isEmpty() ? 0 : 1;
            if (isTelling(own) && seen > WARM_UP && name.compareTo(from) >= 0) {
                judged.add(cohort(terms.start(cohort.getKey()), own));
            }
        }
        return new Population(List.copyOf(judged));
    }

    /** Whether they are enough to say something of an order. */
    static boolean isTelling(List<Outcome> cohort) {
        return cohort.size() >= FEW;
    }

    static Cohort cohort(Instant start, List<Outcome> outcomes) {
        double[] gain = outcomes.stream().mapToDouble(Outcome::truth).toArray();
        Map<Method, Double> ndcg = new EnumMap<>(Method.class);
        Map<Method, Double> spearman = new EnumMap<>(Method.class);
        for (Method method : Method.values()) {
            double[] score = method.scores(outcomes);
            ndcg.put(method, Ranking.ndcg(score, gain));
            spearman.put(method, Ranking.spearman(score, gain));
        }
        return new Cohort(
                start,
                outcomes.size(),
                ndcg,
                spearman,
                (int) outcomes.stream().filter(Outcome::isInside).count(),
                outcomes.stream().mapToDouble(Outcome::intervalScore).sum());
    }

    private static List<Chance.Said> chances(TreeMap<Long, List<Outcome>> cohorts, Terms terms, String from) {
        List<Chance.Said> said = new ArrayList<>();
        cohorts.tailMap(first(cohorts, terms, from)).values().forEach(cohort -> {
            double border =
                    Chance.border(cohort.stream().mapToDouble(Outcome::truth).toArray());
            cohort.forEach(one -> said.add(new Chance.Said(one.chance(), one.truth() >= border)));
        });
        return said;
    }

    /** What chances the rule gives when its standings are read as the forecast's are, from cohorts of before. */
    private static List<Chance.Said> rulesChances(TreeMap<Long, List<Outcome>> cohorts, Terms terms, String from) {
        List<Chance.Said> said = new ArrayList<>();
        TreeMap<Long, List<Chance.Said>> standings = new TreeMap<>();
        long ahead = terms.closing();
        long first = first(cohorts, terms, from);
        cohorts.forEach((slot, cohort) -> {
            double truths =
                    Chance.border(cohort.stream().mapToDouble(Outcome::truth).toArray());
            double rules =
                    Chance.border(cohort.stream().mapToDouble(Outcome::rule).toArray());
            List<Chance.Said> own = cohort.stream()
                    .map(one -> new Chance.Said(one.rule() - rules, one.truth() >= truths))
                    .toList();
            if (slot >= first) {
                Chance chance =
                        Chance.of(standings.headMap(slot - ahead).tailMap(slot - ahead - RECENT).values().stream()
                                .flatMap(List::stream)
                                .toList());
                own.forEach(one -> said.add(new Chance.Said(chance.of(one.figure()), one.isOnTop())));
            }
            standings.put(slot, own);
        });
        return said;
    }

    private static long first(TreeMap<Long, List<Outcome>> cohorts, Terms terms, String from) {
        return cohorts.keySet().stream()
                .skip(WARM_UP)
                .filter(slot -> terms.name(slot).compareTo(from) >= 0)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
