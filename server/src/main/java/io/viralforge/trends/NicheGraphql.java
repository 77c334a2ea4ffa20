package io.viralforge.trends;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.events.Event;
import io.viralforge.platform.events.EventLog;
import io.viralforge.platform.events.Topic;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.Fetch;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.graphql.Loader;
import io.viralforge.platform.graphql.NodeType;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Payload;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.text.PlainText;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** niches.graphqls. */
@Singleton
final class NicheGraphql implements GraphqlFeature {
    private static final String NICHE = "trends.niche";
    private static final String TREND = "trends.trend";
    private static final String ITEMS = "trends.items";
    private static final String OUTLIERS = "trends.outliers";
    private static final String INSIGHTS = "trends.insights";
    private static final String SERIES = "trends.series";
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Niches niches;
    private final Trends trends;
    private final Imports imports;
    private final Insights insights;
    private final EventLog log;

    NicheGraphql(Niches niches, Trends trends, Imports imports, Insights insights, EventLog log) {
        this.niches = niches;
        this.trends = trends;
        this.imports = imports;
        this.insights = insights;
        this.log = log;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher("niches", env -> niches.page(Caller.studio(env), Page.of(env)))
                                .dataFetcher("forecastQuality", env -> trends.quality())
                                .dataFetcher("forecastModels", env -> trends.models()))
                .type(
                        "Mutation",
                        type -> type.dataFetcher(
                                        "nicheCreate",
                                        env -> Payload.of(
                                                "niche",
                                                niches.create(
                                                        Caller.member(env),
                                                        wish(env),
                                                        Fetch.text(env, "idempotencyKey"))))
                                .dataFetcher(
                                        "nicheUpdate",
                                        env -> Payload.of(
                                                "niche",
                                                niches.update(Caller.studio(env), id(env, Id.Type.NICHE), wish(env))))
                                .dataFetcher(
                                        "nicheDelete",
                                        env -> Payload.of(
                                                "isDeleted",
                                                niches.delete(Caller.studio(env), id(env, Id.Type.NICHE)),
                                                false))
                                .dataFetcher(
                                        "nicheScan",
                                        env -> Payload.of(
                                                "niche", niches.scan(Caller.studio(env), id(env, Id.Type.NICHE))))
                                .dataFetcher("forecastModelPin", env -> Payload.of("models", pin(env)))
                                .dataFetcher("trendImport", env -> Payload.of("imported", imported(env)))
                                .dataFetcher(
                                        "trendExplain",
                                        env -> Payload.of(
                                                "trend", insights.explain(Caller.studio(env), id(env, Id.Type.TREND))))
                                .dataFetcher(
                                        "trendHide",
                                        env -> Payload.of(
                                                "trend",
                                                trends.hide(
                                                        Caller.studio(env),
                                                        id(env, Id.Type.TREND),
                                                        Fetch.arguments(env).flag("isHidden")))))
                .type(
                        "Subscription",
                        type -> type.dataFetcher("nicheEvents", env -> events(env, Topic.NICHE, "ids"))
                                .dataFetcher("trendSurges", env -> events(env, Topic.TREND, "niches")))
                .type(
                        "Niche",
                        type -> type.dataFetcher(
                                        "id", env -> Id.Type.NICHE.of(niche(env).id()))
                                .dataFetcher(
                                        "trends",
                                        env -> trends.page(
                                                niche(env),
                                                Page.of(env),
                                                Fetch.arguments(env).flag("withHidden"))))
                .type(
                        "Trend",
                        type -> type.dataFetcher(
                                        "id", env -> Id.Type.TREND.of(trend(env).id()))
                                .dataFetcher(
                                        "insight",
                                        env -> Fetch.loader(env, INSIGHTS)
                                                .load(trend(env).id()))
                                .dataFetcher(
                                        "items",
                                        env -> Fetch.<UUID, List<TrendItem>>loader(env, ITEMS)
                                                .load(trend(env).id())
                                                .thenApply(items -> items.stream()
                                                        .limit(Page.first(env))
                                                        .toList())))
                .type(
                        "TrendItem",
                        type -> type.dataFetcher(
                                        "id",
                                        env -> Id.Type.TREND_ITEM.of(item(env).id()))
                                .dataFetcher(
                                        "series",
                                        env -> Fetch.<Trends.Back, List<TrendSample>>loader(env, SERIES)
                                                .load(new Trends.Back(item(env).id(), last(env))))
                                .dataFetcher(
                                        "outlier",
                                        env -> Fetch.loader(env, OUTLIERS)
                                                .load(item(env).id())))
                .type(
                        "NicheEvent",
                        type -> type.dataFetcher("asked", env -> count(env, "asked"))
                                .dataFetcher("answered", env -> count(env, "answered"))
                                .dataFetcher("seen", env -> count(env, "seen"))
                                .dataFetcher("new", env -> count(env, "new"))
                                .dataFetcher(
                                        "niche",
                                        env -> Fetch.loader(env, NICHE)
                                                .load(event(env).subject())))
                .type(
                        "TrendEvent",
                        type -> type.dataFetcher(
                                        "times",
                                        env -> event(env)
                                                .payload()
                                                .path("times")
                                                .asDouble())
                                .dataFetcher(
                                        "trend",
                                        env -> Fetch.loader(env, TREND)
                                                .load(UUID.fromString(event(env)
                                                        .payload()
                                                        .path("trend")
                                                        .asText())))
                                .dataFetcher(
                                        "niche",
                                        env -> Fetch.loader(env, NICHE)
                                                .load(event(env).subject())));
    }

    private Outcome<List<ForecastModel>> pin(DataFetchingEnvironment env) {
        Input arguments = Fetch.arguments(env);
        return trends.pin(
                arguments.text("sourceId"),
                arguments.as("horizon", TrendHorizon.class),
                arguments.numberOrNull("number"));
    }

    private Outcome<TrendImported> imported(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return imports.keep(
                Caller.studio(env),
                Id.Type.NICHE.uuid(Fetch.text(env, "nicheId")),
                input.text("network"),
                input.inputs("rows").stream().map(ImportedRow::of).toList());
    }

    private static Duration last(DataFetchingEnvironment env) {
        Duration last = Fetch.arguments(env).as("last", Duration.class);
        if (!last.isPositive() || last.compareTo(LONGEST) > 0) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "last is at most P365D, and not zero.");
        }
        return last;
    }

    @Override
    public List<NodeType<?>> nodeTypes() {
        return List.of(
                new NodeType<>(Id.Type.NICHE, "Niche", Niche.class, inStudio(niches::find)),
                new NodeType<>(Id.Type.TREND, "Trend", Trend.class, inStudio(trends::find)));
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        return List.of(
                new Loader<>(NICHE, inStudio(niches::find)),
                new Loader<>(TREND, inStudio(trends::find)),
                new Loader<>(ITEMS, inStudio(trends::items)),
                new Loader<>(INSIGHTS, inStudio(insights::find)),
                new Loader<>(OUTLIERS, inStudio(trends::outliers)),
                new Loader<Trends.Back, List<TrendSample>>(SERIES, (actor, wanted) -> trends.series(wanted)));
    }

    @Override
    public Map<String, Class<?>> javaTypes() {
        return Map.of(
                "NicheEvent",
                Event.class,
                "TrendEvent",
                Event.class,
                "TrendItem",
                TrendItem.class,
                "TrendSample",
                TrendSample.class);
    }

    private static <T> BiFunction<Actor, Set<UUID>, Map<UUID, T>> inStudio(
            BiFunction<UUID, Set<UUID>, Map<UUID, T>> find) {
        return (actor, ids) -> actor instanceof Actor.Member member ? find.apply(member.studio(), ids) : Map.of();
    }

    private Publisher<Event> events(DataFetchingEnvironment env, Topic topic, String argument) {
        List<String> ids = env.getArgument(argument);
        // Ids that name no niche match nothing, rather than everything.
        Set<UUID> subjects = ids == null
                ? null
                : ids.stream().map(Id.Type.NICHE::uuid).filter(Objects::nonNull).collect(Collectors.toSet());
        return log.follow(Caller.studio(env), topic, subjects, env.getArgument("after"));
    }

    private static Niche.Wish wish(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return new Niche.Wish(
                PlainText.stripped(input.text("name")),
                Brief.of(input),
                input.as("horizon", TrendHorizon.class),
                input.flag("isFollowed"));
    }

    private static @Nullable UUID id(DataFetchingEnvironment env, Id.Type type) {
        return type.uuid(Fetch.text(env, "id"));
    }

    private static int count(DataFetchingEnvironment env, String name) {
        return event(env).payload().path(name).asInt();
    }

    private static Niche niche(DataFetchingEnvironment env) {
        return Fetch.source(env, Niche.class);
    }

    private static Trend trend(DataFetchingEnvironment env) {
        return Fetch.source(env, Trend.class);
    }

    private static TrendItem item(DataFetchingEnvironment env) {
        return Fetch.source(env, TrendItem.class);
    }

    private static Event event(DataFetchingEnvironment env) {
        return Fetch.source(env, Event.class);
    }
}
