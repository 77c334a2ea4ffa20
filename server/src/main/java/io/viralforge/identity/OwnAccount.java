package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.password.Passwords;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person does about their own account. It is theirs in all studios, so the token's studio is no bound here. */
@Singleton
@Requires(beans = Sql.class)
final class OwnAccount {
    private final Sql sql;
    private final InstantSource clock;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Revocations revocations;
    private final PasswordChanges changes;

    OwnAccount(
            Sql sql,
            InstantSource clock,
            Passwords passwords,
            Sessions sessions,
            Revocations revocations,
            PasswordChanges changes) {
        this.sql = sql;
        this.clock = clock;
        this.passwords = passwords;
        this.sessions = sessions;
        this.revocations = revocations;
        this.changes = changes;
    }

    /** The person's open sessions, newest first. */
    Connection<OpenSession> sessions(Actor.Member actor, Page page) {
        UUID after = page.afterId();
        return Connection.of(
                page,
                sql.everywhere(tx -> SessionStore.open(tx, actor.id(), after, page.limit())),
                session -> session.id().toString());
    }

    /** Ends one of the person's sessions, this one too, with its family. */
    Outcome<List<UUID>> end(Actor.Member actor, @Nullable UUID session) {
        List<UUID> family = session == null
                ? List.of()
                : sql.everywhere(tx -> SessionStore.revokeOwn(tx, actor.id(), session, clock.instant()));
        if (family.isEmpty()) {
            return Outcome.refused(UserErrorCode.NOT_FOUND, "You have no such open session.", "id");
        }
        family.forEach(revocations::session);
        return Outcome.done(family);
    }

    /** Ends all the person's sessions but the one that asks, with its family. */
    Outcome<List<UUID>> endOthers(Actor.Member actor) {
        List<UUID> others =
                sql.everywhere(tx -> SessionStore.revokeOthers(tx, actor.id(), actor.session(), clock.instant()));
        others.forEach(revocations::session);
        return Outcome.done(others);
    }

    /**
     * Changes the password, and ends all other sessions and what somebody may have begun who knew the old one.
     *
     * @param address where the caller is
     */
    Outcome<List<UUID>> changePassword(Actor.Member actor, Secret current, Secret wanted, String address) {
        String email = sql.everywhere(tx -> MemberStore.email(tx, actor.id()));
        if (email == null) {
            return Outcome.refused(UserErrorCode.WRONG_STATE, "You sign in without a password.");
        }
        Checks checks = new Checks();
        checks.password(wanted.text(), "input", "newPassword");
        return checks.failed()
                ? checks.refusal()
                : sessions.verified(email, current, address).then(known -> replace(actor, known.hash(), wanted));
    }

    private Outcome<List<UUID>> replace(Actor.Member actor, String hash, Secret wanted) {
        String fresh = passwords.hash(wanted.text());
        return sql.everywhere(tx -> {
            if (!MemberStore.changeHash(tx, actor.id(), hash, fresh)) {
                return Outcome.refused(UserErrorCode.CONFLICT, "The password was changed just now.");
            }
            return Outcome.done(changes.changed(tx, actor.id(), actor.session()));
        });
    }
}
