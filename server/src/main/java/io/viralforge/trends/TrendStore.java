package io.viralforge.trends;

import com.fasterxml.jackson.core.type.TypeReference;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Json;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import io.viralforge.trends.meaning.Meaning;
import io.viralforge.trends.meaning.Stories;
import io.viralforge.trends.meaning.Story;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables trend_item, trend and trend_telling: what was seen, and which of it tells the same story. */
@Singleton
final class TrendStore {
    private static final String TREND = """
            SELECT t.studio_id, t.id, t.niche_id, t.lead_id, i.title, t.place, t.is_hidden, t.surged_at, t.first_seen_at,
                t.last_seen_at, n.horizon, f.seen_at, f.is_new, f.gain, f.low, f.high, f.score, f.speaker, f.reasons::text
            FROM trend t JOIN trend_item i ON i.id = t.lead_id JOIN niche n ON n.studio_id = t.studio_id AND n.id = t.niche_id
                LEFT JOIN trend_forecast f ON f.item_id = t.lead_id AND f.horizon = n.horizon
            """;

    private static final int MOST_STORIES = 5_000;
    private static final TypeReference<List<TrendForecast.Reason>> REASONS = new TypeReference<>() {};

    private final Map<String, Network> networks;
    private final Uuid7 ids;
    private final Json json;

    TrendStore(List<TrendSource> sources, Uuid7 ids, Json json) {
        this.networks =
                sources.stream().map(TrendSource::network).collect(Collectors.toMap(Network::id, Function.identity()));
        this.ids = ids;
        this.json = json;
    }

    /**
     * What a look at a niche came to.
     *
     * @param fresh how many of the things seen are new in the niche
     */
    record Kept(int seen, int fresh) {}

    /** A place in the list of a niche's trends. */
    record Place(double place, UUID id) {}

    /** Those of the things that the niche does not know yet. */
    static List<TrendItem> fresh(Tx tx, Niche niche, Collection<TrendItem> seen) {
        Set<UUID> known = Set.copyOf(tx.rows(
                "SELECT item_id FROM trend_telling WHERE studio_id = ? AND niche_id = ? AND item_id = ANY (?)",
                row -> row.uuid("item_id"),
                niche.studio(),
                niche.id(),
                seen.stream().map(TrendItem::id).toList()));
        return seen.stream().filter(item -> !known.contains(item.id())).toList();
    }

    /** How many things the niche knows that no network showed. */
    static int brought(Tx tx, Niche niche) {
        return tx.one("""
                SELECT count(*)::int AS brought FROM trend_telling m JOIN trend_item i ON i.id = m.item_id
                WHERE m.studio_id = ? AND m.niche_id = ? AND starts_with(i.source, ?)""", row -> row.number("brought"), niche.studio(), niche.id(), Network.IMPORT);
    }

    /**
     * Keeps what the networks showed a niche. Safe to repeat.
     *
     * @param fresh meanings of the titles of those that the niche does not know
     */
    Kept keep(Tx tx, Niche niche, Collection<TrendItem> seen, Map<UUID, Meaning> fresh, Instant now) {
        Map<UUID, TrendItem> items = seen.stream()
                .sorted(Comparator.comparing(TrendItem::id))
                .collect(Collectors.toMap(TrendItem::id, Function.identity(), (one, same) -> one, LinkedHashMap::new));
        upsert(tx, items.values());
        touch(tx, niche, items.values());
        List<TrendItem> told = items.values().stream()
                .filter(item -> fresh.containsKey(item.id()))
                .toList();
        tell(tx, niche, told, fresh);
        arrange(tx, niche, now);
        return new Kept(items.size(), told.size());
    }

