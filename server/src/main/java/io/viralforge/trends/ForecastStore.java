package io.viralforge.trends;

import io.viralforge.forecast.Forecast;
import io.viralforge.forecast.Judgement;
import io.viralforge.forecast.Live;
import io.viralforge.platform.sql.Json;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables trend_forecast and forecast_cohort. */
@Singleton
final class ForecastStore {
    private final Json json;

    ForecastStore(Json json) {
        this.json = json;
    }

    /** What a forecast wants to know of a thing beyond what was counted of it. */
    record Traits(
            UUID item,
            @Nullable Instant publishedAt,
            @Nullable String creator,
            double seconds) {}

    /** A trend that surged, in whose niche, through which of its items. */
    record Surged(UUID studio, UUID niche, UUID trend, double times) {}

    static Map<UUID, Traits> traits(Tx tx, Collection<UUID> items) {
        return tx
                .rows(
                        "SELECT id, published_at, creator, seconds FROM trend_item WHERE id = ANY (?)",
                        row -> new Traits(
                                row.uuid("id"),
                                row.instantOrNull("published_at"),
                                row.textOrNull("creator"),
                                row.realOrNull("seconds") == null ? Double.NaN : row.real("seconds")),
                        items)
                .stream()
                .collect(Collectors.toMap(Traits::item, Function.identity()));
    }

    /** Keeps the newest of each thing. */
    void keep(Tx tx, TrendHorizon horizon, List<Forecast> forecasts) {
        tx.update(
                """
                INSERT INTO trend_forecast AS known (item_id, horizon, cohort, seen_at, is_new, gain, low, high, score, speaker, reasons)
                SELECT made.item, ?, made.cohort, made.seen, made.new, made.gain, made.low, made.high, made.score, made.speaker,
                    made.reasons
                FROM jsonb_to_recordset(?::jsonb) AS made (item uuid, cohort timestamptz, seen timestamptz, new boolean,
                    gain double precision, low double precision, high double precision, score double precision, speaker text,
                    reasons jsonb) JOIN trend_item i ON i.id = made.item
                ON CONFLICT (item_id, horizon) DO UPDATE SET
                    cohort = excluded.cohort, seen_at = excluded.seen_at, is_new = excluded.is_new, gain = excluded.gain,
                    low = excluded.low, high = excluded.high, score = excluded.score, speaker = excluded.speaker,
                    reasons = excluded.reasons
                WHERE known.cohort <= excluded.cohort""",
                horizon,
                json.text(forecasts.stream().map(ForecastStore::columns).toList()));
    }

    private static Map<String, ?> columns(Forecast forecast) {
        return Map.of(
                "item", forecast.item(),
                "cohort", forecast.cohort().toString(),
                "seen", forecast.seenAt().toString(),
                "new", forecast.isNew(),
                "gain", forecast.gain(),
                "low", forecast.low(),
                "high", forecast.high(),
                "score", forecast.score(),
                "speaker", forecast.speaker().name(),
                "reasons",
                        forecast.reasons().stream()
                                .filter(reason -> reason.share() > 0)
                                .map(reason ->
                                        new TrendForecast.Reason(reason.words(), reason.share(), reason.isRaising()))
                                .toList());
    }

    /** Marks the trends that the things tell; those that were not marked for the same break before. */
    List<Surged> surge(Tx tx, TrendHorizon horizon, List<Live.Break> breaks) {
        return tx.rows(
                """
                UPDATE trend t SET surged_at = surge.at
                FROM (
                    SELECT DISTINCT ON (m.trend_id) m.trend_id, b.at, b.times
                    FROM jsonb_to_recordset(?::jsonb) AS b (item uuid, at timestamptz, times double precision)
                        JOIN trend_telling m ON m.item_id = b.item
                        JOIN niche n ON n.id = m.niche_id AND n.horizon = ?
                    ORDER BY m.trend_id, b.times DESC) AS surge
                WHERE t.id = surge.trend_id AND (t.surged_at IS NULL OR t.surged_at < surge.at)
                RETURNING t.studio_id, t.niche_id, t.id, surge.times""",
                row -> new Surged(row.uuid("studio_id"), row.uuid("niche_id"), row.uuid("id"), row.real("times")),
                json.text(breaks.stream()
                        .map(one -> Map.of("item", one.item(), "at", one.at().toString(), "times", one.times()))
                        .toList()),
                horizon);
    }

    static void judge(Tx tx, String source, TrendHorizon horizon, List<Judgement.Cohort> cohorts) {
        for (Judgement.Cohort cohort : cohorts) {
            tx.update(
                    """
                    INSERT INTO forecast_cohort (source, horizon, cohort, truths, inside, interval_score, ndcg, ndcg_rule, spearman,
                        spearman_rule)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (source, horizon, cohort) DO NOTHING""",
                    source,
                    horizon,
                    cohort.start(),
                    cohort.truths(),
                    cohort.inside(),
                    cohort.intervalScore(),
                    number(cohort.ndcg().get(Judgement.Method.FORECAST)),
                    number(cohort.ndcg().get(Judgement.Method.RULE)),
                    number(cohort.spearman().get(Judgement.Method.FORECAST)),
                    number(cohort.spearman().get(Judgement.Method.RULE)));
        }
    }

    private static @Nullable Double number(@Nullable Double figure) {
        return figure == null || figure.isNaN() ? null : figure;
    }

    /** Of all networks, over cohorts from a moment on. */
    static List<ForecastQuality> quality(Tx tx, Instant from, Function<String, Network> networks) {
        return tx.rows(
                """
                SELECT source, horizon, count(*)::int AS cohorts, sum(truths)::int AS truths,
                    sum(inside)::float8 / sum(truths) AS coverage, sum(interval_score) / sum(truths) AS interval_score,
                    avg(ndcg) AS ndcg, avg(ndcg_rule) AS ndcg_rule, avg(spearman) AS spearman, avg(spearman_rule) AS spearman_rule
                FROM forecast_cohort WHERE cohort >= ? GROUP BY source, horizon ORDER BY source, horizon""",
                row -> new ForecastQuality(
                        row.text("source"),
                        networks.apply(row.text("source")).name(),
                        row.constant("horizon", TrendHorizon.class),
                        row.number("cohorts"),
                        row.number("truths"),
                        row.real("coverage"),
                        row.real("interval_score"),
                        row.realOrNull("ndcg"),
                        row.realOrNull("ndcg_rule"),
                        row.realOrNull("spearman"),
                        row.realOrNull("spearman_rule")),
                from);
    }
}
