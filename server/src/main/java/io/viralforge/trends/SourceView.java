package io.viralforge.trends;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A network and how it stands, as the API shows it. */
record SourceView(
        String id,
        String name,
        TrendFigure figure,
        boolean isSearched,
        URI termsUrl,
        int allowance,
        int usedToday,
        @Nullable Instant restsUntil) {
    static SourceView of(Network network, SourceStore.@Nullable Standing standing) {
        return new SourceView(
                network.id(),
                network.name(),
                network.figure(),
                network.isSearched(),
                network.terms(),
                network.allowance(),
                standing == null ? 0 : standing.used(),
                standing == null ? null : standing.restsUntil());
    }
}
