package io.viralforge.trends;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.sql.Sql;
import io.viralforge.trends.samples.Samples;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is taking off in a studio's niches, as people see it. */
@Singleton
final class Trends {
    private static final int MOST_SAMPLES = 500;
    private static final Duration JUDGED = Duration.ofDays(30);

    private final Sql sql;
    private final TrendStore store;
    private final Samples samples;
    private final InstantSource clock;

    Trends(Sql sql, TrendStore store, Samples samples, InstantSource clock) {
        this.sql = sql;
        this.store = store;
        this.samples = samples;
        this.clock = clock;
    }

    Connection<Trend> page(Niche niche, Page page, boolean withHidden) {
        TrendStore.Place after = page.after() == null ? null : place(page.after());
        return Connection.of(
                page,
                sql.inStudio(niche.studio(), tx -> store.page(tx, niche, after, page.limit(), withHidden)),
                trend -> trend.place() + " " + trend.id());
    }

    private static TrendStore.Place place(String cursor) {
        int space = cursor.indexOf(' ');
        try {
            return new TrendStore.Place(
                    Double.parseDouble(cursor.substring(0, Math.max(0, space))),
                    UUID.fromString(cursor.substring(space + 1)));
        } catch (IllegalArgumentException malformed) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "after is not a cursor of this list.", malformed);
        }
    }

    Map<UUID, Trend> find(UUID studio, Set<UUID> ids) {
        return sql.inStudio(studio, tx -> store.find(tx, studio, ids));
    }

    Map<UUID, List<TrendItem>> items(UUID studio, Set<UUID> trends) {
        return sql.inStudio(studio, tx -> store.items(tx, studio, trends));
    }

    Map<UUID, Double> outliers(UUID studio, Set<UUID> items) {
        return sql.inStudio(studio, tx -> store.outliers(tx, items));
    }

    /** How far back an item's series is wanted. */
    record Back(UUID item, Duration last) {}

    /** @throws CodedException UNAVAILABLE */
    Map<Back, List<TrendSample>> series(Set<Back> wanted) {
        Instant now = clock.instant();
        Map<Back, List<TrendSample>> series = new HashMap<>();
        wanted.stream().collect(Collectors.groupingBy(Back::last)).forEach((last, backs) -> {
            Set<UUID> items = backs.stream().map(Back::item).collect(Collectors.toSet());
            samples.series(items, now.minus(last), MOST_SAMPLES)
                    .forEach((item, known) -> series.put(
                            new Back(item, last),
                            known.stream().map(TrendSample::of).toList()));
        });
        return series;
    }

    List<ForecastQuality> quality() {
        return sql.everywhere(tx -> ForecastStore.quality(tx, clock.instant().minus(JUDGED), store::network));
    }

    List<ForecastModel> models() {
        return sql.everywhere(ModelStore::all);
    }

    /** @param number null: none is pinned */
    Outcome<List<ForecastModel>> pin(String source, TrendHorizon horizon, @Nullable Integer number) {
        List<ForecastModel> models = sql.everywhere(tx -> ModelStore.pin(tx, source, horizon, number));
        return models == null
                ? Outcome.refused(UserErrorCode.NOT_FOUND, "No model of that number is kept.", "number")
                : Outcome.done(models);
    }

    Outcome<Trend> hide(UUID studio, @Nullable UUID id, boolean isHidden) {
        return sql.inStudio(studio, tx -> {
            if (id == null || !TrendStore.hide(tx, studio, id, isHidden)) {
                return Outcome.refused(UserErrorCode.NOT_FOUND, "The studio has no such trend.", "id");
            }
            return Outcome.done(
                    Objects.requireNonNull(store.find(tx, studio, Set.of(id)).get(id)));
        });
    }
}
