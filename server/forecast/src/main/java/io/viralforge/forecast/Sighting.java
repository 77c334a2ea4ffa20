package io.viralforge.forecast;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One look at one item in one place.
 *
 * @param item names it on its site
 * @param country of the chart it was seen in, or another part of the site
 * @param seconds it runs; NaN where nobody said
 * @param views above 0
 * @param likes NaN where nobody said, as comments and rank
 * @param rank in the chart, 1 the first
 */
public record Sighting(
        String item,
        @Nullable String country,
        Instant seenAt,
        @Nullable Instant publishedAt,
        @Nullable String category,
        double seconds,
        @Nullable String channel,
        double views,
        double likes,
        double comments,
        double rank) {
    public Sighting {
        if (!(views > 0)) {
            throw new IllegalArgumentException("an item without views says nothing");
        }
    }
}
