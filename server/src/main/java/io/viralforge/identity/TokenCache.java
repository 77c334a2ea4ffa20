package io.viralforge.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Authenticator.Known;
import io.viralforge.platform.graphql.Toll;
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

    private static final Duration PROVEN = Duration.ofHours(1);

    private static final int MOST = 10_000;

    private final Sql sql;
    private final InstantSource clock;
    private final Toll toll;
    private final Cache<ByteBuffer, @Nullable Known> byHash;
    /** Good when last looked at. They pay no toll, or whoever floods a network would shut out those at work there. */
    private final Cache<ByteBuffer, Boolean> proven =
            Caffeine.newBuilder().expireAfterAccess(PROVEN).maximumSize(MOST).build();

    TokenCache(Sql sql, InstantSource clock, Toll toll) {
        this.sql = sql;
        this.clock = clock;
        this.toll = toll;
        this.byHash = Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MOST)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /**
     * Who is behind a token; null when it is unknown, revoked or expired.
     *
     * @param address where it came from
     * @throws io.viralforge.platform.error.CodedException THROTTLED when too many came from there that were none
     */
    @Nullable
    Known known(String text, String address) {
        byte[] hash = OpaqueToken.shown(text).hash();
        Known known = byHash.get(
                ByteBuffer.wrap(hash),
                key -> proven.getIfPresent(key) == null
                        ? toll.find(address, () -> read(text, hash))
                        : read(text, hash));
        boolean isOver =
                known != null && known.until() != null && !known.until().isAfter(clock.instant());
        return isOver ? null : known;
    }

    /** Forgets a token that was revoked, or whose person's rights have changed. */
    void forget(byte[] hash) {
        byHash.invalidate(ByteBuffer.wrap(hash));
    }

    private @Nullable Known read(String text, byte[] hash) {
        Known known = text.startsWith(ApiKeys.PREFIX) ? apiKey(hash) : workerToken(hash);
        if (known == null) {
            proven.invalidate(ByteBuffer.wrap(hash));
        } else {
            proven.put(ByteBuffer.wrap(hash), true);
        }
        return known;
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
