package io.viralforge.media;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.viralforge.platform.events.Event;
import io.viralforge.platform.events.EventLog;
import io.viralforge.platform.events.Topic;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Fetch;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.graphql.Loader;
import io.viralforge.platform.graphql.NodeType;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Payload;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** The part of the schema in media.graphqls. */
@Singleton
final class MediaGraphql implements GraphqlFeature {
    private static final String SOURCES = "media.sources";
    private static final String RIGHTS = "media.rights";

    /** For who says null instead of nothing. */
    private static final Duration USUAL_URL = Duration.ofMinutes(15);

    private final MemberAssets assets;
    private final MemberUploads uploads;
    private final Arrivals arrivals;
    private final Storage storage;
    private final EventLog events;
    private final MediaConfig settings;

    MediaGraphql(
            MemberAssets assets,
            MemberUploads uploads,
            Arrivals arrivals,
            Storage storage,
            EventLog events,
            MediaConfig settings) {
        this.assets = assets;
        this.uploads = uploads;
        this.arrivals = arrivals;
        this.storage = storage;
        this.events = events;
        this.settings = settings;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher("assets", this::list)
                                .dataFetcher("storageUse", env -> storage.use(Caller.studio(env))))
                .type("Service", type -> type.dataFetcher("maxUploadBytes", env -> settings.maxUploadBytes()))
                .type(
                        "Mutation",
                        type -> type.dataFetcher("uploadStart", this::startUpload)
                                .dataFetcher("uploadFinish", this::finishUpload)
                                .dataFetcher("uploadCancel", this::cancelUpload)
                                .dataFetcher("assetRightsUpdate", this::updateRights)
                                .dataFetcher("assetDelete", this::delete))
                .type("Subscription", type -> type.dataFetcher("assetEvents", this::follow))
                .type(
                        "MediaAsset",
                        type -> type.dataFetcher(
                                        "id", env -> Id.Type.ASSET.of(asset(env).id()))
                                .dataFetcher(
                                        "rights",
                                        env -> Fetch.loader(env, RIGHTS)
                                                .load(asset(env).id()))
                                .dataFetcher("derivedFrom", MediaGraphql::derivedFrom)
                                .dataFetcher("downloadUrl", this::downloadUrl))
                .type(
                        "Upload",
                        type -> type.dataFetcher(
                                        "id",
                                        env -> Id.Type.UPLOAD.of(upload(env).id()))
                                .dataFetcher("missingParts", env -> arrivals.missing(upload(env)))
                                .dataFetcher("receivedBytes", env -> arrivals.received(upload(env)))
                                .dataFetcher(
                                        "asset", env -> load(env, upload(env).asset())))
                .type(
                        "AssetEvent",
                        type -> type.dataFetcher(
                                        "state",
                                        env -> event(env)
                                                .payload()
                                                .path("state")
                                                .asText())
                                .dataFetcher(
                                        "asset", env -> load(env, event(env).subject())));
    }

    @Override
    public List<NodeType<?>> nodeTypes() {
        return List.of(
                new NodeType<>(Id.Type.ASSET, "MediaAsset", Asset.class, inStudio(Scope.READ, assets::find)),
                // It comes with URLs to write to.
                new NodeType<>(Id.Type.UPLOAD, "Upload", Upload.class, inStudio(Scope.CREATE, uploads::find)));
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        return List.of(
                new Loader<>(Assets.LOADER, inStudio(Scope.READ, assets::find)),
                // Whoever was given the asset may know.
                new Loader<UUID, Rights>(
                        RIGHTS,
                        (actor, ids) ->
                                actor instanceof Actor.Member member ? assets.rights(member.studio(), ids) : Map.of()),
                new Loader<>(SOURCES, inStudio(Scope.READ, assets::sources)));
    }

    @Override
    public Map<String, Class<?>> javaTypes() {
        return Map.of("AssetEvent", Event.class, "MediaAssetConnection", Connection.class);
    }

    /** Nothing for who is no member of a studio or may not do as much. */
    private static <V> BiFunction<Actor, Set<UUID>, Map<UUID, V>> inStudio(
            Scope scope, BiFunction<UUID, Collection<UUID>, Map<UUID, V>> find) {
        return (actor, ids) ->
                actor instanceof Actor.Member member && member.scopes().contains(scope)
                        ? find.apply(member.studio(), ids)
                        : Map.of();
    }

    private Connection<Asset> list(DataFetchingEnvironment env) {
        return assets.list(
                Caller.studio(env),
                Page.of(env),
                constants(env.getArgument("kinds"), MediaKind.class),
                constants(env.getArgument("states"), AssetState.class));
    }

    private static <E extends Enum<E>> List<E> constants(@Nullable List<Object> given, Class<E> type) {
        return given == null
                ? List.of(type.getEnumConstants())
                : given.stream()
                        .map(constant -> Enum.valueOf(type, constant.toString()))
                        .toList();
    }

    private Object startUpload(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        Input rights = input.inputOrNull("rights");
        return Payload.of(
                "upload",
                uploads.start(
                        Caller.idempotent(env),
                        new Uploads.Announced(
                                input.text("fileName"),
                                input.big("bytes"),
                                input.text("sha256"),
                                input.flag("isSalvage")),
                        rights == null ? null : claim(rights)));
    }

    private Object finishUpload(DataFetchingEnvironment env) {
        return Payload.of("asset", uploads.finish(Caller.studio(env), id(env, Id.Type.UPLOAD)));
    }

    private Object cancelUpload(DataFetchingEnvironment env) {
        return Payload.of("upload", uploads.cancel(Caller.studio(env), id(env, Id.Type.UPLOAD)));
    }

    private Object updateRights(DataFetchingEnvironment env) {
        // One before it in the same operation may have asked for them.
        Fetch.loader(env, RIGHTS).clearAll();
        return Payload.of(
                "asset",
                assets.updateRights(Caller.member(env), id(env, Id.Type.ASSET), claim(Input.argument(env, "input"))));
    }

    private Object delete(DataFetchingEnvironment env) {
        return Payload.of(
                "deletedId",
                assets.delete(Caller.studio(env), id(env, Id.Type.ASSET)).map(Id.Type.ASSET::of));
    }

    private static RightsClaim claim(Input input) {
        return new RightsClaim(
                input.as("basis", RightsBasis.class),
                input.textOrNull("holder"),
                input.textOrNull("attribution"),
                input.asOrNull("licenseUrl", URI.class),
                input.textOrNull("proof"),
                input.asOrNull("expiresAt", Instant.class));
    }

    private Publisher<Event> follow(DataFetchingEnvironment env) {
        List<String> ids = env.getArgument("ids");
        return events.follow(
                Caller.studio(env),
                Topic.ASSET,
                ids == null ? null : ids.stream().flatMap(MediaGraphql::assetId).collect(Collectors.toSet()),
                env.getArgument("after"));
    }

    private static Stream<UUID> assetId(String id) {
        return Stream.ofNullable(Id.Type.ASSET.uuid(id));
    }

    private static CompletableFuture<List<Asset>> derivedFrom(DataFetchingEnvironment env) {
        DataLoader<UUID, List<Asset>> sources = Objects.requireNonNull(env.getDataLoader(SOURCES));
        return sources.load(asset(env).id());
    }

    private @Nullable URI downloadUrl(DataFetchingEnvironment env) {
        Duration expiresIn = env.getArgument("expiresIn");
        return assets.downloadUrl(asset(env), expiresIn == null ? USUAL_URL : expiresIn);
    }

    private static @Nullable CompletableFuture<Asset> load(DataFetchingEnvironment env, @Nullable UUID id) {
        DataLoader<UUID, Asset> loader = Objects.requireNonNull(env.getDataLoader(Assets.LOADER));
        return id == null ? null : loader.load(id);
    }

    private static @Nullable UUID id(DataFetchingEnvironment env, Id.Type type) {
        return type.uuid(Objects.requireNonNull(env.getArgument("id")));
    }

    private static Asset asset(DataFetchingEnvironment env) {
        return Objects.requireNonNull(env.getSource());
    }

    private static Upload upload(DataFetchingEnvironment env) {
        return Objects.requireNonNull(env.getSource());
    }

    private static Event event(DataFetchingEnvironment env) {
        return Objects.requireNonNull(env.getSource());
    }
}
