package io.viralforge.trends;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is taking off in a studio's niches, as people see it. */
@Singleton
final class Trends {
    private final Sql sql;
    private final TrendStore store;

    Trends(Sql sql, TrendStore store) {
        this.sql = sql;
        this.store = store;
    }

    Connection<Trend> page(Niche niche, Page page, boolean withHidden) {
        TrendStore.Place after = page.after() == null ? null : place(page.after());
        return Connection.of(
                page,
                sql.inStudio(niche.studio(), tx -> store.page(tx, niche, after, page.limit(), withHidden)),
                trend -> trend.place() + " " + trend.id());
    }

    private static TrendStore.Place place(String cursor) {
        int space = cursor.indexOf(' ');
        try {
            return new TrendStore.Place(
                    Double.parseDouble(cursor.substring(0, Math.max(0, space))),
                    UUID.fromString(cursor.substring(space + 1)));
        } catch (IllegalArgumentException malformed) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "after is not a cursor of this list.", malformed);
        }
    }

    Map<UUID, Trend> find(UUID studio, Set<UUID> ids) {
        return sql.inStudio(studio, tx -> store.find(tx, studio, ids));
    }

    Map<UUID, List<TrendItem>> items(UUID studio, Set<UUID> trends) {
        return sql.inStudio(studio, tx -> store.items(tx, studio, trends));
    }

    Outcome<Trend> hide(UUID studio, @Nullable UUID id, boolean isHidden) {
        return sql.inStudio(studio, tx -> {
            if (id == null || !TrendStore.hide(tx, studio, id, isHidden)) {
                return Outcome.refused(UserErrorCode.NOT_FOUND, "The studio has no such trend.", "id");
            }
            return Outcome.done(
                    Objects.requireNonNull(store.find(tx, studio, Set.of(id)).get(id)));
        });
    }
}
