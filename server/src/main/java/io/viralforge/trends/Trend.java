package io.viralforge.trends;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One story in one niche.
 *
 * @param lead the item that speaks for it
 * @param forecast of the lead
 * @param place in the niche's list, the highest first
 */
record Trend(
        UUID studio,
        UUID id,
        UUID niche,
        UUID lead,
        String title,
        double place,
        boolean isHidden,
        @Nullable Instant surgedAt,
        @Nullable TrendForecast forecast,
        Instant firstSeenAt,
        Instant lastSeenAt) {
    @Nullable
    Double score() {
        return forecast == null ? null : forecast.score();
    }
}
