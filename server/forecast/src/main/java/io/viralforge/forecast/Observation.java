package io.viralforge.forecast;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All sightings of one item in one slot, merged: the latest time, the largest counts, everywhere it was seen.
 *
 * @param time in hours since the epoch
 * @param published likewise; NaN where nobody said
 * @param countries each once
 * @param bestRank NaN where nobody said, as meanRank
 */
@SuppressWarnings("ArrayRecordComponent") // figures by the million, never compared
record Observation(
        String item,
        double time,
        double published,
        @Nullable String category,
        double seconds,
        @Nullable String channel,
        double views,
        double likes,
        double comments,
        String[] countries,
        double bestRank,
        double meanRank) {

    /** One under way. Its attributes are those of the sighting that came first. */
    static final class Merging {
        private static final String[] NOWHERE = {};

        private final Sighting first;
        private Instant latest;
        private double views;
        private double likes;
        private double comments;
        private double bestRank;
        private double rankSum;
        private int ranks;
        private String[] countries = NOWHERE;

        Merging(Sighting first) {
            this.first = first;
            this.latest = first.seenAt();
            this.views = first.views();
            this.likes = first.likes();
            this.comments = first.comments();
            this.bestRank = first.rank();
            place(first);
        }

        void add(Sighting one) {
            latest = one.seenAt().isAfter(latest) ? one.seenAt() : latest;
            views = Math.max(views, one.views());
            likes = larger(likes, one.likes());
            comments = larger(comments, one.comments());
            place(one);
        }

        private void place(Sighting one) {
            if (one.country() != null) {
                for (String country : countries) {
                    if (country.equals(one.country())) {
                        return;
                    }
                }
                countries = java.util.Arrays.copyOf(countries, countries.length + 1);
                countries[countries.length - 1] = one.country().intern();
            } else if (ranks > 0) {
                return;
            }
            if (one.rank() > 0) {
                bestRank = Double.isNaN(bestRank) ? one.rank() : Math.min(bestRank, one.rank());
                rankSum += one.rank();
                ranks++;
            }
        }

        private static double larger(double a, double b) {
            return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
        }

        /** Texts are held once, however many sightings and horizons have them. */
        private static @Nullable String shared(@Nullable String text) {
            return text == null ? null : text.intern();
        }

        Observation merged() {
            @Nullable Instant published = first.publishedAt();
            return new Observation(
                    first.item().intern(),
                    Terms.hours(latest),
                    published == null ? Double.NaN : Terms.hours(published),
                    shared(first.category()),
                    first.seconds(),
                    shared(first.channel()),
                    views,
                    likes,
                    comments,
                    countries,
                    bestRank,
                    ranks == 0 ? Double.NaN : rankSum / ranks);
        }
    }
}
