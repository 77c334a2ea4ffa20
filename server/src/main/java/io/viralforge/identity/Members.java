package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.MemberStore.Sight;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who belongs to a studio. */
@Singleton
@Requires(beans = Sql.class)
final class Members {
    private final Sql sql;
    private final InstantSource clock;
    private final Revocations revocations;

    Members(Sql sql, InstantSource clock, Revocations revocations) {
        this.sql = sql;
        this.clock = clock;
        this.revocations = revocations;
    }

    /** Members of the actor's studio, in the order of joining. */
    Connection<Member> page(Actor.Member actor, Page page) {
        UUID after = page.afterId();
        return Connection.of(
                page,
                sql.inStudio(
                        actor.studio(), tx -> MemberStore.page(tx, actor.studio(), sight(actor), after, page.limit())),
                member -> member.id().toString());
    }

    /** Those of the ids that name members of the actor's studio. */
    Map<UUID, Member> find(Actor actor, Set<UUID> ids) {
        return switch (actor) {
            case Actor.Member member ->
                sql.inStudio(member.studio(), tx -> MemberStore.find(tx, member.studio(), sight(member), ids)).stream()
                        .collect(Collectors.toMap(Member::id, Function.identity()));
            case Actor.WorkerNode worker -> Map.of();
            case Actor.Anonymous nobody -> Map.of();
        };
    }

    /** Those of the ids that name persons in the actor's studio. */
    Map<UUID, Person> findPersons(Actor actor, Set<UUID> ids) {
        return switch (actor) {
            case Actor.Member member ->
                sql
                        .inStudio(
                                member.studio(), tx -> MemberStore.findPersons(tx, member.studio(), sight(member), ids))
                        .stream()
                        .map(Member::person)
                        .collect(Collectors.toMap(Person::id, Function.identity()));
            case Actor.WorkerNode worker -> Map.of();
            case Actor.Anonymous nobody -> Map.of();
        };
    }

    /** Gives a member another role. */
    Outcome<Member> update(Actor.Member actor, @Nullable UUID id, Role role) {
        return sql.inStudio(actor.studio(), tx -> {
            Member member = lock(tx, actor, id);
            if (member == null) {
                return noSuchMember();
            }
            if (role != Role.ADMIN && isLastAdmin(tx, actor.studio(), member)) {
                return lastAdmin();
            }
            MemberStore.changeRole(tx, actor.studio(), member.id(), role);
            if (member.role() == Role.ADMIN && role != Role.ADMIN) {
                InvitationStore.voidAll(tx, actor.studio());
            }
            List<UUID> sessions =
                    SessionStore.live(tx, actor.studio(), member.person().id());
            List<byte[]> keys =
                    ApiKeyStore.live(tx, actor.studio(), member.person().id());
            tx.afterCommit(() -> tell(sessions, keys));
            return Outcome.done(new Member(member.id(), member.person(), role, member.joinedAt()));
        });
    }

    /** Removes a member; their sessions and API keys in the studio end. */
    Outcome<UUID> remove(Actor.Member actor, @Nullable UUID id) {
        return sql.inStudio(actor.studio(), tx -> {
            Member member = lock(tx, actor, id);
            if (member == null) {
                return noSuchMember();
            }
            if (isLastAdmin(tx, actor.studio(), member)) {
                return lastAdmin();
            }
            MemberStore.remove(tx, actor.studio(), member.id());
            if (member.role() == Role.ADMIN) {
                // They may have kept a link for themselves.
                InvitationStore.voidAll(tx, actor.studio());
            }
            List<UUID> sessions =
                    SessionStore.revokeAll(tx, actor.studio(), member.person().id(), clock.instant());
            List<byte[]> keys =
                    ApiKeyStore.revokeAll(tx, actor.studio(), member.person().id(), clock.instant());
            tx.afterCommit(() -> tell(sessions, keys));
            return Outcome.done(member.id());
        });
    }

    private void tell(List<UUID> sessions, List<byte[]> keys) {
        sessions.forEach(revocations::session);
        keys.forEach(revocations::token);
    }

    /** The member, with the studio locked against other changes of who belongs to it. */
    private static @Nullable Member lock(Tx tx, Actor.Member actor, @Nullable UUID id) {
        if (id == null) {
            return null;
        }
        Standings.require(tx, actor, Set.of(Scope.ADMIN));
        List<Member> found = MemberStore.find(tx, actor.studio(), sight(actor), List.of(id));
        return found.isEmpty() ? null : found.getFirst();
    }

    private static boolean isLastAdmin(Tx tx, UUID studio, Member member) {
        return member.role() == Role.ADMIN && !MemberStore.hasOtherAdmin(tx, studio, member.id());
    }

    private static Sight sight(Actor.Member actor) {
        return new Sight(actor.id(), actor.scopes().contains(Scope.ADMIN));
    }

    private static <T> Outcome<T> noSuchMember() {
        return Outcome.refused(UserErrorCode.NOT_FOUND, "There is no such member in this studio.", "id");
    }

    private static <T> Outcome<T> lastAdmin() {
        return Outcome.refused(
                UserErrorCode.LAST_ADMIN, "The studio needs at least one ADMIN; make someone else one first.", "id");
    }
}
