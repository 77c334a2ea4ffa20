package io.viralforge.forecast;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What truths have taught about channels, countries and categories, and what a model sees of an item by it. */
final class Memory {
    /** Categories that are told apart; a model holds them by name. */
    static final int MOST_CATEGORIES = 1_000;

    private static final int LONGEST_CATEGORY = 200;

    private final Terms terms;
    private final Averages channels;
    private final Averages countries;
    private final Averages categories;
    private final Map<String, Integer> codes = new LinkedHashMap<>();

    /** @param most names that are kept of each kind */
    Memory(Terms terms, int most) {
        this.terms = terms;
        this.channels = new Averages(most);
        this.countries = new Averages(most);
        this.categories = new Averages(most);
    }

    /** Those told apart so far, each at the place that its feature says. */
    List<String> categories() {
        return List.copyOf(codes.keySet());
    }

    /** Tells a category apart from now on, where there is room. */
    void meet(@Nullable String category) {
        if (category != null && codes.size() < MOST_CATEGORIES && category.length() <= LONGEST_CATEGORY) {
            codes.putIfAbsent(category, codes.size());
        }
    }

    void learn(Case.Settled truth, double grain) {
        Case made = truth.of();
        double gain = Math.log(truth.gain() + grain);
        double decay = gain - made.guess().rule();
        channels.add(made.seen().channel(), decay, gain);
        categories.add(made.seen().category(), decay, gain);
        for (String country : made.seen().countries()) {
            countries.add(country, decay, gain);
        }
    }

    /**
     * The features of an item of two sightings or more; changes nothing, and may be asked by several at once.
     *
     * @param steps of its track
     * @param grain is added wherever a logarithm is taken, in views
     */
    float[] features(Track track, List<Track.Point> steps, double decay, double grain) {
        Row row = new Row();
        double[] pace = paces(steps);
        for (int i = 0; i < pace.length; i++) {
            pace[i] = Math.log(pace[i] * terms.horizonHours() + grain);
        }
        pace(row, track, steps, pace[0], decay, grain);
        course(row, track, steps, pace, grain);
        spread(row, track, steps);
        channel(row, track.now().seen(), pace[0]);
        response(row, steps.get(0), steps.get(1));
        kind(row, track.now().seen());
        return row.values;
    }

    /** Views an hour of each step, the last first. */
    static double[] paces(List<Track.Point> steps) {
        double[] paces = new double[steps.size() - 1];
        for (int i = 0; i < paces.length; i++) {
            Track.Point to = steps.get(i);
            Track.Point from = steps.get(i + 1);
            paces[i] = (to.views() - from.views()) / (to.time() - from.time());
        }
        return paces;
    }

    private void pace(Row row, Track track, List<Track.Point> steps, double pace, double decay, double grain) {
        Track.Point now = steps.get(0);
        double age = age(now);
        row.set(Feature.PACE, pace);
        row.set(Feature.VIEWS, Math.log(now.views()));
        row.set(Feature.GROWTH, Math.log(now.views() / steps.get(1).views()));
        row.set(Feature.PACE_OF_LIFE, pace - Math.log(now.views() / age * terms.horizonHours() + grain));
        row.set(Feature.STEP_HOURS, now.time() - steps.get(1).time());
        row.set(Feature.AGE, Math.log(age));
        row.set(Feature.AGE_AT_FIRST_SIGHT, Math.log(age(track.first())));
        row.set(Feature.HOURS_SINCE_FIRST_SIGHT, now.time() - track.first().time());
        row.set(Feature.SIGHTINGS, track.sightings());
        row.set(Feature.DECAY, decay);
    }

    private void course(Row row, Track track, List<Track.Point> steps, double[] pace, double grain) {
        row.set(Feature.ACCELERATION, pace.length > 1 ? pace[0] - pace[1] : Double.NaN);
        row.set(Feature.ACCELERATION_BEFORE, pace.length > 2 ? pace[1] - pace[2] : Double.NaN);
        row.set(Feature.ACCELERATION_LONG_BEFORE, pace.length > 3 ? pace[2] - pace[3] : Double.NaN);
        row.set(Feature.PACE_BEFORE, pace.length > 1 ? pace[1] : Double.NaN);
        row.set(Feature.PACE_LONG_BEFORE, pace.length > 2 ? pace[2] : Double.NaN);
        row.set(Feature.SLOPE, slope(steps.get(1), steps.get(0)));
        row.set(Feature.SLOPE_BEFORE, steps.size() > 2 ? slope(steps.get(2), steps.get(1)) : Double.NaN);
        row.set(Feature.BELOW_PEAK, pace[0] - Arrays.stream(pace).max().orElse(pace[0]));
        row.set(Feature.VIEWS_AT_FIRST_SIGHT, Math.log(track.first().views()));
        Case.@Nullable Settled last = track.last();
        if (last != null) {
            double gain = Math.log(last.gain() + grain);
            row.set(Feature.OWN_DECAY, gain - Math.log(last.of().pace() + grain));
            row.set(Feature.OWN_MISS, gain - last.of().guess().center());
        }
    }

