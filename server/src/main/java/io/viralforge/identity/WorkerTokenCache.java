package io.viralforge.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Authenticator.Known;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind a worker token. A revoked one stops working at once on the replica where that happened, on the others when
 * they hear of it, at the latest after 5 seconds.
 */
@Singleton
@Requires(beans = Sql.class)
final class WorkerTokenCache {
    static final Duration REMEMBERED = Duration.ofSeconds(5);

    private static final int MOST = 10_000;

    private final Sql sql;
    private final InstantSource clock;
    private final Cache<ByteBuffer, @Nullable Known> byHash;

    WorkerTokenCache(Sql sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
        this.byHash = Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MOST)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** The worker behind a token; null when it is unknown, revoked or expired. */
    @Nullable
    Known known(String text) {
        byte[] hash = OpaqueToken.shown(text).hash();
        Known known = byHash.get(ByteBuffer.wrap(hash), key -> read(hash));
        boolean isOver =
                known != null && known.until() != null && !known.until().isAfter(clock.instant());
        return isOver ? null : known;
    }

    /** Forgets a token that was revoked. */
    void forget(byte[] hash) {
        byHash.invalidate(ByteBuffer.wrap(hash));
    }

    /** Notes the use too, once a minute: a token is looked up every few seconds. */
    private @Nullable Known read(byte[] hash) {
        return sql.everywhere(tx -> {
            tx.update("""
                    UPDATE worker_token SET used_at = now() WHERE hash = ? AND revoked_at IS NULL
                    AND (expires_at IS NULL OR expires_at > now())
                    AND (used_at IS NULL OR used_at < now() - interval '1 minute')
                    """, hash);
            return tx.row(
                    "SELECT id, expires_at FROM worker_token WHERE hash = ? AND revoked_at IS NULL",
                    row -> new Known(new Actor.WorkerNode(row.uuid("id")), row.instantOrNull("expires_at")),
                    hash);
        });
    }
}
