package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.AuditTrail;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The audit log. The role that the server runs as may add entries and read them, and change none; those older than a
 * month at least it may have removed (docs/adr/0055).
 */
@Singleton
@Requires(beans = Sql.class)
final class Audit implements AuditTrail {
    private static final String ENTRY = """
            SELECT e.id, e.at, e.action, e.key_id, e.address, e.details, e.error,
                   p.id AS person_id, p.name AS person_name, p.email AS person_email
            FROM audit_entry e LEFT JOIN person p ON p.id = e.person_id
            """;

    private final Sql sql;
    private final Uuid7 ids;

    Audit(Sql sql, Uuid7 ids) {
        this.sql = sql;
        this.ids = ids;
    }

    @Override
    public void keep(Act act) {
        sql.doEverywhere(tx -> {
            switch (act.actor()) {
                case Actor.Member member ->
                    insert(
                            tx,
                            act,
                            act.isInstallations() ? null : member.studio(),
                            member.id(),
                            member.isKey() ? member.session() : null);
                case Actor.WorkerNode worker -> insert(tx, act, null, null, null);
                case Actor.Anonymous nobody ->
                    insert(tx, act, null, act.proven() != null ? act.proven() : claimed(tx, act.claimed()), null);
            }
        });
    }

    /** What was done in the actor's studio, newest first. */
    Connection<AuditEntry> ofStudio(Actor.Member actor, Page page) {
        UUID after = page.afterId();
        return connection(
                page,
                sql.inStudio(
                        actor.studio(),
                        tx -> tx.rows(
                                ENTRY
                                        + "WHERE e.studio_id = ? AND (?::uuid IS NULL OR e.id < ?) ORDER BY e.id DESC LIMIT ?",
                                Audit::entry,
                                actor.studio(),
                                after,
                                after,
                                page.limit())));
    }

    /** What concerns no studio, newest first. */
    Connection<AuditEntry> ofInstallation(Page page) {
        UUID after = page.afterId();
        return connection(
                page,
                sql.everywhere(tx -> tx.rows(
                        ENTRY
                                + "WHERE e.studio_id IS NULL AND (?::uuid IS NULL OR e.id < ?) ORDER BY e.id DESC LIMIT ?",
                        Audit::entry,
                        after,
                        after,
                        page.limit())));
    }

    /**
     * Removes some of what is older; how many entries, 0 when none is left.
     *
     * @param months 1 at least, by the database's own rule
     */
    static int purge(Tx tx, int months) {
        return tx.<Integer>one("SELECT purge_audit(?)::int AS removed", row -> row.number("removed"), months);
    }

    private static Connection<AuditEntry> connection(Page page, List<AuditEntry> rows) {
        return Connection.of(page, rows, entry -> entry.id().toString());
    }

    /** Whose address somebody gave. The address itself is not kept: people type passwords in its place. */
    private static @Nullable UUID claimed(Tx tx, @Nullable String email) {
        MemberStore.Account account =
                email == null || email.length() > Checks.LONGEST_EMAIL ? null : MemberStore.byEmail(tx, email.strip());
        return account == null ? null : account.id();
    }

    private void insert(Tx tx, Act act, @Nullable UUID studio, @Nullable UUID person, @Nullable UUID key) {
        tx.update(
                """
                INSERT INTO audit_entry (id, studio_id, action, person_id, key_id, address, details, error)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, ids.next(), studio, act.action(), person, key, act.origin().address(), act.details(), act.error());
    }

    private static AuditEntry entry(Row row) {
        UUID person = row.uuidOrNull("person_id");
        return new AuditEntry(
                row.uuid("id"),
                row.instant("at"),
                row.text("action"),
                person == null ? null : new Person(person, row.text("person_name"), row.textOrNull("person_email")),
                row.uuidOrNull("key_id"),
                row.text("address"),
                row.texts("details"),
                row.textOrNull("error"));
    }
}
