package io.viralforge.trends;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one network answered to a search, as the API shows it. */
record SearchAnswer(
        String sourceId,
        String sourceName,
        TrendSearchState state,
        @Nullable String message,
        @Nullable Duration restsFor,
        List<Found> found) {
    /** A sighting. */
    record Found(
            String title,
            @Nullable URI url,
            @Nullable String creator,
            @Nullable Instant publishedAt,
            @Nullable String language,
            @Nullable Duration duration,
            @Nullable Long interest,
            @Nullable Long likes,
            @Nullable Long comments,
            @Nullable Integer rank,
            @Nullable Double pace) {}

    private static final Comparator<Found> FASTEST_FIRST =
            Comparator.comparing(Found::pace, Comparator.nullsLast(Comparator.reverseOrder()));

    static SearchAnswer of(Network network, Look look, Instant now) {
        return new SearchAnswer(
                network.id(),
                network.name(),
                look.state(),
                look.message(),
                look instanceof Look.Resting(Duration howLong) ? howLong : null,
                look.sightings().stream()
                        .map(sighting -> found(network, sighting, now))
                        .sorted(FASTEST_FIRST)
                        .toList());
    }

    private static Found found(Network network, Sighting sighting, Instant now) {
        return new Found(
                sighting.title(),
                sighting.url(),
                sighting.creator(),
                sighting.publishedAt(),
                sighting.language(),
                sighting.length(),
                sighting.figures().interest(),
                sighting.figures().likes(),
                sighting.figures().comments(),
                sighting.figures().rank(),
                pace(network, sighting, now));
    }

    /** Per hour; of what is younger than an hour as if it were that old, for its first minutes say little. */
    private static @Nullable Double pace(Network network, Sighting sighting, Instant now) {
        Long interest = sighting.figures().interest();
        if (interest == null) {
            return null;
        }
        if (network.figure() == TrendFigure.DAILY_VIEWS) {
            return interest / 24.0;
        }
        Instant published = sighting.publishedAt();
        return published == null
                ? null
                : (Double)
                        (interest / Math.max(1, Duration.between(published, now).toMillis() / 3_600_000.0));
    }
}
