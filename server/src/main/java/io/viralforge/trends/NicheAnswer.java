package io.viralforge.trends;

import org.jspecify.annotations.Nullable;

/**
 * How one network answered when a niche was looked at.
 *
 * @param message what went wrong, for a person to read
 * @param found how many things were seen there
 */
record NicheAnswer(
        String sourceId,
        String sourceName,
        TrendSearchState state,
        @Nullable String message,
        int found) {
    static NicheAnswer of(Network network, Look look) {
        return new NicheAnswer(
                network.id(),
                network.name(),
                look.state(),
                look.message(),
                look.sightings().size());
    }
}
