package io.viralforge.identity;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Payload;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** apikeys.graphqls. */
@Singleton
@Requires(beans = Sql.class)
final class ApiKeyGraphql implements GraphqlFeature {
    private final ApiKeys keys;

    ApiKeyGraphql(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("apiKeys", env -> keys.page(Caller.member(env), Page.of(env))))
                .type(
                        "Mutation",
                        type -> type.dataFetcher("apiKeyCreate", this::create)
                                .dataFetcher("apiKeyRevoke", this::revoke))
                .type(
                        "ApiKey",
                        type -> type.dataFetcher(
                                "id",
                                env -> Id.Type.API_KEY.of(Objects.requireNonNull(env.<ApiKey>getSource())
                                        .id())));
    }

    private Object create(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        Outcome<ApiKeys.Created> created = keys.create(
                Caller.signedIn(env),
                input.text("name"),
                input.constants("scopes", Scope.class),
                input.asOrNull("expiresAt", Instant.class),
                Proofs.Proof.of(Input.argument(env, "proof")),
                Caller.address(env));
        Map<String, @Nullable Object> payload = new HashMap<>(Payload.of("apiKey", created.map(ApiKeys.Created::key)));
        payload.put(
                "token",
                created instanceof Outcome.Done<ApiKeys.Created>(ApiKeys.Created made)
                        ? made.token().text()
                        : null);
        return payload;
    }

    private Object revoke(DataFetchingEnvironment env) {
        String id = Objects.requireNonNull(env.<String>getArgument("id"));
        return Payload.of("isRevoked", keys.revoke(Caller.signedIn(env), Id.Type.API_KEY.uuid(id)), false);
    }
}
