package io.viralforge.trends;

import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How networks stand, for all replicas: what was asked of them today (UTC), and until when they are left alone. */
@Singleton
final class SourceStore {
    /** So often in a row may it fail before it is left alone: a minute, and twice as long each time, up to an hour. */
    private static final int FAILURES = 3;

    /** How a network stands. */
    record Standing(int used, int searched, @Nullable Instant restsUntil) {
        /** Of one that was never asked. */
        static final Standing NEW = new Standing(0, 0, null);
    }

    private final Sql sql;

    SourceStore(Sql sql) {
        this.sql = sql;
    }

    /** @param own what the studio took of what was used */
    private record Today(@Nullable Double rest, int used, int own, boolean hasRivals) {}

    /** Takes a request from what today's allowance leaves to who asks; null when it may be made, else why not. */
    @Nullable
    Look admit(Network network, boolean isSearch, Asker asker) {
        Integer searches = isSearch ? network.searches() : null;
        boolean isApart = searches != null;
        int allowance = searches == null ? network.allowance() : searches;
        return sql.everywhere(tx -> {
            tx.update("INSERT INTO trend_source (id) VALUES (?) ON CONFLICT DO NOTHING", network.id());
            Today today = today(tx, network, isApart, asker);
            if (today.rest != null) {
                return new Look.Resting(Duration.ofMillis((long) (today.rest * 1_000)));
            }
            if (today.used >= asker.share(allowance)) {
                return spent("Today's allowance", asker.share(allowance), isApart);
            }
            if (today.hasRivals && today.own >= asker.ownShare(allowance)) {
                return spent("The studio's part of today's allowance", asker.ownShare(allowance), isApart);
            }
            take(tx, network, isApart, asker);
            return null;
        });
    }

    /** Holds the network's row for the rest of the transaction. */
    private static Today today(Tx tx, Network network, boolean isApart, Asker asker) {
        return tx.one(
                """
                SELECT CASE WHEN rests_until > now() THEN extract(epoch FROM rests_until - now())::float8 END AS rest,
                    CASE WHEN ? THEN searched_today(s) ELSE used_today(s) END AS used,
                    coalesce((
                        SELECT CASE WHEN ? THEN searched ELSE used END FROM trend_share
                        WHERE source = s.id AND studio_id = ? AND day = (now() AT TIME ZONE 'UTC')::date), 0) AS own,
                    EXISTS (SELECT FROM niche WHERE studio_id <> ?) AS has_rivals
                FROM trend_source s WHERE id = ? FOR UPDATE OF s""",
                row -> new Today(row.realOrNull("rest"), row.number("used"), row.number("own"), row.flag("has_rivals")),
                isApart,
                isApart,
                asker.studio(),
                asker.studio(),
                network.id());
    }

    private static void take(Tx tx, Network network, boolean isApart, Asker asker) {
        int searches = isApart ? 1 : 0;
        tx.update("""
                UPDATE trend_source SET used = used_today(trend_source) + ?, searched = searched_today(trend_source) + ?,
                    day = (now() AT TIME ZONE 'UTC')::date
                WHERE id = ?""", 1 - searches, searches, network.id());
        tx.update("""
                INSERT INTO trend_share AS known (source, studio_id, day, used, searched)
                VALUES (?, ?, (now() AT TIME ZONE 'UTC')::date, ?, ?)
                ON CONFLICT (source, studio_id) DO UPDATE SET
                    used = excluded.used + CASE WHEN known.day = excluded.day THEN known.used ELSE 0 END,
                    searched = excluded.searched + CASE WHEN known.day = excluded.day THEN known.searched ELSE 0 END,
                    day = excluded.day""", network.id(), asker.studio(), 1 - searches, searches);
    }

    /** Counts rows that a studio brings among today's; false, and they do not count, when there would be more than may. */
    static boolean bring(Tx tx, UUID studio, int rows, int most) {
        return tx.update("""
                        INSERT INTO trend_share AS known (source, studio_id, day, used, searched)
                        VALUES (?, ?, (now() AT TIME ZONE 'UTC')::date, ?, 0)
                        ON CONFLICT (source, studio_id) DO UPDATE SET day = excluded.day,
                            used = excluded.used + CASE WHEN known.day = excluded.day THEN known.used ELSE 0 END
                        WHERE known.day <> excluded.day OR known.used + excluded.used <= ?""", Network.IMPORT, studio, rows, most) == 1;
    }

    private static Look spent(String what, int many, boolean isApart) {
        return new Look.Unavailable(what + " of " + many + (isApart ? " searches" : " requests")
                + " is spent; it begins anew at midnight UTC.");
    }

    /** A rest that it asked for meanwhile stays. */
    void succeeded(Network network) {
        sql.doEverywhere(
                tx -> tx.update("UPDATE trend_source SET failures = 0 WHERE id = ? AND failures > 0", network.id()));
    }

    void rest(Network network, Duration howLong) {
        sql.doEverywhere(tx -> tx.update(
                "UPDATE trend_source SET rests_until = greatest(rests_until, now() + ? * interval '1 ms') WHERE id = ?",
                howLong.toMillis(),
                network.id()));
    }

    void failed(Network network) {
        sql.doEverywhere(tx -> tx.update("""
                UPDATE trend_source SET failures = failures + 1,
                    rests_until = greatest(rests_until, CASE WHEN failures + 1 >= ?
                        THEN now() + least(60, 2 ^ least(failures + 1 - ?, 10)) * interval '1 minute' END)
                WHERE id = ?""", FAILURES, FAILURES, network.id()));
    }

    /** Of those that were asked at some time. */
    Map<String, Standing> standings() {
        return sql.everywhere(tx -> tx.rows("""
                        SELECT id, used_today(trend_source) AS used, searched_today(trend_source) AS searched,
                            CASE WHEN rests_until > now() THEN rests_until END AS rests_until
                        FROM trend_source""", SourceStore::read).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static Map.Entry<String, Standing> read(Row row) {
        return Map.entry(
                row.text("id"),
                new Standing(row.number("used"), row.number("searched"), row.instantOrNull("rests_until")));
    }
}
