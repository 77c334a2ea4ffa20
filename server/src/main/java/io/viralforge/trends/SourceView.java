package io.viralforge.trends;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network and how it stands, as the API shows it. */
record SourceView(
        String id,
        String name,
        TrendFigure figure,
        boolean isSearched,
        URI termsUrl,
        TrendSourceState state,
        List<String> missing,
        int allowance,
        int usedToday,
        @Nullable Integer searchAllowance,
        @Nullable Integer searchesToday,
        @Nullable Instant restsUntil) {
    static SourceView of(TrendSource source, SourceStore.Standing standing) {
        Network network = source.network();
        List<String> missing =
                Visits.missing(source).stream().map(Credential::variable).toList();
        return new SourceView(
                network.id(),
                network.name(),
                network.figure(),
                network.isSearched(),
                network.terms(),
                state(!missing.isEmpty() || standing.used() >= network.allowance(), standing),
                missing,
                network.allowance(),
                standing.used(),
                network.searches(),
                network.searches() == null ? null : (Integer) standing.searched(),
                standing.restsUntil());
    }

    private static TrendSourceState state(boolean isClosed, SourceStore.Standing standing) {
        if (isClosed) {
            return TrendSourceState.UNAVAILABLE;
        }
        return standing.restsUntil() == null ? TrendSourceState.READY : TrendSourceState.RESTING;
    }
}
