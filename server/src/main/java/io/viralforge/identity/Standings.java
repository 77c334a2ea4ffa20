package io.viralforge.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a session's person may do now. An access token says what they could do when it was minted; a removed member, a
 * lower role and a revoked session must count sooner than its 15 minutes: at once on the replica where it happened, on the
 * others when they hear of it, at the latest after 5 seconds.
 */
@Singleton
@Requires(beans = Sql.class)
final class Standings {
    static final Duration REMEMBERED = Duration.ofSeconds(5);

    private static final int MOST = 50_000;

    private final Sql sql;
    /** Those that have ended too: their tokens can be shown for a while yet. */
    private final Cache<UUID, Optional<Standing>> bySession;

    private record Standing(UUID person, UUID studio, Set<Scope> scopes) {}

    Standings(Sql sql, InstantSource clock) {
        this.sql = sql;
        this.bySession = Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MOST)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** The scopes that the session has now; null when it has ended or its person has left the studio. */
    @Nullable
    Set<Scope> scopes(Actor.Member claimed) {
        return bySession
                .get(claimed.session(), session -> Optional.ofNullable(read(claimed.studio(), session)))
                .filter(standing -> standing.person.equals(claimed.id()) && standing.studio.equals(claimed.studio()))
                .map(Standing::scopes)
                .orElse(null);
    }

    /** Forgets a session that was changed here. */
    void forget(UUID session) {
        bySession.invalidate(session);
    }

    /**
     * Lets the transaction go on if the actor may do all this still, and locks the studio against changes of who belongs to
     * it. Since their token was looked at they may have been removed, above all while they waited for that lock.
     *
     * @throws CodedException FORBIDDEN
     */
    static void require(Tx tx, Actor.Member actor, Set<Scope> scopes) {
        StudioStore.lock(tx, actor.studio());
        Membership now = MemberStore.membership(tx, actor.studio(), actor.id());
        if (now == null || !now.actor(actor.session()).scopes().containsAll(scopes) || !isOpen(tx, actor)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "You may not do that any more.");
        }
    }

    private static boolean isOpen(Tx tx, Actor.Member actor) {
        return tx.one(
                "SELECT EXISTS (SELECT FROM " + (actor.isKey() ? "api_key" : "session")
                        + " WHERE studio_id = ? AND id = ? AND revoked_at IS NULL) AS is_open",
                row -> row.flag("is_open"),
                actor.studio(),
                actor.session());
    }

    private @Nullable Standing read(UUID studio, UUID session) {
        return sql.inStudio(
                studio,
                tx -> tx.row(
                        """
                        SELECT o.person_id, m.role, p.is_operator, must_enrol(s, p) AS must_enrol
                        FROM session o
                        JOIN member m ON m.studio_id = o.studio_id AND m.person_id = o.person_id
                        JOIN person p ON p.id = o.person_id
                        JOIN studio s ON s.id = o.studio_id
                        WHERE o.studio_id = ? AND o.id = ? AND o.revoked_at IS NULL
                        """,
                        row -> new Standing(
                                row.uuid("person_id"),
                                studio,
                                row.flag("must_enrol")
                                        ? Scope.OF_ENROLLING
                                        : row.constant("role", Role.class).scopes(row.flag("is_operator"))),
                        studio,
                        session));
    }
}
