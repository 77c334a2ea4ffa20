package io.viralforge.trends;

import java.time.Instant;
import java.util.UUID;

/**
 * One story in one niche.
 *
 * @param lead the item that speaks for it
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
        Instant firstSeenAt,
        Instant lastSeenAt) {}
