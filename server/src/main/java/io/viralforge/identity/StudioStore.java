package io.viralforge.identity;

import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Studios in the database. */
final class StudioStore {
    private static final String STUDIO =
            "SELECT s.id, s.name, s.is_sample, s.time_zone, s.is_factor_required, s.created_at FROM studio s";

    private StudioStore() {}

    static void insert(Tx tx, Studio studio) {
        tx.update(
                "INSERT INTO studio (id, name, is_sample, time_zone, created_at) VALUES (?, ?, ?, ?, ?)",
                studio.id(),
                studio.name(),
                studio.isSample(),
                studio.timeZone(),
                studio.createdAt());
    }

    static @Nullable Studio find(Tx tx, UUID id) {
        return tx.row(STUDIO + " WHERE s.id = ?", StudioStore::studio, id);
    }

    static @Nullable UUID sample(Tx tx) {
        return tx.row("SELECT id FROM studio WHERE is_sample", row -> row.uuid("id"));
    }

    /** Changes what is not null. */
    static void update(
            Tx tx, UUID id, @Nullable String name, @Nullable String timeZone, @Nullable Boolean isFactorRequired) {
        tx.update("""
                UPDATE studio SET name = coalesce(?, name), time_zone = coalesce(?, time_zone),
                    is_factor_required = coalesce(?, is_factor_required) WHERE id = ?
                """, name, timeZone, isFactorRequired, id);
    }

    /**
     * Makes changes of who belongs to the studio happen one after another. The row's other readers and writers of what
     * refers to it are not held up.
     */
    static void lock(Tx tx, UUID id) {
        tx.one("SELECT id FROM studio WHERE id = ? FOR NO KEY UPDATE", row -> row.uuid("id"), id);
    }

    /** Up to {@code limit} of the person's studios, oldest first, which is the order of their ids. */
    static List<Studio> ofPerson(Tx tx, UUID person, @Nullable UUID after, int limit) {
        return tx.rows(STUDIO + """
                         JOIN member m ON m.studio_id = s.id
                        WHERE m.person_id = ? AND (?::uuid IS NULL OR s.id > ?) ORDER BY s.id LIMIT ?
                        """, StudioStore::studio, person, after, after, limit);
    }

    static Studio studio(Row row) {
        return new Studio(
                row.uuid("id"),
                row.text("name"),
                row.flag("is_sample"),
                row.text("time_zone"),
                row.flag("is_factor_required"),
                row.instant("created_at"));
    }
}
