package io.viralforge.publish;

import com.fasterxml.jackson.core.type.TypeReference;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.secrets.SecretBox;
import io.viralforge.platform.sql.Json;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table network_account. */
@Singleton
final class AccountStore {
    private static final String COLUMNS =
            "studio_id, id, network, remote_id, title, url, state, trouble, expires_at, connected_at";
    private static final TypeReference<Tokens> TOKENS = new TypeReference<>() {};

    private final SecretBox box;
    private final Json json;

    AccountStore(SecretBox box, Json json) {
        this.box = box;
        this.json = json;
    }

    /**
     * An account with its tokens.
     *
     * @param seal what lies in the table, to tell whether somebody has renewed them since
     * @param tokens null: there are none, or the master key they were sealed with is gone
     * @param isFresh whether the access token is good for some minutes more
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by the database alone
    record Key(
            NetworkAccount account,
            byte @Nullable [] seal,
            @Nullable Tokens tokens,
            boolean isFresh) {}

    static List<NetworkAccount> page(Tx tx, UUID studio, Page page) {
        return tx.rows(
                "SELECT " + COLUMNS
                        + " FROM network_account WHERE studio_id = ? AND (?::uuid IS NULL OR id > ?) ORDER BY id LIMIT ?",
                AccountStore::read,
                studio,
                page.afterId(),
                page.afterId(),
                page.limit());
    }

    static Map<UUID, NetworkAccount> find(Tx tx, UUID studio, Collection<UUID> ids) {
        return tx
                .rows(
                        "SELECT " + COLUMNS + " FROM network_account WHERE studio_id = ? AND id = ANY (?)",
                        AccountStore::read,
                        studio,
                        ids)
                .stream()
                .collect(Collectors.toMap(NetworkAccount::id, Function.identity()));
    }

    /** Null: the studio has no such account. */
    @Nullable
    Key key(Tx tx, UUID studio, UUID id, Duration reserve) {
        return tx.row(
                "SELECT " + COLUMNS
                        + ", tokens, expires_at > now() + ? * interval '1 ms' AS is_fresh FROM network_account WHERE studio_id = ? AND id = ?",
                row -> {
                    byte[] seal = row.bytesOrNull("tokens");
                    return new Key(
                            read(row),
                            seal,
                            seal == null ? null : open(id, seal),
                            Boolean.TRUE.equals(row.flagOrNull("is_fresh")));
                },
                reserve.toMillis(),
                studio,
                id);
    }

    /** Connects an account, or one anew that had been connected before; the one it is then. */
    NetworkAccount connect(Tx tx, UUID studio, UUID fresh, PublishNetwork network, AccountOwner owner, Grant grant) {
        // Held, so that nobody refreshes in between what is replaced here.
        UUID known = tx.row(
                "SELECT id FROM network_account WHERE studio_id = ? AND network = ? AND remote_id = ? FOR UPDATE",
                row -> row.uuid("id"),
                studio,
                network,
                owner.remoteId());
        UUID id = known == null ? fresh : known;
        Key before = known == null ? null : key(tx, studio, known, Duration.ZERO);
        return tx.one(
                """
                INSERT INTO network_account (studio_id, id, network, remote_id, title, url, state, tokens, expires_at,
                    connected_at)
                VALUES (?, ?, ?, ?, ?, ?, 'CONNECTED', ?, now() + ? * interval '1 ms', now())
                ON CONFLICT (studio_id, id) DO UPDATE SET title = excluded.title, url = excluded.url, state = 'CONNECTED',
                    trouble = NULL, tokens = excluded.tokens, expires_at = excluded.expires_at, refresh = NULL,
                    refresh_ends = NULL, connected_at = now()
                RETURNING\s""" + COLUMNS,
                AccountStore::read,
                studio,
                id,
                network,
                owner.remoteId(),
                owner.title(),
                owner.url() == null ? null : owner.url().toString(),
                seal(id, Tokens.of(grant, before == null ? null : before.tokens())),
                grant.life().toMillis());
    }