    private void spread(Row row, Track track, List<Track.Point> steps) {
        Observation now = steps.get(0).seen();
        Observation before = steps.get(1).seen();
        if (now.countries().length > 0) {
            row.set(Feature.COUNTRIES, Math.log(now.countries().length));
            row.set(Feature.COUNTRIES_MORE, Math.log((double) now.countries().length / before.countries().length));
            row.set(Feature.COUNTRIES_MOST, Math.log((double) now.countries().length / track.mostCountries()));
        }
        row.set(Feature.BEST_RANK, Math.log(now.bestRank()));
        row.set(Feature.MEAN_RANK, Math.log(now.meanRank()));
        row.set(Feature.BEST_RANK_CHANGE, Math.log(now.bestRank() / before.bestRank()));
        row.set(Feature.MEAN_RANK_CHANGE, Math.log(now.meanRank() / before.meanRank()));
        double gain = 0;
        double decay = 0;
        int known = 0;
        double largest = Double.NaN;
        double most = Double.NaN;
        double least = Double.NaN;
        for (String country : now.countries()) {
            Averages.Known of = countries.of(country);
            if (of.count() > 0) {
                gain += of.gain();
                decay += of.decay();
                known++;
                largest = known == 1 ? of.gain() : Math.max(largest, of.gain());
                most = known == 1 ? of.decay() : Math.max(most, of.decay());
                least = known == 1 ? of.decay() : Math.min(least, of.decay());
            }
        }
        row.set(Feature.MARKET_GAIN, gain / known);
        row.set(Feature.MARKET_LARGEST, largest);
        row.set(Feature.MARKET_DECAY, decay / known);
        row.set(Feature.MARKET_DECAY_MOST, most);
        row.set(Feature.MARKET_DECAY_LEAST, least);
    }

    private void channel(Row row, Observation now, double pace) {
        Averages.Known channel = channels.of(now.channel());
        row.set(Feature.CHANNEL_TRUTHS, Math.log1p(channel.count()));
        row.set(Feature.CHANNEL_DECAY, channel.decay());
        row.set(Feature.CHANNEL_GAIN, channel.gain());
        row.set(Feature.CHANNEL_LAST_DECAY, channel.lastDecay());
        row.set(Feature.OUTLIER, pace - channel.gain());
    }

    private static void response(Row row, Track.Point now, Track.Point before) {
        double views = now.views() - before.views() + 1;
        double likes = ratio(now.seen().likes(), now.views());
        row.set(Feature.LIKES, likes);
        row.set(Feature.COMMENTS, ratio(now.seen().comments(), now.views()));
        row.set(
                Feature.COMMENTS_TO_LIKES,
                ratio(now.seen().comments(), now.seen().likes() + 1));
        row.set(
                Feature.LIKES_NOW,
                ratio(Math.max(0, now.seen().likes() - before.seen().likes()), views));
        row.set(
                Feature.COMMENTS_NOW,
                ratio(Math.max(0, now.seen().comments() - before.seen().comments()), views));
        row.set(Feature.LIKES_CHANGE, likes - ratio(before.seen().likes(), before.views()));
    }

    private void kind(Row row, Observation now) {
        row.set(Feature.CATEGORY, code(now.category()));
        row.set(Feature.CATEGORY_DECAY, categories.of(now.category()).decay());
        row.set(Feature.SECONDS, Math.log1p(now.seconds()));
        row.set(Feature.HOUR_PUBLISHED, mod(now.published(), 24));
        row.set(Feature.WEEKDAY_PUBLISHED, Math.floor(mod(now.published(), 168) / 24));
        row.set(Feature.WEEKDAY, Math.floor(mod(now.time(), 168) / 24));
        row.set(Feature.HOUR, mod(now.time(), 24));
    }

    private double code(@Nullable String category) {
        @Nullable Integer code = category == null ? null : codes.get(category);
        return code == null ? Double.NaN : code;
    }

    private static double ratio(double part, double of) {
        return Math.log((part + 1) / (of + 1));
    }

    private static double slope(Track.Point from, Track.Point to) {
        return Math.log(to.views() / from.views()) / Math.log(age(to) / age(from));
    }

    /** Hours since publication, at least one; NaN where nobody said. */
    static double age(Track.Point point) {
        return Math.max(1, point.time() - point.seen().published());
    }

    private static double mod(double hours, double by) {
        return hours - by * Math.floor(hours / by);
    }

    private static final class Row {
        private final float[] values = new float[Feature.COUNT];

        Row() {
            Arrays.fill(values, Float.NaN);
        }

        /** What is not finite is not known. */
        void set(Feature feature, double value) {
            values[feature.place()] = Double.isFinite(value) ? (float) value : Float.NaN;
        }
    }
}
