package io.viralforge.trends;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Idempotency;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import io.viralforge.platform.text.PlainText;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What studios follow, as people make and change it. */
@Singleton
final class Niches {
    /** Each is looked at for ever. */
    static final int MOST = 50;

    private final Sql sql;
    private final NicheStore store;
    private final Sources sources;
    private final Idempotency idempotency;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final ScanWake wake;

    Niches(
            Sql sql,
            NicheStore store,
            Sources sources,
            Idempotency idempotency,
            Uuid7 ids,
            InstantSource clock,
            ScanWake wake) {
        this.sql = sql;
        this.store = store;
        this.sources = sources;
        this.idempotency = idempotency;
        this.ids = ids;
        this.clock = clock;
        this.wake = wake;
    }

    Connection<Niche> page(UUID studio, Page page) {
        return Connection.of(
                page,
                sql.inStudio(studio, tx -> store.page(tx, studio, page)),
                niche -> niche.id().toString());
    }

    Map<UUID, Niche> find(UUID studio, Set<UUID> niches) {
        return sql.inStudio(studio, tx -> store.find(tx, studio, niches));
    }

    Outcome<Niche> create(Actor.Member actor, Niche.Wish wish, String key) {
        List<UserError> faults = faults(wish);
        if (!faults.isEmpty()) {
            return Outcome.refused(faults);
        }
        UUID studio = actor.studio();
        Idempotency.Request request =
                Idempotency.Request.of(studio, actor.id(), "nicheCreate", key, Map.of("wish", wish.toString()));
        return sql.inStudio(
                studio,
                tx -> idempotency
                        .once(tx, request, () -> create(tx, studio, wish))
                        .map(id -> Objects.requireNonNull(
                                store.find(tx, studio, Set.of(id)).get(id))));
    }

    private Outcome<UUID> create(Tx tx, UUID studio, Niche.Wish wish) {
        if (NicheStore.count(tx, studio) >= MOST) {
            return Outcome.refused(
                    UserErrorCode.OUT_OF_RANGE, "A studio follows at most " + MOST + " niches.", "input");
        }
        UUID id = ids.next();
        NicheStore.insert(tx, studio, id, wish, clock.instant());
        tx.afterCommit(wake::wake);
        return Outcome.done(id);
    }

    Outcome<Niche> update(UUID studio, @Nullable UUID id, Niche.Wish wish) {
        List<UserError> faults = faults(wish);
        if (!faults.isEmpty()) {
            return Outcome.refused(faults);
        }
        return change(studio, id, (tx, niche) -> store.update(tx, studio, niche, wish, clock.instant()));
    }

    Outcome<Niche> scan(UUID studio, @Nullable UUID id) {
        return change(studio, id, (tx, niche) -> store.hurry(tx, studio, niche, clock.instant()));
    }

    Outcome<Boolean> delete(UUID studio, @Nullable UUID id) {
        if (id != null) {
            sql.doInStudio(studio, tx -> NicheStore.delete(tx, studio, id));
        }
        return Outcome.done(true);
    }

    private interface Change {
        @Nullable
        Niche made(Tx tx, UUID niche);
    }

    private Outcome<Niche> change(UUID studio, @Nullable UUID id, Change change) {
        Niche changed = id == null ? null : sql.inStudio(studio, tx -> change.made(tx, id));
        if (changed == null) {
            return Outcome.refused(UserErrorCode.NOT_FOUND, "The studio has no such niche.", "id");
        }
        wake.wake();
        return Outcome.done(changed);
    }

    private List<UserError> faults(Niche.Wish wish) {
        List<UserError> faults = new ArrayList<>(wish.brief().faults(sources.ids()));
        if (!PlainText.isName(wish.name())) {
            faults.add(new UserError(
                    UserErrorCode.INVALID,
                    "A name has 1 to " + PlainText.LONGEST_NAME + " characters, none of them invisible.",
                    "input",
                    "name"));
        }
        return faults;
    }
}
