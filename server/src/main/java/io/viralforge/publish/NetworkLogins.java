package io.viralforge.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.platform.secrets.SecretBox;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Connects accounts. Whoever began must also be who ends it, with their own token: what a network gives to a browser that
 * somebody else led there is worth nothing (RFC 6819, section 4.4.1.8).
 */
@Singleton
final class NetworkLogins {
    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final int MOST_ACCOUNTS = 100;

    private final Sql sql;
    private final AccountStore accounts;
    private final PublicationStore publications;
    private final Connectors connectors;
    private final PublishWake wake;
    private final SecretBox box;
    private final Uuid7 ids;
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    NetworkLogins(
            Sql sql,
            AccountStore accounts,
            PublicationStore publications,
            Connectors connectors,
            PublishWake wake,
            SecretBox box,
            Uuid7 ids,
            InstantSource clock) {
        this.sql = sql;
        this.accounts = accounts;
        this.publications = publications;
        this.connectors = connectors;
        this.wake = wake;
        this.box = box;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Where the person goes now.
     *
     * @param url the network's page
     * @param expiresAt they should be back by then
     */
    record Journey(URI url, Instant expiresAt) {}

    /** @param redirect where the network sends the browser back to */
    Outcome<Journey> begin(Actor.Member actor, PublishNetwork network, URI redirect) {
        NetworkLogin login = connectors.of(network).login();
        String missing = login.missing();
        if (missing != null) {
            return Outcome.refused(
                    UserErrorCode.NOT_CONFIGURED,
                    network.title() + " is not set up: the operator has to set " + missing + ".",
                    "network");
        }
        OpaqueToken state = OpaqueToken.random(random, "");
        String verifier = OpaqueToken.random(random, "").secret().text();
        Instant expiresAt = clock.instant().plus(LIFE);
        sql.doInStudio(
                actor.studio(),
                tx -> tx.update(
                        """
                        INSERT INTO network_authorization (studio_id, state_hash, person_id, network, verifier, redirect,
                            expires_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?)""",
                        actor.studio(),
                        state.hash(),
                        actor.id(),
                        network,
                        box.seal(verifier.getBytes(US_ASCII), label(state)),
                        redirect.toString(),
                        expiresAt));
        return Outcome.done(new Journey(login.page(state.secret().text(), challenge(verifier), redirect), expiresAt));
    }

    /**
     * Ends what {@link #begin} began.
     *
     * @param state as the network gave it back
     * @param code likewise
     */
    Outcome<NetworkAccount> end(Actor.Member actor, String state, String code) {
        Begun begun = take(actor, OpaqueToken.shown(state));
        if (begun == null) {
            return Outcome.refused(
                    UserErrorCode.TOKEN_INVALID,
                    "This was begun by somebody else, too long ago, or has ended already; begin again.",
                    "state");
        }
        NetworkLogin login = connectors.of(begun.network).login();
        Reply<Grant> reply = login.trade(code, begun.verifier, begun.redirect);
        return switch (reply) {
            case Reply.Done<Grant>(Grant grant) -> keep(actor, begun.network, grant, login.owner(grant.accessToken()));
            case Reply.Refused<Grant>(Trouble trouble) ->
                Outcome.refused(UserErrorCode.TOKEN_INVALID, trouble.message(), "code");
            case Reply.Later<Grant>(Trouble trouble, Duration rest) ->
                Outcome.refused(UserErrorCode.NETWORK_AWAY, trouble.message(), "code");
            case Reply.Unauthorized<Grant> none ->
                Outcome.refused(
                        UserErrorCode.NOT_CONFIGURED,
                        begun.network.title() + " does not know this installation; the operator has to look.",
                        "code");
        };
    }

    private Outcome<NetworkAccount> keep(
            Actor.Member actor, PublishNetwork network, Grant grant, Reply<AccountOwner> reply) {
        return switch (reply) {
            case Reply.Done<AccountOwner>(AccountOwner owner) -> keep(actor, network, grant, owner);
            case Reply.Refused<AccountOwner>(Trouble trouble) ->
                Outcome.refused(UserErrorCode.INVALID, trouble.message(), "code");
            case Reply.Later<AccountOwner>(Trouble trouble, Duration rest) ->
                Outcome.refused(UserErrorCode.NETWORK_AWAY, trouble.message(), "code");
            case Reply.Unauthorized<AccountOwner> none ->
                Outcome.refused(UserErrorCode.TOKEN_INVALID, "Its token does not open the account.", "code");
        };
    }

    private Outcome<NetworkAccount> keep(Actor.Member actor, PublishNetwork network, Grant grant, AccountOwner owner) {
        return sql.inStudio(actor.studio(), tx -> {
            int count = tx.one(
                    "SELECT count(*)::int AS n FROM network_account WHERE studio_id = ? AND (network, remote_id) <> (?, ?)",
                    row -> row.number("n"),
                    actor.studio(),
                    network,
                    owner.remoteId());
            if (count >= MOST_ACCOUNTS) {
                return Outcome.refused(
                        UserErrorCode.OUT_OF_RANGE,
                        "A studio connects at most " + MOST_ACCOUNTS + " accounts.",
                        "code");
            }
            NetworkAccount account = accounts.connect(tx, actor.studio(), ids.next(), network, owner, grant);
            publications.resume(tx, actor.studio(), account.id());
            tx.afterCommit(wake::wake);
            return Outcome.done(account);
        });
    }

    /** Forgets the account's tokens, and gives them back to the network as far as it answers. */
    Outcome<NetworkAccount> disconnect(UUID studio, @Nullable UUID id) {
        AccountStore.Key key =
                id == null ? null : sql.inStudio(studio, tx -> accounts.key(tx, studio, id, Duration.ZERO));
        if (key == null) {
            return Outcome.refused(UserErrorCode.NOT_FOUND, "The studio has no such account.", "id");
        }
        NetworkAccount gone = sql.inStudio(
                studio, tx -> AccountStore.disconnect(tx, studio, key.account().id()));
        Tokens tokens = key.tokens();
        if (tokens != null) {
            // Ours are gone; that the network takes its own back is a courtesy to the person.
            var _ = connectors
                    .of(key.account().network())
                    .login()
                    .revoke(tokens.refresh() == null ? tokens.access() : tokens.refresh());
        }
        return Outcome.done(gone == null ? key.account() : gone);
    }

    /** Forgets those that nobody came back from. */
    static void purge(Tx tx) {
        tx.update("DELETE FROM network_authorization WHERE expires_at < now()");
    }

    private record Begun(PublishNetwork network, String verifier, URI redirect) {}

    /** Once: a state that comes back a second time is none. */
    private @Nullable Begun take(Actor.Member actor, OpaqueToken state) {
        List<Begun> taken = sql.inStudio(
                actor.studio(),
                tx -> tx.rows(
                        """
                        DELETE FROM network_authorization WHERE studio_id = ? AND state_hash = ? AND person_id = ?
                            AND expires_at > ?
                        RETURNING network, verifier, redirect""",
                        row -> {
                            byte[] verifier = box.open(row.bytes("verifier"), label(state));
                            return new Begun(
                                    row.constant("network", PublishNetwork.class),
                                    verifier == null ? "" : new String(verifier, US_ASCII),
                                    URI.create(row.text("redirect")));
                        },
                        actor.studio(),
                        state.hash(),
                        actor.id(),
                        clock.instant()));
        return taken.isEmpty() || taken.getFirst().verifier.isEmpty() ? null : taken.getFirst();
    }

    private static String label(OpaqueToken state) {
        return "verifier:" + HexFormat.of().formatHex(state.hash());
    }

    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(OpaqueToken.sha256(verifier));
    }
}
