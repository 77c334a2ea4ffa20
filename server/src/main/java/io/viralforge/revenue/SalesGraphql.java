package io.viralforge.revenue;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.Fetch;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Payload;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.secrets.Secret;
import jakarta.inject.Singleton;
import java.net.URI;

/** sales.graphqls. */
@Singleton
final class SalesGraphql implements GraphqlFeature {
    private final Hooks hooks;
    private final Links links;

    SalesGraphql(Hooks hooks, Links links) {
        this.hooks = hooks;
        this.links = links;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher("revenueHooks", env -> hooks.all(Caller.studio(env)))
                                .dataFetcher("affiliateLinks", env -> links.page(Caller.studio(env), Page.of(env))))
                .type(
                        "Mutation",
                        type -> type.dataFetcher("revenueHookSet", env -> Payload.of("hook", set(env)))
                                .dataFetcher(
                                        "revenueHookRemove",
                                        env -> Payload.of(
                                                "isRemoved",
                                                hooks.remove(
                                                        Caller.studio(env),
                                                        Fetch.arguments(env).as("source", RevenueSource.class)),
                                                false))
                                .dataFetcher("affiliateLinkCreate", env -> Payload.of("link", create(env)))
                                .dataFetcher(
                                        "affiliateLinkEnd",
                                        env -> Payload.of(
                                                "link",
                                                links.end(
                                                        Caller.studio(env),
                                                        Id.Type.AFFILIATE_LINK.uuid(Fetch.text(env, "id"))))))
                .type(
                        "AffiliateLink",
                        type -> type.dataFetcher(
                                        "id",
                                        env -> Id.Type.AFFILIATE_LINK.of(
                                                link(env).id()))
                                .dataFetcher(
                                        "clip",
                                        env -> RevenueGraphql.clip(
                                                env, link(env).clip())));
    }

    private Outcome<RevenueHook> set(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return hooks.set(Caller.studio(env), input.as("source", RevenueSource.class), new Secret(input.text("secret")));
    }

    private Outcome<AffiliateLink> create(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return links.create(
                Caller.idempotent(env),
                new Links.Wish(
                        input.text("name"),
                        input.as("target", URI.class),
                        input.textOrNull("parameter"),
                        RevenueGraphql.clipId(input)));
    }

    private static AffiliateLink link(DataFetchingEnvironment env) {
        return Fetch.source(env, AffiliateLink.class);
    }
}
