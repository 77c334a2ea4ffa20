package io.viralforge.publish;

import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens accounts: with a token that is fresh, renewed by one at a time and ahead of its end. That a network is away never
 * disconnects an account; only that it says no to the refresh token does.
 */
@Singleton
final class AccountKeys {
    /** An access token that ends sooner is renewed before it is used. */
    private static final Duration RESERVE = Duration.ofMinutes(5);

    /** Who has not come back by then has died. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private final Sql sql;
    private final AccountStore store;
    private final Connectors connectors;
    private final Uuid7 ids;

    AccountKeys(Sql sql, AccountStore store, Connectors connectors, Uuid7 ids) {
        this.sql = sql;
        this.store = store;
        this.connectors = connectors;
        this.ids = ids;
    }

    /** Asks something of the account's network. Unauthorized: only a person can mend it, by connecting the account anew. */
    <T> Reply<T> with(UUID studio, UUID account, Function<String, Reply<T>> question) {
        AccountStore.Key key = read(studio, account);
        if (key == null) {
            return new Reply.Unauthorized<>();
        }
        if (!key.isFresh()) {
            return renewed(key).then(next -> question.apply(next.access()));
        }
        Reply<T> reply = question.apply(access(key));
        if (!(reply instanceof Reply.Unauthorized)) {
            return reply;
        }
        // Revoked, or the network's clock is ahead of ours.
        return renewed(key).then(next -> {
            Reply<T> second = question.apply(next.access());
            return second instanceof Reply.Unauthorized
                    ? later(key.account(), "does not take a token that it has just given; it is tried again")
                    : second;
        });
    }

    /** Renews the account's tokens ahead of their end. */
    void renew(NetworkAccount account, Duration within) {
        AccountStore.Key key =
                sql.inStudio(account.studio(), tx -> store.key(tx, account.studio(), account.id(), within));
        if (key != null && key.tokens() != null && !key.isFresh()) {
            renewed(key);
        }
    }

    private Reply<Tokens> renewed(AccountStore.Key key) {
        NetworkAccount account = key.account();
        Tokens tokens = key.tokens();
        String refreshToken = tokens == null ? null : tokens.refresh();
        if (refreshToken == null) {
            turn(key, NetworkAccountState.LAPSED, "The network gave no token to renew the access with.");
            return new Reply.Unauthorized<>();
        }
        UUID refresh = ids.next();
        if (!sql.inStudio(account.studio(), tx -> AccountStore.beginRefresh(tx, key, refresh, PATIENCE))) {
            return another(key);
        }
        Reply<Grant> reply = connectors.of(account.network()).login().refresh(refreshToken);
        return switch (reply) {
            case Reply.Done<Grant>(Grant grant) -> {
                sql.doInStudio(account.studio(), tx -> store.refreshed(tx, key, refresh, grant));
                yield new Reply.Done<>(Tokens.of(grant, tokens));
            }
            case Reply.Later<Grant>(Trouble trouble, Duration rest) -> {
                turn(key, NetworkAccountState.TROUBLED, trouble.message());
                yield new Reply.Later<>(trouble, rest);
            }
            case Reply.Refused<Grant>(Trouble trouble) -> {
                // Whatever else is wrong, a wrong setting of ours above all, is no reason to have people come back.
                boolean isLapsed = trouble.kind() == TroubleKind.ACCOUNT_LAPSED;
                turn(key, isLapsed ? NetworkAccountState.LAPSED : NetworkAccountState.TROUBLED, trouble.message());
                yield isLapsed ? new Reply.Unauthorized<>() : new Reply.Later<>(trouble, null);
            }
            case Reply.Unauthorized<Grant> none -> later(account, "answers strangely");
        };
    }

    /** Somebody else renews the tokens just now, or has. */
    private Reply<Tokens> another(AccountStore.Key key) {
        NetworkAccount account = key.account();
        AccountStore.Key now = read(account.studio(), account.id());
        if (now == null) {
            return new Reply.Unauthorized<>();
        }
        return now.isFresh() && !Objects.equals(now.tokens(), key.tokens())
                ? new Reply.Done<>(Objects.requireNonNull(now.tokens()))
                : later(account, "is being asked for a new token");
    }

    /** Null: there is nothing to open the account with. */
    private AccountStore.@Nullable Key read(UUID studio, UUID account) {
        AccountStore.Key key = sql.inStudio(studio, tx -> store.key(tx, studio, account, RESERVE));
        return key != null && key.tokens() != null && key.account().state().isUsable() ? key : null;
    }

    private static <T> Reply<T> later(NetworkAccount account, String how) {
        return new Reply.Later<>(
                new Trouble(
                        TroubleKind.NETWORK_AWAY,
                        Blame.NETWORK,
                        account.network().title() + " " + how + "."),
                SHORTLY);
    }

    private void turn(AccountStore.Key key, NetworkAccountState state, String trouble) {
        sql.doInStudio(key.account().studio(), tx -> AccountStore.turn(tx, key, state, trouble));
    }

    private static String access(AccountStore.Key key) {
        return Objects.requireNonNull(key.tokens()).access();
    }
}
