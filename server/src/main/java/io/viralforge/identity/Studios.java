package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Idempotency;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Studios, and what a token shows of them. */
@Singleton
@Requires(beans = Sql.class)
public final class Studios {
    private final Sql sql;
    private final Idempotency idempotency;
    private final InstantSource clock;
    private final Uuid7 ids;

    Studios(Sql sql, Idempotency idempotency, InstantSource clock, Uuid7 ids) {
        this.sql = sql;
        this.idempotency = idempotency;
        this.clock = clock;
        this.ids = ids;
    }

    /** The zone in which the studio's days begin. */
    public ZoneId timeZone(UUID studio) {
        return ZoneId.of(Objects.requireNonNull(
                        sql.inStudio(studio, tx -> StudioStore.find(tx, studio)), "no such studio")
                .timeZone());
    }

    /** The person, studio and rights behind a token. */
    Viewer viewer(Actor.Member actor) {
        Membership membership =
                sql.inStudio(actor.studio(), tx -> MemberStore.membership(tx, actor.studio(), actor.id()));
        if (membership == null) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "You are no longer in this studio.");
        }
        return new Viewer(actor, membership.person(), membership.studio(), membership.role());
    }

    /** All studios of the actor's person, oldest first; the token's studio is no bound here. */
    Connection<Studio> ofPerson(Actor.Member actor, Page page) {
        UUID after = page.afterId();
        return Connection.of(
                page,
                sql.everywhere(tx -> StudioStore.ofPerson(tx, actor.id(), after, page.limit())),
                studio -> studio.id().toString());
    }

    /** The studio of the actor's token, when it is among the ids. */
    Map<UUID, Studio> find(Actor actor, Set<UUID> wanted) {
        return switch (actor) {
            case Actor.Member member -> {
                UUID own = member.studio();
                Studio studio = wanted.contains(own) ? sql.inStudio(own, tx -> StudioStore.find(tx, own)) : null;
                yield studio == null ? Map.of() : Map.of(own, studio);
            }
            case Actor.WorkerNode worker -> Map.of();
            case Actor.Anonymous nobody -> Map.of();
        };
    }

    /** Makes a studio with the actor as its ADMIN. */
    Outcome<Studio> create(Idempotency.Request request, String name, String timeZone) {
        Checks checks = new Checks();
        String checked = checks.name(name, "input", "name");
        checks.zone(timeZone, "input", "timeZone");
        if (checks.failed()) {
            return checks.refusal();
        }
        return sql.everywhere(tx -> idempotency
                .once(tx, request, () -> Outcome.done(insert(tx, request.actor(), checked, timeZone, false)))
                .map(id -> Objects.requireNonNull(StudioStore.find(tx, id))));
    }

    /** Changes what is not null. */
    Outcome<Studio> update(
            Actor.Member actor, @Nullable String name, @Nullable String timeZone, @Nullable Boolean isFactorRequired) {
        Checks checks = new Checks();
        String checked = name == null ? null : checks.name(name, "input", "name");
        if (timeZone != null) {
            checks.zone(timeZone, "input", "timeZone");
        }
        if (checks.failed()) {
            return checks.refusal();
        }
        return sql.inStudio(actor.studio(), tx -> {
            if (Boolean.TRUE.equals(isFactorRequired) && !MemberStore.hasFactor(tx, actor.id())) {
                return Outcome.refused(
                        UserErrorCode.WRONG_STATE,
                        "Set up a second factor of your own first, or you lock yourself out.",
                        "input",
                        "isFactorRequired");
            }
            StudioStore.update(tx, actor.studio(), checked, timeZone, isFactorRequired);
            return Outcome.done(Objects.requireNonNull(StudioStore.find(tx, actor.studio())));
        });
    }

    /** Adds a studio whose first ADMIN is the person. */
    UUID insert(Tx tx, UUID person, String name, String timeZone, boolean isSample) {
        Studio studio = new Studio(ids.next(), name, isSample, timeZone, false, clock.instant());
        StudioStore.insert(tx, studio);
        MemberStore.add(tx, studio.id(), person, ids.next(), Role.ADMIN, clock.instant());
        return studio.id();
    }
}
