package io.viralforge.identity;

import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.SqlFailure;
import io.viralforge.platform.sql.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Members and persons in the database. */
final class MemberStore {
    private static final String MEMBER = """
            SELECT m.id, m.role, m.joined_at, p.id AS person_id, p.name AS person_name,
                   CASE WHEN ? OR p.id = ? THEN p.email END AS person_email
            FROM member m JOIN person p ON p.id = m.person_id
            """;

    private MemberStore() {}

    /**
     * Who is looking: e-mail addresses are shown to ADMINs, and to their owners.
     *
     * @param person who
     * @param seesAll whether as an ADMIN of the studio
     */
    record Sight(UUID person, boolean seesAll) {}

    /** An account as signing in needs it. Its hash is no secret from this package, but stays out of sight. */
    record Account(UUID id, @Nullable String passwordHash) {
        @Override
        public String toString() {
            return "Account[id=" + id + "]";
        }
    }

    static @Nullable Account byEmail(Tx tx, String email) {
        return tx.row(
                "SELECT id, password_hash FROM person WHERE lower(email) = lower(?)",
                row -> new Account(row.uuid("id"), row.textOrNull("password_hash")),
                email);
    }

    /** The address that a person signs in with; null when they have none. */
    static @Nullable String email(Tx tx, UUID person) {
        return tx.row("SELECT email FROM person WHERE id = ? AND email IS NOT NULL", row -> row.text("email"), person);
    }

    /** A person as they see themselves; null when there is none. */
    static @Nullable Person person(Tx tx, UUID id) {
        return tx.row(
                "SELECT name, email FROM person WHERE id = ?",
                row -> new Person(id, row.text("name"), row.textOrNull("email")),
                id);
    }

    /**
     * Gives a person another address, or proves theirs.
     *
     * @param isProven whether they have followed a link that was mailed to it
     * @throws SqlFailure one that {@code isDuplicate} when somebody else has it
     */
    static void changeEmail(Tx tx, UUID person, String email, boolean isProven) {
        tx.update(
                "UPDATE person SET email = ?, email_verified_at = CASE WHEN ? THEN now() END WHERE id = ?",
                email,
                isProven,
                person);
    }

    /** The person has followed a link that was mailed to this address; false when it is not, to the letter, theirs. */
    static boolean verifyEmail(Tx tx, UUID person, String email, Instant now) {
        return tx.update("""
                        UPDATE person SET email_verified_at = coalesce(email_verified_at, ?) WHERE id = ? AND email = ?
                        """, now, person, email) == 1;
    }

    /**
     * The person with that address, once it is proven to be theirs; null when there is none. Mail goes to the address as
     * they have it: letters that are the same in lower case, as the sign for kelvin and a k, may be two people's.
     */
    static @Nullable Person byVerifiedEmail(Tx tx, String email) {
        return tx.row(
                "SELECT id, name, email FROM person WHERE lower(email) = lower(?) AND email_verified_at IS NOT NULL",
                row -> new Person(row.uuid("id"), row.text("name"), row.text("email")),
                email);
    }

    /** Whether the person signs in with more than a password. */
    static boolean hasFactor(Tx tx, UUID person) {
        return tx.one(
                "SELECT is_local OR has_factor(id) AS has_factor FROM person WHERE id = ?",
                row -> row.flag("has_factor"),
                person);
    }

    /** Adds a person; false when the address is taken. */
    static boolean addPerson(Tx tx, UUID id, String email, String name, String passwordHash, Instant now) {
        return tx.update("""
                        INSERT INTO person (id, email, name, password_hash, created_at) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (lower(email)) DO NOTHING
                        """, id, email, name, passwordHash, now) == 1;
    }

    /** Whether that is their password's hash. */
    static boolean hasHash(Tx tx, UUID person, String hash) {
        return tx.one(
                "SELECT password_hash = ? AS is_same FROM person WHERE id = ?",
                row -> row.flag("is_same"),
                hash,
                person);
    }

