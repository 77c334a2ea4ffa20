package io.viralforge.identity;

import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Authenticator.Known;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** API keys in the database. */
final class ApiKeyStore {
    private ApiKeyStore() {}

    static void insert(
            Tx tx,
            Actor.Member owner,
            UUID id,
            String name,
            byte[] hash,
            Collection<Scope> scopes,
            Instant now,
            @Nullable Instant expiresAt) {
        tx.update("""
                INSERT INTO api_key (studio_id, id, person_id, name, hash, scopes, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, owner.studio(), id, owner.id(), name, hash, scopes, now, expiresAt);
    }

    /**
     * Up to {@code limit} of the studio's keys that were not revoked, oldest first.
     *
     * @param person whose, null: everybody's
     */
    static List<ApiKey> page(Tx tx, UUID studio, @Nullable UUID person, @Nullable UUID after, int limit) {
        return tx.rows(
                """
                SELECT k.id, k.name, k.scopes, k.created_at, k.expires_at, k.used_at,
                       p.id AS person_id, p.name AS person_name, p.email AS person_email
                FROM api_key k JOIN person p ON p.id = k.person_id
                WHERE k.studio_id = ? AND k.revoked_at IS NULL AND (?::uuid IS NULL OR k.person_id = ?)
                  AND (?::uuid IS NULL OR k.id > ?)
                ORDER BY k.id LIMIT ?
                """,
                row -> new ApiKey(
                        row.uuid("id"),
                        row.text("name"),
                        new Person(row.uuid("person_id"), row.text("person_name"), row.textOrNull("person_email")),
                        scopes(row).stream().sorted().toList(),
                        row.instant("created_at"),
                        row.instantOrNull("expires_at"),
                        row.instantOrNull("used_at")),
                studio,
                person,
                person,
                after,
                after,
                limit);
    }

    /**
     * Revokes a key; its hash, null when there is none.
     *
     * @param person whose it must be, null: anybody's
     */
    static byte @Nullable [] revoke(Tx tx, UUID studio, UUID id, @Nullable UUID person, Instant now) {
        return tx.row("""
                UPDATE api_key SET revoked_at = coalesce(revoked_at, ?)
                WHERE studio_id = ? AND id = ? AND (?::uuid IS NULL OR person_id = ?) RETURNING hash
                """, row -> row.bytes("hash"), now, studio, id, person, person);
    }

    /** Revokes a person's keys in a studio; their hashes. */
    static List<byte[]> revokeAll(Tx tx, UUID studio, UUID person, Instant now) {
        return tx.rows("""
                UPDATE api_key SET revoked_at = ? WHERE studio_id = ? AND person_id = ? AND revoked_at IS NULL
                RETURNING hash
                """, row -> row.bytes("hash"), now, studio, person);
    }

    /** Hashes of a person's keys in a studio that were not revoked. */
    static List<byte[]> live(Tx tx, UUID studio, UUID person) {
        return tx.rows(
                "SELECT hash FROM api_key WHERE studio_id = ? AND person_id = ? AND revoked_at IS NULL",
                row -> row.bytes("hash"),
                studio,
                person);
    }

    /** Notes that a key is used, once a minute. */
    static void seen(Tx tx, byte[] hash) {
        tx.update("""
                UPDATE api_key SET used_at = now() WHERE hash = ? AND revoked_at IS NULL
                AND (expires_at IS NULL OR expires_at > now())
                AND (used_at IS NULL OR used_at < now() - interval '1 minute')
                """, hash);
    }

    /** Whom a key stands for, with what it was made for and its person may still do. */
    static @Nullable Known known(Tx tx, byte[] hash) {
        return tx.row(
                """
                SELECT k.id, k.studio_id, k.person_id, k.scopes, k.expires_at, m.role, p.is_operator
                FROM api_key k
                JOIN member m ON m.studio_id = k.studio_id AND m.person_id = k.person_id
                JOIN person p ON p.id = k.person_id
                WHERE k.hash = ? AND k.revoked_at IS NULL
                """,
                row -> {
                    Set<Scope> scopes = scopes(row);
                    scopes.retainAll(row.constant("role", Role.class).scopes(row.flag("is_operator")));
                    return new Known(
                            Actor.Member.byKey(row.uuid("person_id"), row.uuid("studio_id"), row.uuid("id"), scopes),
                            row.instantOrNull("expires_at"));
                },
                hash);
    }

    private static Set<Scope> scopes(Row row) {
        return row.texts("scopes").stream().map(Scope::valueOf).collect(Collectors.toSet());
    }
}