    /** In the order of their ids, so that replicas that see the same do not wait for each other in a circle. */
    private void upsert(Tx tx, Collection<TrendItem> items) {
        tx.update("""
                INSERT INTO trend_item AS known (id, studio_id, source, external_id, title, url, creator, published_at, language,
                    seconds, interest, likes, comments, rank, first_seen_at, last_seen_at)
                SELECT * FROM jsonb_to_recordset(?::jsonb) AS seen (id uuid, studio uuid, source text, external text, title text,
                    url text, creator text, published timestamptz, language text, seconds double precision, interest bigint, likes bigint,
                    comments bigint, rank int, first_seen timestamptz, last_seen timestamptz)
                ORDER BY id
                ON CONFLICT (id) DO UPDATE SET
                    title = excluded.title,
                    url = coalesce(excluded.url, known.url),
                    creator = coalesce(excluded.creator, known.creator),
                    published_at = coalesce(excluded.published_at, known.published_at),
                    language = coalesce(excluded.language, known.language),
                    seconds = coalesce(excluded.seconds, known.seconds),
                    interest = coalesce(excluded.interest, known.interest),
                    likes = coalesce(excluded.likes, known.likes),
                    comments = coalesce(excluded.comments, known.comments),
                    rank = excluded.rank,
                    last_seen_at = excluded.last_seen_at
                WHERE known.last_seen_at <= excluded.last_seen_at""", json.text(items.stream().map(TrendStore::columns).toList()));
    }

