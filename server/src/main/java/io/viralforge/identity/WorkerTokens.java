package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tokens with which workers join. They belong to the installation and stop working when they are revoked. */
@Singleton
@Requires(beans = Sql.class)
final class WorkerTokens {
    static final String PREFIX = "vfw_";

    private final Sql sql;
    private final InstantSource clock;
    private final Uuid7 ids;
    private final Revocations revocations;
    private final SecureRandom random = new SecureRandom();

    /** A new token: its id, and its text for this once. */
    record Created(UUID id, Secret token) {}

    WorkerTokens(Sql sql, InstantSource clock, Uuid7 ids, Revocations revocations) {
        this.sql = sql;
        this.revocations = revocations;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Makes a token that works until it is revoked, or until {@code expiresAt}.
     *
     * @param isTrusted whether what its workers make is believed without looking
     */
    Outcome<Created> create(String name, @Nullable Instant expiresAt, boolean isTrusted) {
        Checks checks = new Checks();
        String checked = checks.name(name, "input", "name");
        Instant now = clock.instant();
        checks.end(expiresAt, now, "input", "expiresAt");
        if (checks.failed()) {
            return checks.refusal();
        }
        UUID id = ids.next();
        OpaqueToken token = OpaqueToken.random(random, PREFIX);
        sql.doEverywhere(tx -> tx.update(
                "INSERT INTO worker_token (id, name, hash, created_at, expires_at, is_trusted) VALUES (?, ?, ?, ?, ?, ?)",
                id,
                checked,
                token.hash(),
                now,
                expiresAt,
                isTrusted));
        return Outcome.done(new Created(id, token.secret()));
    }

    /** Tokens that were not revoked, oldest first. */
    Connection<WorkerToken> page(Page page) {
        UUID after = page.afterId();
        return Connection.of(
                page,
                sql.everywhere(tx -> tx.rows(
                        """
                        SELECT id, name, is_trusted, created_at, expires_at, used_at FROM worker_token
                        WHERE revoked_at IS NULL AND (?::uuid IS NULL OR id > ?) ORDER BY id LIMIT ?
                        """,
                        row -> new WorkerToken(
                                row.uuid("id"),
                                row.text("name"),
                                row.flag("is_trusted"),
                                row.instant("created_at"),
                                row.instantOrNull("expires_at"),
                                row.instantOrNull("used_at")),
                        after,
                        after,
                        page.limit())),
                token -> token.id().toString());
    }

    /** Revokes a token; true also when it had been revoked before. */
    Outcome<Boolean> revoke(@Nullable UUID id) {
        byte[] hash = id == null ? null : sql.everywhere(tx -> revoke(tx, id));
        if (hash == null) {
            return Outcome.refused(UserErrorCode.NOT_FOUND, "There is no such worker token.", "id");
        }
        revocations.token(hash);
        return Outcome.done(true);
    }

    private byte @Nullable [] revoke(Tx tx, UUID id) {
        return tx.row(
                "UPDATE worker_token SET revoked_at = coalesce(revoked_at, ?) WHERE id = ? RETURNING hash",
                row -> row.bytes("hash"),
                clock.instant(),
                id);
    }
}
