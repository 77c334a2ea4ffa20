package io.viralforge.trends;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.UserError;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Looks for keywords now, and keeps nothing. */
@Singleton
final class Searches {
    private static final Duration OLDEST = Duration.ofDays(365);

    private final Sources sources;
    private final SourceStore store;
    private final InstantSource clock;

    Searches(Sources sources, SourceStore store, InstantSource clock) {
        this.sources = sources;
        this.store = store;
        this.clock = clock;
    }

    /** All networks, by name. */
    List<SourceView> sources() {
        Map<String, SourceStore.Standing> standings = store.standings();
        return sources.all().stream()
                .map(source -> SourceView.of(
                        source, standings.getOrDefault(source.network().id(), SourceStore.Standing.NEW)))
                .toList();
    }

    /** @throws CodedException BAD_REQUEST when there is anything wrong with it */
    void check(Brief brief, Duration since) {
        List<UserError> faults = brief.faults(sources.ids());
        if (!faults.isEmpty()) {
            throw new CodedException(ErrorCode.BAD_REQUEST, faults.getFirst().message());
        }
        if (!since.isPositive() || since.compareTo(OLDEST) > 0) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "since is at most P365D, and not zero.");
        }
    }

    /** Returns when all have answered. */
    void run(UUID studio, Brief brief, Duration since, Consumer<SearchAnswer> tell) {
        sources.ask(
                brief.since(clock.instant().minus(since)),
                sources.asked(brief),
                Asker.person(studio),
                (network, look) -> tell.accept(SearchAnswer.of(network, look, clock.instant())));
    }
}
