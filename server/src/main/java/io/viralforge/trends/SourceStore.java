package io.viralforge.trends;

import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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

    /** Takes a request from what today's allowance leaves to who asks; null when it may be made, else why not. */
    @Nullable
    Look admit(Network network, boolean isSearch, Asker asker) {
        Integer most = isSearch ? network.searches() : null;
        int searches = most == null ? 0 : 1;
        int allowance = most == null ? network.allowance() : most;
        return sql.everywhere(tx -> {
            tx.update("INSERT INTO trend_source (id) VALUES (?) ON CONFLICT DO NOTHING", network.id());
            int taken = tx.update("""
                    UPDATE trend_source SET used = used_today(trend_source) + ?,
                        searched = searched_today(trend_source) + ?, day = (now() AT TIME ZONE 'UTC')::date
                    WHERE id = ? AND (rests_until IS NULL OR rests_until <= now())
                        AND CASE WHEN ? THEN searched_today(trend_source) ELSE used_today(trend_source) END < ?""", 1 - searches, searches, network.id(), most != null, asker.share(allowance));
            if (taken == 1) {
                return null;
            }
            Duration rest = tx.row(
                    "SELECT extract(epoch FROM rests_until - now())::float8 AS rest FROM trend_source WHERE id = ? AND rests_until > now()",
                    row -> Duration.ofMillis((long) (row.real("rest") * 1_000)),
                    network.id());
            if (rest != null) {
                return new Look.Resting(rest);
            }
            return new Look.Unavailable("Today's allowance of " + asker.share(allowance)
                    + (most == null ? " requests" : " searches") + " is spent; it begins anew at midnight UTC.");
        });
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