    private static Map<String, @Nullable Object> columns(TrendItem item) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        Duration length = item.duration();
        columns.put("id", item.id());
        columns.put("studio", item.studio());
        columns.put("source", item.sourceId());
        columns.put("external", item.sighting().id());
        columns.put("title", item.title());
        columns.put("url", item.url());
        columns.put("creator", item.creator());
        columns.put(
                "published",
                item.publishedAt() == null ? null : item.publishedAt().toString());
        columns.put("language", item.language());
        columns.put("seconds", length == null ? null : length.toMillis() / 1_000.0);
        columns.put("interest", item.interest());
        columns.put("likes", item.likes());
        columns.put("comments", item.comments());
        columns.put("rank", item.rank());
        columns.put("first_seen", item.firstSeenAt().toString());
        columns.put("last_seen", item.lastSeenAt().toString());
        return columns;
    }

    private static void touch(Tx tx, Niche niche, Collection<TrendItem> items) {
        tx.update("""
                UPDATE trend_telling m SET last_seen_at = greatest(m.last_seen_at, seen.at)
                FROM unnest(?::uuid[], ?::timestamptz[]) AS seen (item, at)
                WHERE m.studio_id = ? AND m.niche_id = ? AND m.item_id = seen.item""", items.stream().map(TrendItem::id).toList(), lastSeen(items), niche.studio(), niche.id());
    }

    private static List<String> lastSeen(Collection<TrendItem> items) {
        return items.stream().map(item -> item.lastSeenAt().toString()).toList();
    }

    private void tell(Tx tx, Niche niche, List<TrendItem> fresh, Map<UUID, Meaning> meanings) {
        Map<UUID, Story> stories = stories(tx, niche);
        Map<UUID, TrendItem> leads = new HashMap<>();
        List<UUID> told = new ArrayList<>();
        for (TrendItem item : fresh) {
            Meaning meaning = Objects.requireNonNull(meanings.get(item.id()));
            Story story = Stories.of(ids.next(), item.title(), meaning, stories.values());
            stories.put(story.id(), story);
            leads.merge(story.id(), item, BinaryOperator.minBy(Comparator.comparing(TrendItem::firstSeenAt)));
            told.add(story.id());
        }
        leads.forEach((id, lead) -> {
            Story story = Objects.requireNonNull(stories.get(id));
            tx.update(
                    """
                    INSERT INTO trend (studio_id, id, niche_id, lead_id, place, first_seen_at, last_seen_at, story, centre, things)
                    VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?)
                    ON CONFLICT (studio_id, id) DO UPDATE SET centre = excluded.centre, things = excluded.things""",
                    niche.studio(),
                    id,
                    niche.id(),
                    lead.id(),
                    lead.firstSeenAt(),
                    lead.lastSeenAt(),
                    story.lead(),
                    story.centre().bytes(),
                    story.things());
        });
        tx.update(
                """
                INSERT INTO trend_telling (studio_id, niche_id, item_id, trend_id, last_seen_at)
                SELECT ?, ?, item, trend, at FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[]) AS told (item, trend, at)
                ON CONFLICT DO NOTHING""",
                niche.studio(),
                niche.id(),
                fresh.stream().map(TrendItem::id).toList(),
                told,
                lastSeen(fresh));
    }

    /** Those that were told lately: an old story told again is a new trend. */
    private static Map<UUID, Story> stories(Tx tx, Niche niche) {
        return tx
                .rows(
                        "SELECT id, story, centre, things FROM trend WHERE studio_id = ? AND niche_id = ? ORDER BY last_seen_at DESC LIMIT ?",
                        row -> new Story(
                                row.uuid("id"), row.text("story"), Meaning.of(row.bytes("centre")), row.big("things")),
                        niche.studio(),
                        niche.id(),
                        MOST_STORIES)
                .stream()
                .collect(Collectors.toMap(Story::id, Function.identity(), (one, same) -> one, LinkedHashMap::new));
    }

    /**
     * Orders a niche's trends anew, by the best of their items: by score, 0 to 100, where it is forecast; after those, from
     * -1 to 0, by how fast it is among all that its network shows the niche; last, at -2, what was not seen for two lags.
     */
    static void arrange(Tx tx, Niche niche, Instant now) {
        Instant stale = now.minus(niche.horizon().lag().multipliedBy(2));
        tx.update(
                """
                UPDATE trend t SET lead_id = best.item_id, place = best.place, last_seen_at = best.last_seen_at
                FROM (
                    SELECT DISTINCT ON (trend_id) trend_id, item_id, place,
                        max(last_seen_at) OVER (PARTITION BY trend_id) AS last_seen_at
                    FROM (
                        SELECT m.trend_id, m.item_id, m.last_seen_at,
                            CASE WHEN m.last_seen_at < ? THEN -2
                                ELSE coalesce(f.score, percent_rank() OVER (PARTITION BY i.source, m.last_seen_at < ? ORDER BY
                                    i.interest / greatest(1, extract(epoch FROM ? - i.published_at) / 3600) NULLS FIRST,
                                    i.rank DESC NULLS FIRST) - 1)
                            END AS place
                        FROM trend_telling m JOIN trend_item i ON i.id = m.item_id
                            LEFT JOIN trend_forecast f ON f.item_id = i.id AND f.horizon = ? AND f.seen_at >= ?
                        WHERE m.studio_id = ? AND m.niche_id = ?) AS placed
                    ORDER BY trend_id, place DESC, item_id) AS best
                WHERE t.studio_id = ? AND t.id = best.trend_id
                    AND (t.lead_id, t.place, t.last_seen_at) IS DISTINCT FROM (best.item_id, best.place, best.last_seen_at)""",
                stale,
                stale,
                now,
                niche.horizon(),
                stale.minus(niche.horizon().lag()),
                niche.studio(),
                niche.id(),
                niche.studio());
    }

    List<Trend> page(Tx tx, Niche niche, @Nullable Place after, int limit, boolean withHidden) {
        return tx.rows(
                TREND + """
                WHERE t.studio_id = ? AND t.niche_id = ? AND (? OR NOT t.is_hidden)
                    AND (?::uuid IS NULL OR (t.place, t.id) < (?, ?))
                ORDER BY t.place DESC, t.id DESC LIMIT ?""",
                this::trend,
                niche.studio(),
                niche.id(),
                withHidden,
                after == null ? null : after.id,
                after == null ? 0 : after.place,
                after == null ? null : after.id,
                limit);
    }

    Map<UUID, Trend> find(Tx tx, UUID studio, Collection<UUID> ids) {
        return tx.rows(TREND + "WHERE t.studio_id = ? AND t.id = ANY (?)", this::trend, studio, ids).stream()
                .collect(Collectors.toMap(Trend::id, Function.identity()));
    }

    /** False when there is no such trend. */
    static boolean hide(Tx tx, UUID studio, UUID id, boolean isHidden) {
        return tx.update("UPDATE trend SET is_hidden = ? WHERE studio_id = ? AND id = ?", isHidden, studio, id) == 1;
    }

    /** The items of trends, at most a hundred of each, that which speaks for one first. */
    Map<UUID, List<TrendItem>> items(Tx tx, UUID studio, Collection<UUID> trends) {
        record Told(UUID trend, TrendItem item) {}
        return tx.rows("""
                        SELECT * FROM (
                            SELECT m.trend_id, i.*, row_number() OVER (
                                PARTITION BY m.trend_id ORDER BY i.id = t.lead_id DESC, m.last_seen_at DESC, i.id) AS number
                            FROM trend_telling m JOIN trend_item i ON i.id = m.item_id JOIN trend t ON t.id = m.trend_id
                            WHERE m.studio_id = ? AND m.trend_id = ANY (?)) AS told
                        WHERE number <= 100 ORDER BY trend_id, number""", row -> new Told(row.uuid("trend_id"), item(row)), studio, trends).stream()
                .collect(Collectors.groupingBy(Told::trend, Collectors.mapping(Told::item, Collectors.toList())));
    }

    /** Interest over the median of what else is known of the same creator there, of at least three. */
    Map<UUID, Double> outliers(Tx tx, Collection<UUID> items) {
        record Outlier(UUID item, double times) {}
        return tx.rows("""
                        SELECT i.id, i.interest / usual.median AS times
                        FROM trend_item i CROSS JOIN LATERAL (
                            SELECT count(*) AS known, percentile_cont(0.5) WITHIN GROUP (ORDER BY other.interest) AS median
                            FROM (
                                SELECT interest FROM trend_item o
                                WHERE o.source = i.source AND o.creator = i.creator AND o.id <> i.id AND o.interest IS NOT NULL
                                    AND o.studio_id IS NOT DISTINCT FROM i.studio_id
                                ORDER BY o.last_seen_at DESC LIMIT 50) AS other) AS usual
                        WHERE i.id = ANY (?) AND i.interest IS NOT NULL AND usual.known >= 3 AND usual.median > 0""", row -> new Outlier(row.uuid("id"), row.real("times")), items).stream()
                .collect(Collectors.toMap(Outlier::item, Outlier::times));
    }

    private Trend trend(Row row) {
        return new Trend(
                row.uuid("studio_id"),
                row.uuid("id"),
                row.uuid("niche_id"),
                row.uuid("lead_id"),
                row.text("title"),
                row.real("place"),
                row.flag("is_hidden"),
                row.instantOrNull("surged_at"),
                row.realOrNull("gain") == null ? null : forecast(row),
                row.instant("first_seen_at"),
                row.instant("last_seen_at"));
    }

    private TrendForecast forecast(Row row) {
        Instant from = row.instant("seen_at");
        return new TrendForecast(
                from,
                from.plus(row.constant("horizon", TrendHorizon.class).terms().horizon()),
                // What ranks best is not always what is likeliest; nobody wants to read of a figure beside its
                // interval.
                Math.clamp(row.real("gain"), row.real("low"), row.real("high")),
                row.real("low"),
                row.real("high"),
                row.real("score"),
                row.flag("is_new"),
                row.constant("speaker", ForecastSpeaker.class),
                json.read(row.text("reasons"), REASONS));
    }

    private TrendItem item(Row row) {
        Double seconds = row.realOrNull("seconds");
        String url = row.textOrNull("url");
        return new TrendItem(
                row.uuid("id"),
                row.uuidOrNull("studio_id"),
                network(row.text("source")),
                new Sighting(
                        row.text("external_id"),
                        row.text("title"),
                        url == null ? null : URI.create(url),
                        row.textOrNull("creator"),
                        row.instantOrNull("published_at"),
                        row.textOrNull("language"),
                        seconds == null ? null : Duration.ofMillis(Math.round(seconds * 1_000)),
                        new Sighting.Figures(
                                row.bigOrNull("interest"),
                                row.bigOrNull("likes"),
                                row.bigOrNull("comments"),
                                row.numberOrNull("rank"))),
                row.instant("first_seen_at"),
                row.instant("last_seen_at"));
    }

    /** Also of one that is not asked. */
    Network network(String id) {
        Network known = networks.get(id);
        if (known != null) {
            return known;
        }
        return id.startsWith(Network.IMPORT)
                ? Network.imported(id.substring(Network.IMPORT.length()))
                : Network.unknown(id);
    }
}
