package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.redis.RedisLink;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Spreads what has ended or changed to all replicas, so that they forget what they remember of it at once. A message that
 * is lost costs the few seconds for which they remember.
 */
@Singleton
@Requires(beans = Sql.class)
final class Revocations {
    private static final String SESSIONS = "identity.session";
    private static final String TOKENS = "identity.token";

    private final RedisLink redis;
    private final Standings standings;
    private final TokenCache tokens;

    Revocations(RedisLink redis, Standings standings, TokenCache tokens) {
        this.redis = redis;
        this.standings = standings;
        this.tokens = tokens;
    }

    /** Begins to hear what ends on other replicas. */
    void listen() {
        // Forgetting may wait for somebody who is just looking it up; Redis must not wait for that.
        redis.subscribe(SESSIONS, id -> Thread.startVirtualThread(() -> standings.forget(UUID.fromString(id))));
        redis.subscribe(
                TOKENS,
                hash -> Thread.startVirtualThread(
                        () -> tokens.forget(HexFormat.of().parseHex(hash))));
    }

    /** A session was revoked, or its person's rights have changed. */
    void session(UUID session) {
        standings.forget(session);
        redis.publish(SESSIONS, session.toString());
    }

    /** A worker token or API key was revoked, or the rights of the key's person have changed. */
    void token(byte[] hash) {
        tokens.forget(hash);
        redis.publish(TOKENS, HexFormat.of().formatHex(hash));
    }
}
