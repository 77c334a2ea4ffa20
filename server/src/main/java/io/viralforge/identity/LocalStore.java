package io.viralforge.identity;

import io.viralforge.platform.sql.Tx;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The person that stands for whoever can read the data folder, in the database. */
final class LocalStore {
    private LocalStore() {}

    /** Lets one at a time make what is missing. */
    static void lock(Tx tx) {
        tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('identity.local', 0))", row -> true);
    }

    static @Nullable UUID person(Tx tx) {
        return tx.row("SELECT id FROM person WHERE is_local", row -> row.uuid("id"));
    }

    static UUID addPerson(Tx tx, UUID id, String name, Instant now) {
        tx.update(
                "INSERT INTO person (id, name, is_operator, is_local, created_at) VALUES (?, ?, true, true, ?)",
                id,
                name,
                now);
        return id;
    }

    /** Makes a person an ADMIN of a studio, whatever they were. */
    static void makeAdmin(Tx tx, UUID studio, UUID person, UUID memberId, Instant now) {
        tx.update("""
                INSERT INTO member (studio_id, person_id, id, role, joined_at) VALUES (?, ?, ?, 'ADMIN', ?)
                ON CONFLICT (studio_id, person_id) DO UPDATE SET role = 'ADMIN' WHERE member.role <> 'ADMIN'
                """, studio, person, memberId, now);
    }

    /** The studio that the first operator joined first; null while there is none. */
    static @Nullable UUID firstOperatorsStudio(Tx tx) {
        return tx.row("""
                SELECT m.studio_id FROM member m JOIN person p ON p.id = m.person_id
                WHERE p.is_operator AND NOT p.is_local
                ORDER BY p.created_at, p.id, m.joined_at, m.id LIMIT 1
                """, row -> row.uuid("studio_id"));
    }
}
