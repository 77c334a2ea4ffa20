package io.viralforge.trends;

import com.fasterxml.jackson.core.type.TypeReference;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.sql.Json;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table niche. */
@Singleton
final class NicheStore {
    private static final String COLUMNS =
            "studio_id, id, name, keywords, languages, regions, feeds, sources, horizon, is_followed, created_at, scanned_at, due_at, begun_at, is_hurried, vain, answers::text";
    private static final TypeReference<List<NicheAnswer>> ANSWERS = new TypeReference<>() {};

    private final Json json;

    NicheStore(Json json) {
        this.json = json;
    }

    static int count(Tx tx, UUID studio) {
        return tx.one("SELECT count(*)::int AS n FROM niche WHERE studio_id = ?", row -> row.number("n"), studio);
    }

    static void insert(Tx tx, UUID studio, UUID id, Niche.Wish wish, Instant now) {
        tx.update(
                """
                INSERT INTO niche (studio_id, id, name, keywords, languages, regions, feeds, sources, horizon, is_followed,
                    created_at, due_at, is_hurried)
                VALUES (?, ?, ?, ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?, ?, ?, ?, true)""",
                studio,
                id,
                wish.name(),
                wish.brief().keywords(),
                wish.brief().languages(),
                wish.brief().regions(),
                texts(wish.brief().feeds()),
                wish.brief().sources(),
                wish.horizon(),
                wish.isFollowed(),
                now,
                now);
    }

    /** What asks for something else is looked at again, soon if not at once; the look that goes on counts for nothing. */
    @Nullable
    Niche update(Tx tx, UUID studio, UUID id, Niche.Wish wish, Instant now) {
        Niche known = hold(tx, studio, id);
        if (known == null) {
            return null;
        }
        boolean isOther = !known.brief().equals(wish.brief()) || known.horizon() != wish.horizon();
        Niche updated = tx.one(
                """
                UPDATE niche SET name = ?, keywords = ?::text[], languages = ?::text[], regions = ?::text[], feeds = ?::text[],
                    sources = ?::text[], horizon = ?, is_followed = ?, due_at = CASE WHEN ? THEN due_at END,
                    scan = CASE WHEN ? THEN scan END, scan_ends = CASE WHEN ? THEN scan_ends END
                WHERE studio_id = ? AND id = ? RETURNING %s""".formatted(COLUMNS),
                this::read,
                wish.name(),
                wish.brief().keywords(),
                wish.brief().languages(),
                wish.brief().regions(),
                texts(wish.brief().feeds()),
                wish.brief().sources(),
                wish.horizon(),
                wish.isFollowed(),
                wish.isFollowed() && !isOther,
                !isOther,
                !isOther,
                studio,
                id);
        return wish.isFollowed() && updated.dueAt() == null ? hurry(tx, studio, id, now) : updated;
    }

    static void delete(Tx tx, UUID studio, UUID id) {
        tx.update("DELETE FROM niche WHERE studio_id = ? AND id = ?", studio, id);
    }

    /** Makes it due, as soon as it may be looked at again; null when there is no such niche. */
    @Nullable
    Niche hurry(Tx tx, UUID studio, UUID id, Instant now) {
        Niche known = hold(tx, studio, id);
        if (known == null) {
            return null;
        }
        Instant soonest = known.soonest(now);
        return tx.one("""
                UPDATE niche SET due_at = least(due_at, ?), is_hurried = is_hurried OR due_at IS NULL OR due_at > ?
                WHERE studio_id = ? AND id = ? RETURNING %s""".formatted(COLUMNS), this::read, soonest, soonest, studio, id);
    }

    List<Niche> page(Tx tx, UUID studio, Page page) {
        return tx.rows(
                "SELECT %s FROM niche WHERE studio_id = ? AND (?::uuid IS NULL OR id > ?) ORDER BY id LIMIT ?"
                        .formatted(COLUMNS),
                this::read,
                studio,
                page.afterId(),
                page.afterId(),
                page.limit());
    }

