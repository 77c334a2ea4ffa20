package io.viralforge.revenue;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.viralforge.media.Assets;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.Fetch;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.graphql.Money;
import io.viralforge.platform.graphql.NodeType;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Payload;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.sql.Idempotency;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** revenue.graphqls. */
@Singleton
final class RevenueGraphql implements GraphqlFeature {
    private static final UUID NO_CLIP = new UUID(0, 0);

    private final Sql sql;
    private final Revenue revenue;
    private final Reports reports;
    private final Imports imports;

    RevenueGraphql(Sql sql, Revenue revenue, Reports reports, Imports imports) {
        this.sql = sql;
        this.revenue = revenue;
        this.reports = reports;
        this.imports = imports;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher("revenueEntries", this::entries)
                                .dataFetcher("revenueBalances", env -> revenue.balances(Caller.studio(env)))
                                .dataFetcher("revenue", this::groups)
                                .dataFetcher("revenueSeries", this::series))
                .type(
                        "Mutation",
                        type -> type.dataFetcher("sponsorshipBook", env -> Payload.of("entry", book(env)))
                                .dataFetcher(
                                        "revenueReverse",
                                        env -> Payload.of(
                                                "entry",
                                                revenue.reverse(
                                                        Caller.idempotent(env),
                                                        Id.Type.REVENUE_ENTRY.uuid(Fetch.text(env, "id")),
                                                        Fetch.text(env, "reason"))))
                                .dataFetcher("revenueImport", env -> Payload.of("imported", imported(env))))
                .type(
                        "RevenueEntry",
                        type -> type.dataFetcher(
                                        "id",
                                        env -> Id.Type.REVENUE_ENTRY.of(
                                                entry(env).id()))
                                .dataFetcher("clip", env -> clip(env, entry(env).clip()))
                                .dataFetcher("reverses", env -> reverses(entry(env))))
                .type(
                        "RevenueGroup",
                        type -> type.dataFetcher(
                                "clip",
                                env -> clip(
                                        env,
                                        Fetch.source(env, RevenueGroup.class).clip())));
    }

    @Override
    public List<NodeType<?>> nodeTypes() {
        return List.of(new NodeType<>(
                Id.Type.REVENUE_ENTRY,
                "RevenueEntry",
                RevenueEntry.class,
                (actor, ids) -> Revenue.find(sql, actor, ids)));
    }

    /** The asset; null when there is none, or it has been deleted. */
    static @Nullable Object clip(DataFetchingEnvironment env, @Nullable UUID clip) {
        return clip == null
                ? null
                : Fetch.<UUID, Object>loader(env, Assets.LOADER).load(clip);
    }

    /** An id that names no clip is that of none, rather than of all. */
    static @Nullable UUID clipId(Input input) {
        String id = input.textOrNull("clipId");
        return id == null ? null : Objects.requireNonNullElse(Id.Type.ASSET.uuid(id), NO_CLIP);
    }

    private Object entries(DataFetchingEnvironment env) {
        Input arguments = Fetch.arguments(env);
        return revenue.page(
                Caller.studio(env),
                Page.of(env),
                clipId(arguments),
                arguments.constantsOrNull("sources", RevenueSource.class));
    }

    private Object groups(DataFetchingEnvironment env) {
        List<RevenueDimension> by = Fetch.arguments(env).constants("by", RevenueDimension.class);
        Set<RevenueDimension> dimensions = EnumSet.noneOf(RevenueDimension.class);
        dimensions.addAll(by);
        return reports.groups(Caller.studio(env), range(env), dimensions, Page.first(env));
    }

    private Object series(DataFetchingEnvironment env) {
        Input arguments = Fetch.arguments(env);
        return reports.series(
                Caller.studio(env),
                range(env),
                arguments.as("step", RevenueStep.class),
                clipId(arguments),
                arguments.constantsOrNull("sources", RevenueSource.class));
    }

    private static Reports.Range range(DataFetchingEnvironment env) {
        Input range = Input.argument(env, "range");
        return new Reports.Range(range.as("from", Instant.class), range.as("to", Instant.class));
    }

    private Outcome<RevenueEntry> book(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        Idempotency.Request request = Caller.idempotent(env);
        BigDecimal fees = input.asOrNull("fees", BigDecimal.class);
        return revenue.book(
                request,
                new Booking(
                        RevenueSource.SPONSORSHIP,
                        request.actor() + " " + request.key(),
                        input.as("occurredAt", Instant.class),
                        money(input.input("amount")),
                        fees == null ? BigDecimal.ZERO : fees,
                        input.text("payer"),
                        new Booking.Origin(clipId(input), null),
                        null));
    }

    private Outcome<RevenueImported> imported(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return imports.keep(
                Caller.studio(env),
                input.as("format", ReportFormat.class),
                input.text("csv"),
                input.asOrNull("currency", Currency.class));
    }

    static Money money(Input input) {
        return new Money(input.as("amount", BigDecimal.class), input.as("currency", Currency.class));
    }

    private static @Nullable String reverses(RevenueEntry entry) {
        return entry.reverses() == null ? null : Id.Type.REVENUE_ENTRY.of(entry.reverses());
    }

    private static RevenueEntry entry(DataFetchingEnvironment env) {
        return Fetch.source(env, RevenueEntry.class);
    }
}