    /** Forgets its tokens; null: there is no such account. */
    static @Nullable NetworkAccount disconnect(Tx tx, UUID studio, UUID id) {
        return tx.row("""
                UPDATE network_account SET state = 'DISCONNECTED', trouble = NULL, tokens = NULL, expires_at = NULL,
                    refresh = NULL, refresh_ends = NULL
                WHERE studio_id = ? AND id = ? RETURNING\s""" + COLUMNS, AccountStore::read, studio, id);
    }

    /** Whether the account is connected; it stays as it is until the transaction ends. */
    static boolean isUsable(Tx tx, Publication publication) {
        return tx.one(
                        "SELECT state FROM network_account WHERE studio_id = ? AND id = ? FOR UPDATE",
                        row -> row.constant("state", NetworkAccountState.class),
                        publication.studio(),
                        publication.account())
                .isUsable();
    }

    /** Makes the caller the one who refreshes; false: another does, or has. */
    static boolean beginRefresh(Tx tx, Key key, UUID refresh, Duration patience) {
        return tx.update(
                        """
                        UPDATE network_account SET refresh = ?, refresh_ends = now() + ? * interval '1 ms'
                        WHERE studio_id = ? AND id = ? AND tokens = ? AND (refresh_ends IS NULL OR refresh_ends <= now())""",
                        refresh,
                        patience.toMillis(),
                        key.account().studio(),
                        key.account().id(),
                        key.seal())
                == 1;
    }

    /** Keeps what the refresh brought, unless the account was connected anew meanwhile. */
    void refreshed(Tx tx, Key key, UUID refresh, Grant grant) {
        tx.update(
                """
                UPDATE network_account SET tokens = ?, expires_at = now() + ? * interval '1 ms', state = 'CONNECTED',
                    trouble = NULL, refresh = NULL, refresh_ends = NULL
                WHERE studio_id = ? AND id = ? AND refresh = ?""",
                seal(key.account().id(), Tokens.of(grant, key.tokens())),
                grant.life().toMillis(),
                key.account().studio(),
                key.account().id(),
                refresh);
    }

    /** Says how the account is whose tokens these are, and leaves it alone for a minute; nothing when others have taken their
     * place. */
    static void turn(Tx tx, Key key, NetworkAccountState state, String trouble) {
        tx.update("""
                UPDATE network_account SET state = ?, trouble = ?, refresh = NULL, refresh_ends = now() + interval '1 minute'
                WHERE studio_id = ? AND id = ? AND tokens = ?""", state, trouble, key.account().studio(), key.account().id(), key.seal());
    }

    /** Those of all studios whose access tokens end soon; the soonest first, at most a hundred. */
    static List<NetworkAccount> ending(Tx tx, Duration within) {
        return tx.rows("SELECT " + COLUMNS + """
                 FROM network_account
                WHERE state IN ('CONNECTED', 'TROUBLED') AND expires_at <= now() + ? * interval '1 ms'
                  AND (refresh_ends IS NULL OR refresh_ends <= now())
                ORDER BY expires_at LIMIT 100""", AccountStore::read, within.toMillis());
    }

    private byte[] seal(UUID account, Tokens tokens) {
        return box.seal(json.text(tokens).getBytes(StandardCharsets.UTF_8), label(account));
    }

    private @Nullable Tokens open(UUID account, byte[] seal) {
        byte[] plain = box.open(seal, label(account));
        return plain == null ? null : json.read(new String(plain, StandardCharsets.UTF_8), TOKENS);
    }

    private static String label(UUID account) {
        return "tokens:" + Id.Type.NETWORK_ACCOUNT.of(account);
    }

    private static NetworkAccount read(Row row) {
        String url = row.textOrNull("url");
        return new NetworkAccount(
                row.uuid("studio_id"),
                row.uuid("id"),
                row.constant("network", PublishNetwork.class),
                row.text("remote_id"),
                row.text("title"),
                url == null ? null : URI.create(url),
                row.constant("state", NetworkAccountState.class),
                row.textOrNull("trouble"),
                row.instantOrNull("expires_at"),
                row.instant("connected_at"));
    }
}