    /** Replaces a password's hash; false when it has changed since. */
    static boolean changeHash(Tx tx, UUID person, String from, String to) {
        return tx.update("UPDATE person SET password_hash = ? WHERE id = ? AND password_hash = ?", to, person, from)
                == 1;
    }

    /** Makes a person a member; false when they are one already. */
    static boolean add(Tx tx, UUID studio, UUID person, UUID id, Role role, Instant now) {
        return tx.update("""
                        INSERT INTO member (studio_id, person_id, id, role, joined_at) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (studio_id, person_id) DO NOTHING
                        """, studio, person, id, role, now) == 1;
    }

    /** The person's place in the studio; null when they are not in it. */
    static @Nullable Membership membership(Tx tx, UUID studio, UUID person) {
        return tx.row(
                """
                SELECT p.name AS person_name, p.email, p.is_operator, m.role, must_enrol(s, p) AS must_enrol,
                       s.id, s.name, s.is_sample, s.time_zone, s.is_factor_required, s.created_at
                FROM member m JOIN person p ON p.id = m.person_id JOIN studio s ON s.id = m.studio_id
                WHERE m.studio_id = ? AND m.person_id = ?
                """,
                row -> new Membership(
                        new Person(person, row.text("person_name"), row.textOrNull("email")),
                        StudioStore.studio(row),
                        row.constant("role", Role.class),
                        row.flag("is_operator"),
                        row.flag("must_enrol")),
                studio,
                person);
    }

    /** The studio that the person joined first; null when they are in none. */
    static @Nullable UUID firstStudio(Tx tx, UUID person) {
        return tx.row(
                "SELECT studio_id FROM member WHERE person_id = ? ORDER BY joined_at, id LIMIT 1",
                row -> row.uuid("studio_id"),
                person);
    }

    /** Up to {@code limit} members in the order of joining, which is that of their ids. */
    static List<Member> page(Tx tx, UUID studio, Sight sight, @Nullable UUID after, int limit) {
        return tx.rows(
                MEMBER + " WHERE m.studio_id = ? AND (?::uuid IS NULL OR m.id > ?) ORDER BY m.id LIMIT ?",
                MemberStore::member,
                sight.seesAll,
                sight.person,
                studio,
                after,
                after,
                limit);
    }

    static List<Member> find(Tx tx, UUID studio, Sight sight, Collection<UUID> ids) {
        return tx.rows(
                MEMBER + " WHERE m.studio_id = ? AND m.id = ANY (?)",
                MemberStore::member,
                sight.seesAll,
                sight.person,
                studio,
                ids);
    }

    /** Members by their persons' ids. */
    static List<Member> findPersons(Tx tx, UUID studio, Sight sight, Collection<UUID> persons) {
        return tx.rows(
                MEMBER + " WHERE m.studio_id = ? AND m.person_id = ANY (?)",
                MemberStore::member,
                sight.seesAll,
                sight.person,
                studio,
                persons);
    }

    static void changeRole(Tx tx, UUID studio, UUID id, Role role) {
        tx.update("UPDATE member SET role = ? WHERE studio_id = ? AND id = ?", role, studio, id);
    }

    static void remove(Tx tx, UUID studio, UUID id) {
        tx.update("DELETE FROM member WHERE studio_id = ? AND id = ?", studio, id);
    }

    /**
     * Whether an ADMIN is left without this member. Whoever can read the data folder is no one to be left with, except in
     * the sample studio.
     */
    static boolean hasOtherAdmin(Tx tx, UUID studio, UUID id) {
        return tx.one("""
                SELECT EXISTS (
                    SELECT FROM member m JOIN person p ON p.id = m.person_id JOIN studio s ON s.id = m.studio_id
                    WHERE m.studio_id = ? AND m.id <> ? AND m.role = 'ADMIN' AND (s.is_sample OR NOT p.is_local)
                ) AS is_left
                """, row -> row.flag("is_left"), studio, id);
    }

    private static Member member(Row row) {
        return new Member(
                row.uuid("id"),
                new Person(row.uuid("person_id"), row.text("person_name"), row.textOrNull("person_email")),
                row.constant("role", Role.class),
                row.instant("joined_at"));
    }
}