    Map<UUID, Niche> find(Tx tx, UUID studio, Collection<UUID> ids) {
        return tx
                .rows("SELECT " + COLUMNS + " FROM niche WHERE studio_id = ? AND id = ANY (?)", this::read, studio, ids)
                .stream()
                .collect(Collectors.toMap(Niche::id, Function.identity()));
    }

    /**
     * Takes the niche that has been due longest, of any studio, until that much later.
     *
     * @param scan fences what the taker does with it
     */
    @Nullable
    Niche take(Tx tx, UUID scan, Instant now, Duration patience) {
        return tx.row("""
                UPDATE niche SET scan = ?, scan_ends = ?, begun_at = ?
                WHERE id = (
                    SELECT id FROM niche WHERE due_at <= ? AND (scan_ends IS NULL OR scan_ends <= ?)
                    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING %s""".formatted(COLUMNS), this::read, scan, now.plus(patience), now, now, now);
    }

    /** Those of all that are looked at by themselves, of all studios. */
    static List<TrendHorizon> horizons(Tx tx) {
        return tx.rows(
                "SELECT DISTINCT horizon FROM niche WHERE is_followed ORDER BY horizon",
                row -> row.constant("horizon", TrendHorizon.class));
    }

    /** All of a horizon that are looked at by themselves, of all studios. */
    List<Niche> followed(Tx tx, TrendHorizon horizon) {
        return tx.rows(
                "SELECT " + COLUMNS + " FROM niche WHERE is_followed AND horizon = ? ORDER BY id", this::read, horizon);
    }

    /** Holds the niche for the rest of the transaction; false when the look was overtaken. */
    static boolean holds(Tx tx, Niche niche, UUID scan) {
        return tx.row(
                        "SELECT true AS held FROM niche WHERE studio_id = ? AND id = ? AND scan = ? FOR UPDATE",
                        row -> row.flag("held"),
                        niche.studio(),
                        niche.id(),
                        scan)
                != null;
    }

    /** The niche, held for the rest of the transaction; null when there is none. */
    @Nullable
    Niche hold(Tx tx, UUID studio, UUID id) {
        return tx.row(
                "SELECT " + COLUMNS + " FROM niche WHERE studio_id = ? AND id = ? FOR UPDATE", this::read, studio, id);
    }

    /**
     * Ends a look.
     *
     * @param next when it is due again, if it is still followed
     * @param vain see {@link Niche#vain}
     */
    void finish(Tx tx, Niche niche, List<NicheAnswer> answers, Instant now, Instant next, int vain) {
        tx.update(
                "UPDATE niche SET scanned_at = ?, answers = ?::jsonb WHERE studio_id = ? AND id = ?",
                now,
                json.text(answers),
                niche.studio(),
                niche.id());
        end(tx, niche, next, vain);
    }

    /** Ends a look that came to nothing. */
    static void giveUp(Tx tx, Niche niche, UUID scan, Instant next) {
        if (holds(tx, niche, scan)) {
            end(tx, niche, next, niche.vain() + 1);
        }
    }

    private static void end(Tx tx, Niche niche, Instant next, int vain) {
        tx.update("""
                UPDATE niche SET scan = NULL, scan_ends = NULL, is_hurried = false, vain = ?,
                    due_at = CASE WHEN is_followed THEN ?::timestamptz END
                WHERE studio_id = ? AND id = ?""", vain, next, niche.studio(), niche.id());
    }

    private static List<String> texts(List<URI> addresses) {
        return addresses.stream().map(URI::toString).toList();
    }

    private Niche read(Row row) {
        return new Niche(
                row.uuid("studio_id"),
                row.uuid("id"),
                row.text("name"),
                new Brief(
                        row.texts("keywords"),
                        row.texts("languages"),
                        row.texts("regions"),
                        row.texts("feeds").stream().map(URI::create).toList(),
                        row.textsOrNull("sources")),
                row.constant("horizon", TrendHorizon.class),
                row.flag("is_followed"),
                row.instant("created_at"),
                row.instantOrNull("scanned_at"),
                row.instantOrNull("due_at"),
                row.instantOrNull("begun_at"),
                row.flag("is_hurried"),
                row.number("vain"),
                json.read(row.text("answers"), ANSWERS));
    }
}
