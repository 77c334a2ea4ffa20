package io.viralforge.trends;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import io.viralforge.trends.meaning.Meaning;
import io.viralforge.trends.samples.Samples;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps what studios bring from networks that nobody may ask. */
@Singleton
final class Imports {
    private static final int MOST = 1_000;

    /** Rows of a studio's in a day, in UTC: as many as a network shows in some weeks. */
    private static final int MOST_A_DAY = 100_000;

    /** Things that a niche knows because they were brought. */
    private static final int MOST_KEPT = 10_000;

    private static final Pattern NETWORK = Pattern.compile("[a-z0-9-]{1,40}");

    private final Sql sql;
    private final NicheStore niches;
    private final TrendStore trends;
    private final Samples samples;
    private final Titles titles;
    private final InstantSource clock;

    Imports(Sql sql, NicheStore niches, TrendStore trends, Samples samples, Titles titles, InstantSource clock) {
        this.sql = sql;
        this.niches = niches;
        this.trends = trends;
        this.samples = samples;
        this.titles = titles;
        this.clock = clock;
    }

    /** Samples first, as of a look: who sees a trend sees its series, and what is kept twice is there once. */
    Outcome<TrendImported> keep(UUID studio, @Nullable UUID id, String from, List<ImportedRow> rows) {
        List<UserError> faults = faults(from, rows);
        if (!faults.isEmpty()) {
            return Outcome.refused(faults);
        }
        Niche niche = id == null
                ? null
                : sql.inStudio(studio, tx -> niches.find(tx, studio, Set.of(id)).get(id));
        if (niche == null) {
            return unknown();
        }
        if (!sql.<Boolean>inStudio(studio, tx -> SourceStore.bring(tx, studio, rows.size(), MOST_A_DAY))) {
            return Outcome.refused(
                    UserErrorCode.QUEUE_FULL,
                    "A studio brings at most 100,000 rows a day; it begins anew at midnight UTC.",
                    "input",
                    "rows");
        }
        Network network = Network.imported(from);
        boolean isKept = samples.bring(
                studio,
                network.id(),
                rows.stream()
                        .map(row -> row.asItem(studio, network, row.seenAt()).seen())
                        .toList());
        if (!isKept) {
            return Outcome.refused(
                    UserErrorCode.QUEUE_FULL,
                    "The time series store is away, and as much of what is brought waits for it as may; try again later.");
        }
        List<TrendItem> items = items(studio, network, rows);
        // Whoever brings them says that they belong.
        Map<UUID, Meaning> read = titles.read(niche, items);
        return sql.inStudio(studio, tx -> keep(tx, niche, items, read));
    }

    private Outcome<TrendImported> keep(Tx tx, Niche known, List<TrendItem> items, Map<UUID, Meaning> read) {
        Niche niche = niches.hold(tx, known.studio(), known.id());
        if (niche == null) {
            return unknown();
        }
        // Another import may have told of some meanwhile.
        Map<UUID, Meaning> fresh = new HashMap<>(read);
        fresh.keySet()
                .retainAll(TrendStore.fresh(tx, niche, items).stream()
                        .map(TrendItem::id)
                        .toList());
        if (!fresh.isEmpty() && TrendStore.brought(tx, niche) + fresh.size() > MOST_KEPT) {
            return Outcome.refused(
                    UserErrorCode.STORAGE_FULL,
                    "A niche keeps at most 10,000 things that were brought; what is not seen for 30 days goes.",
                    "nicheId");
        }
        TrendStore.Kept kept = trends.keep(tx, niche, items, fresh, clock.instant());
        return Outcome.done(new TrendImported(kept.seen(), kept.fresh()));
    }

    private static Outcome<TrendImported> unknown() {
        return Outcome.refused(UserErrorCode.NOT_FOUND, "The studio has no such niche.", "nicheId");
    }

    private List<UserError> faults(String from, List<ImportedRow> rows) {
        List<UserError> faults = new ArrayList<>();
        if (!NETWORK.matcher(from).matches()) {
            faults.add(new UserError(
                    UserErrorCode.INVALID,
                    "A network is 1 to 40 lower-case letters, digits and hyphens, as linkedin.",
                    "input",
                    "network"));
        }
        if (rows.isEmpty() || rows.size() > MOST) {
            faults.add(
                    new UserError(UserErrorCode.OUT_OF_RANGE, "1 to 1,000 rows are kept at a time.", "input", "rows"));
            return faults;
        }
        Instant now = clock.instant();
        for (int place = 0; place < rows.size(); place++) {
            faults.addAll(rows.get(place).faults(place, now));
        }
        return faults;
    }

    /** Each thing once, as it was seen last. */
    private static List<TrendItem> items(UUID studio, Network network, List<ImportedRow> rows) {
        Comparator<ImportedRow> byTime = Comparator.comparing(ImportedRow::seenAt);
        return rows.stream().collect(Collectors.groupingBy(ImportedRow::id)).values().stream()
                .map(same -> same.stream()
                        .max(byTime)
                        .orElseThrow()
                        .asItem(
                                studio,
                                network,
                                same.stream().min(byTime).orElseThrow().seenAt()))
                .toList();
    }
}
