package io.viralforge.identity;

import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.Proofs.Proof;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keys with which programs of third parties act for a person. A key belongs to a studio and may do what it was made for
 * as long as its person may do it there (docs/adr/0054).
 */
@Singleton
@Requires(beans = Sql.class)
final class ApiKeys {
    static final String PREFIX = "vfk_";

    private final Sql sql;
    private final InstantSource clock;
    private final Uuid7 ids;
    private final Proofs proofs;
    private final Revocations revocations;
    private final Notices notices;
    private final SecureRandom random = new SecureRandom();

    /** A new key, and its text for this once. */
    record Created(ApiKey key, Secret token) {}

    ApiKeys(Sql sql, InstantSource clock, Uuid7 ids, Proofs proofs, Revocations revocations, Notices notices) {
        this.notices = notices;
        this.sql = sql;
        this.clock = clock;
        this.ids = ids;
        this.proofs = proofs;
        this.revocations = revocations;
    }

    /**
     * Makes a key that may do some of what the actor may. It outlives the session, so the person proves themselves.
     *
     * @param expiresAt null: until it is revoked
     * @param address where the caller is
     */
    Outcome<Created> create(
            Actor.Member actor,
            String name,
            List<Scope> wanted,
            @Nullable Instant expiresAt,
            Proof proof,
            String address) {
        Checks checks = new Checks();
        String checked = checks.name(name, "input", "name");
        Instant now = clock.instant();
        Set<Scope> scopes = new TreeSet<>(wanted);
        if (scopes.isEmpty()) {
            checks.add(UserErrorCode.REQUIRED, "A key is for something: name at least one scope.", "input", "scopes");
        } else if (!actor.scopes().containsAll(scopes)) {
            checks.add(UserErrorCode.OUT_OF_RANGE, "A key may do no more than you may.", "input", "scopes");
        }
        checks.end(expiresAt, now, "input", "expiresAt");
        if (checks.failed()) {
            return checks.refusal();
        }
        UUID id = ids.next();
        OpaqueToken token = OpaqueToken.random(random, PREFIX);
        return proofs.look(actor, proof, address)
                .then(shown -> sql.inStudio(actor.studio(), tx -> {
                    Standings.require(tx, actor, scopes);
                    return shown.in(tx).map(person -> {
                        ApiKeyStore.insert(tx, actor, id, checked, token.hash(), scopes, now, expiresAt);
                        Membership membership =
                                Objects.requireNonNull(MemberStore.membership(tx, actor.studio(), person));
                        notices.send(
                                tx,
                                person,
                                new Notice.KeyCreated(
                                        checked, membership.studio().name()));
                        return membership.person();
                    });
                }))
                .map(person -> new Created(
                        new ApiKey(id, checked, person, List.copyOf(scopes), now, expiresAt, null), token.secret()));
    }

    /** The actor's keys in their studio, for an ADMIN everybody's; oldest first. */
    Connection<ApiKey> page(Actor.Member actor, Page page) {
        UUID after = page.afterId();
        return Connection.of(
                page,
                sql.inStudio(
                        actor.studio(), tx -> ApiKeyStore.page(tx, actor.studio(), reach(actor), after, page.limit())),
                key -> key.id().toString());
    }

    /** Revokes a key of the actor's, or as an ADMIN anybody's in the studio; true also when it had been before. */
    Outcome<Boolean> revoke(Actor.Member actor, @Nullable UUID id) {
        byte[] hash = id == null
                ? null
                : sql.inStudio(
                        actor.studio(),
                        tx -> ApiKeyStore.revoke(tx, actor.studio(), id, reach(actor), clock.instant()));
        if (hash == null) {
            return Outcome.refused(UserErrorCode.NOT_FOUND, "You have no such key.", "id");
        }
        revocations.token(hash);
        return Outcome.done(true);
    }

    private static @Nullable UUID reach(Actor.Member actor) {
        return actor.scopes().contains(Scope.ADMIN) ? null : actor.id();
    }
}
