package io.viralforge.trends;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a studio follows.
 *
 * @param scannedAt when all networks had answered last
 * @param dueAt when it is looked at next; null: not by itself
 * @param begunAt when the last look began
 * @param isHurried whether somebody wants the next look at once
 * @param vain looks in a row to which no network answered
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
        @Nullable Instant begunAt,
        boolean isHurried,
        int vain,
        List<NicheAnswer> answers) {
    /** From one look's beginning to the next one's, at least: what networks show does not change by the second. */
    static final Duration LEAST = Duration.ofMinutes(10);

    /** What a person says of one. */
    record Wish(String name, Brief brief, TrendHorizon horizon, boolean isFollowed) {}

    /** When it can be looked at, if somebody wants that at once. */
    Instant soonest(Instant now) {
        return begunAt == null || now.isAfter(begunAt.plus(LEAST)) ? now : begunAt.plus(LEAST);
    }

    Asker asker() {
        return new Asker(studio, isHurried);
    }

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
