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
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Objects;

/** costs.graphqls. */
@Singleton
final class CostGraphql implements GraphqlFeature {
    private static final int MOST_CLIPS = 100;

    private final Costs costs;
    private final PriceList prices;

    CostGraphql(Costs costs, PriceList prices) {
        this.costs = costs;
        this.prices = prices;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher("costPrices", env -> prices.prices(Caller.studio(env)))
                                .dataFetcher("exchangeRates", env -> prices.rates(Caller.studio(env), Page.first(env)))
                                .dataFetcher("clipMargins", this::margins)
                                .dataFetcher("workBudget", env -> costs.budget(Caller.studio(env))))
                .type(
                        "Mutation",
                        type -> type.dataFetcher("costPriceSet", env -> Payload.of("price", price(env)))
                                .dataFetcher("exchangeRatesSet", env -> Payload.of("rates", rates(env)))
                                .dataFetcher("workBudgetSet", env -> Payload.of("budget", budget(env))))
                .type(
                        "ClipMargin",
                        type -> type.dataFetcher(
                                "clip",
                                env -> RevenueGraphql.clip(
                                        env, Fetch.source(env, ClipMargin.class).clip())));
    }

    private Object margins(DataFetchingEnvironment env) {
        Input arguments = Fetch.arguments(env);
        return costs.margins(
                Caller.studio(env),
                arguments.texts("clipIds").stream()
                        .limit(MOST_CLIPS)
                        .map(Id.Type.ASSET::uuid)
                        .filter(Objects::nonNull)
                        .toList(),
                arguments.as("currency", Currency.class));
    }

    private Outcome<CostPrice> price(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return prices.set(
                Caller.studio(env),
                new CostPrice(
                        input.as("unit", CostUnit.class),
                        day(input, "from"),
                        RevenueGraphql.money(input.input("price"))));
    }

    private Outcome<List<ExchangeRate>> rates(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return prices.set(
                Caller.studio(env),
                input.inputs("rates").stream()
                        .map(rate -> new ExchangeRate(
                                rate.as("currency", Currency.class),
                                day(rate, "day"),
                                rate.as("perEuro", BigDecimal.class),
                                input.text("source")))
                        .toList());
    }

    private Outcome<WorkBudget> budget(DataFetchingEnvironment env) {
        Input limit = Fetch.arguments(env).inputOrNull("limit");
        return prices.set(Caller.studio(env), limit == null ? null : RevenueGraphql.money(limit))
                .map(done -> costs.budget(Caller.studio(env)));
    }

    private static LocalDate day(Input input, String name) {
        return LocalDate.ofInstant(input.as(name, Instant.class), ZoneOffset.UTC);
    }
}
