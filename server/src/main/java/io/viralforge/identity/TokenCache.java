package io.viralforge.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Authenticator.Known;
import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind a worker token or an API key. A revoked one stops working at once on the replica where that happened, on the others when
 * they hear of it, at the latest after 5 seconds.
 */
@Singleton
@Requires(beans = Sql.class)
final class TokenCache {
    static final Duration REMEMBERED = Duration.ofSeconds(5);

    private static final int MOST = 10_000;

    private final Sql sql;
    private final InstantSource clock;
    private final Cache<ByteBuffer, @Nullable Known> byHash;

    TokenCache(Sql sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
        this.byHash = Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MOST)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** Who is behind a token; null when it is unknown, revoked or expired. */
    @Nullable
    Known known(String text) {
        byte[] hash = OpaqueToken.shown(text).hash();
        Known known = byHash.get(
                ByteBuffer.wrap(hash), key -> text.startsWith(ApiKeys.PREFIX) ? apiKey(hash) : workerToken(hash));
        boolean isOver =
                known != null && known.until() != null && !known.until().isAfter(clock.instant());
        return isOver ? null : known;
    }

    /** Forgets a token that was revoked, or whose person's rights have changed. */
    void forget(byte[] hash) {
        byHash.invalidate(ByteBuffer.wrap(hash));
    }

    /** Notes the use too, once a minute: a token is looked up every few seconds. */
    private @Nullable Known workerToken(byte[] hash) {
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

    private @Nullable Known apiKey(byte[] hash) {
        return sql.everywhere(tx -> {
            ApiKeyStore.seen(tx, hash);
            return ApiKeyStore.known(tx, hash);
        });
    }
}
