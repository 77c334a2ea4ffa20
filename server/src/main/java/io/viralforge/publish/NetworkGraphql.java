package io.viralforge.publish;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Fetch;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Loader;
import io.viralforge.platform.graphql.NodeType;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Payload;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What publish.graphqls says of networks and accounts. */
@Singleton
final class NetworkGraphql implements GraphqlFeature {
    /** Name of the loader of {@link NetworkAccount} by its id. */
    static final String ACCOUNT = "publish.account";

    private final Sql sql;
    private final NetworkLogins logins;
    private final Connectors connectors;

    NetworkGraphql(Sql sql, NetworkLogins logins, Connectors connectors) {
        this.sql = sql;
        this.logins = logins;
        this.connectors = connectors;
    }

    /** A network, and what is missing for it. */
    record Info(
            PublishNetwork network, String title, @Nullable String missing) {}

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher("publishNetworks", env -> networks())
                                .dataFetcher("networkAccounts", env -> page(Caller.studio(env), Page.of(env))))
                .type(
                        "Mutation",
                        type -> type.dataFetcher("networkConnectStart", this::start)
                                .dataFetcher(
                                        "networkConnectFinish",
                                        env -> Payload.of(
                                                "account",
                                                logins.end(
                                                        Caller.signedIn(env),
                                                        Fetch.text(env, "state"),
                                                        Fetch.text(env, "code"))))
                                .dataFetcher(
                                        "networkDisconnect",
                                        env -> Payload.of(
                                                "account",
                                                logins.disconnect(
                                                        Caller.studio(env),
                                                        Id.Type.NETWORK_ACCOUNT.uuid(Fetch.text(env, "id"))))))
                .type(
                        "NetworkAccount",
                        type -> type.dataFetcher(
                                "id",
                                env -> Id.Type.NETWORK_ACCOUNT.of(
                                        Fetch.source(env, NetworkAccount.class).id())));
    }

    private List<Info> networks() {
        return Arrays.stream(PublishNetwork.values())
                .map(network -> new Info(
                        network, network.title(), connectors.of(network).login().missing()))
                .toList();
    }

    private Connection<NetworkAccount> page(UUID studio, Page page) {
        return Connection.of(
                page,
                sql.inStudio(studio, tx -> AccountStore.page(tx, studio, page)),
                account -> account.id().toString());
    }

    private Map<String, @Nullable Object> start(DataFetchingEnvironment env) {
        PublishNetwork network = Fetch.arguments(env).as("network", PublishNetwork.class);
        URI redirect = URI.create(Caller.serverAddress(env) + "/connect");
        Map<String, @Nullable Object> payload = new HashMap<>();
        payload.put("url", null);
        payload.put("expiresAt", null);
        switch (logins.begin(Caller.signedIn(env), network, redirect)) {
            case Outcome.Done<NetworkLogins.Journey>(NetworkLogins.Journey journey) -> {
                payload.put("url", journey.url());
                payload.put("expiresAt", journey.expiresAt());
                payload.put("userErrors", List.of());
            }
            case Outcome.Refused<NetworkLogins.Journey>(List<UserError> errors) -> payload.put("userErrors", errors);
        }
        return payload;
    }

    @Override
    public List<NodeType<?>> nodeTypes() {
        return List.of(new NodeType<>(Id.Type.NETWORK_ACCOUNT, "NetworkAccount", NetworkAccount.class, this::find));
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        return List.of(new Loader<>(ACCOUNT, this::find));
    }

    @Override
    public Map<String, Class<?>> javaTypes() {
        return Map.of("PublishNetworkInfo", Info.class);
    }

    private Map<UUID, NetworkAccount> find(Actor actor, Set<UUID> ids) {
        return actor instanceof Actor.Member member
                ? sql.inStudio(member.studio(), tx -> AccountStore.find(tx, member.studio(), ids))
                : Map.of();
    }
}
