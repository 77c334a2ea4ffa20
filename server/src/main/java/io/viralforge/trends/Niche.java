package io.viralforge.trends;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a studio follows.
 *
 * @param scannedAt when all networks had answered last
 * @param dueAt when it is looked at next; null: not by itself
 */
record Niche(
        UUID studio,
        UUID id,
        String name,
        Brief brief,
        TrendHorizon horizon,
        boolean isFollowed,
        Instant createdAt,
        @Nullable Instant scannedAt,
        @Nullable Instant dueAt,
        List<NicheAnswer> answers) {

    /** What a person says of one. */
    record Wish(String name, Brief brief, TrendHorizon horizon, boolean isFollowed) {}

    List<String> keywords() {
        return brief.keywords();
    }

    List<String> languages() {
        return brief.languages();
    }

    List<String> regions() {
        return brief.regions();
    }

    List<URI> feeds() {
        return brief.feeds();
    }

    @Nullable
    List<String> sources() {
        return brief.sources();
    }

    @Nullable
    Instant nextScanAt() {
        return dueAt;
    }
}
