package io.viralforge.identity;

import io.viralforge.platform.graphql.Scope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key with which a program acts for a person in one studio; never its text.
 *
 * @param person who made it; it may never do more than they may now
 * @param scopes what it was made for, in the order of the schema
 * @param expiresAt null: when it is revoked
 * @param lastUsedAt to a minute; null: never
 */
record ApiKey(
        UUID id,
        String name,
        Person person,
        List<Scope> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
