package io.viralforge.jobs;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.viralforge.media.Assets;
import io.viralforge.platform.events.Event;
import io.viralforge.platform.events.EventLog;
import io.viralforge.platform.events.Ticks;
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
import io.viralforge.platform.log.Subject;
import io.viralforge.recipe.Recipe;
import io.viralforge.recipe.RecipePreset;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** jobs.graphqls. */
@Singleton
final class JobGraphql implements GraphqlFeature {
    private static final List<PresetRecipe> PRESETS =
            Arrays.stream(RecipePreset.values()).map(PresetRecipe::of).toList();

    private static final String JOB = "jobs.job";
    private static final String ATTEMPTS = "jobs.attempts";
    private static final String INPUTS = "jobs.inputs";
    private static final String OUTPUTS = "jobs.outputs";
    private static final String CAPTIONS = "jobs.captions";
    private static final String WAITING = "jobs.waiting";

    private final Jobs jobs;
    private final JobStore store;
    private final Waiting waiting;
    private final EventLog log;
    private final Ticks ticks;

    JobGraphql(Jobs jobs, JobStore store, Waiting waiting, EventLog log, Ticks ticks) {
        this.jobs = jobs;
        this.store = store;
        this.waiting = waiting;
        this.log = log;
        this.ticks = ticks;
    }

    /** How far a job is, as a subscriber sees it. */
    record ProgressTick(String jobId, int attempt, Progress progress) {
        static ProgressTick of(Ticks.Tick tick) {
            var remaining = tick.payload().path("remainingMs");
            return new ProgressTick(
                    Id.Type.JOB.of(tick.key()),
                    tick.payload().path("attempt").asInt(),
                    new Progress(
                            JobStage.valueOf(tick.payload().path("stage").asText()),
                            tick.payload().path("fraction").asDouble(),
                            remaining.isNumber() ? Duration.ofMillis(remaining.asLong()) : null));
        }
    }

    /** What was rendered: the parts of the canonical recipe that clients want without parsing it. */
    record RecipeView(UUID job, String key, String canonical, Recipe recipe) {
        int width() {
            return recipe.canvas().width();
        }

        int height() {
            return recipe.canvas().height();
        }

        int frameRate() {
            return recipe.canvas().frameRate();
        }

        int cueCount() {
            return recipe.cues().size();
        }

        @Nullable
        Duration length() {
            return recipe.length();
        }
    }

    /** A recipe to begin with. */
    record PresetRecipe(RecipePreset preset, String title, String description, String fields) {
        static PresetRecipe of(RecipePreset preset) {
            return new PresetRecipe(preset, preset.title(), preset.description(), preset.json());
        }
    }

    @Override
    public Map<String, Class<?>> javaTypes() {
        return Map.of(
                "PresetRecipe",
                PresetRecipe.class,
                "Recipe",
                RecipeView.class,
                "JobEvent",
                Event.class,
                "JobProgressTick",
                ProgressTick.class);
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("jobs", this::list).dataFetcher("recipes", _ -> PRESETS))
                .type(
                        "Mutation",
                        type -> type.dataFetcher("jobSubmit", this::submit)
                                .dataFetcher(
                                        "jobCancel", env -> Payload.of("job", jobs.cancel(Caller.studio(env), id(env))))
                                .dataFetcher(
                                        "jobRetry", env -> Payload.of("job", jobs.retry(Caller.studio(env), id(env)))))
                .type(
                        "Subscription",
                        type -> type.dataFetcher("jobEvents", this::events).dataFetcher("jobProgress", this::progress))
                .type(
                        "Job",
                        type -> type.dataFetcher("id", env -> Id.Type.JOB.of(job(env).id()))
                                .dataFetcher("recipe", env -> recipe(job(env)))
                                .dataFetcher(
                                        "waiting",
                                        env -> Fetch.loader(env, WAITING).load(job(env).id()))
                                .dataFetcher(
                                        "captions",
                                        env -> Fetch.loader(env, CAPTIONS).load(job(env).id()))
                                .dataFetcher(
                                        "attempts",
                                        env -> Fetch.loader(env, ATTEMPTS).load(job(env).id()))
                                .dataFetcher(
                                        "cost",
                                        env -> Fetch.<UUID, List<Attempt>>loader(env, ATTEMPTS)
                                                .load(job(env).id())
                                                .thenApply(attempts -> Cost.sum(attempts.stream()
                                                        .map(Attempt::cost)
                                                        .toList())))
                                .dataFetcher("inputs", env -> assets(env, INPUTS, job(env).id()))
                                .dataFetcher("outputs", env -> assets(env, OUTPUTS, job(env).id())))
                .type("Attempt", type -> type.dataFetcher("workerName", JobGraphql::workerName))
                .type(
                        "Recipe",
                        type -> type.dataFetcher(
                                "source",
                                env -> assets(
                                                env,
                                                INPUTS,
                                                Fetch.source(env, RecipeView.class)
                                                        .job())
                                        .thenApply(inputs -> inputs.isEmpty() ? null : inputs.getFirst())))
                .type(
                        "JobEvent",
                        type -> type.dataFetcher(
                                        "state",
                                        env -> event(env)
                                                .payload()
                                                .path("state")
                                                .asText())
                                .dataFetcher(
                                        "attempt",
                                        env -> event(env)
                                                .payload()
                                                .path("attempt")
                                                .asInt())
                                .dataFetcher(
                                        "job",
                                        env -> Fetch.loader(env, JOB)
                                                .load(event(env).subject())));
    }

    @Override
    public List<NodeType<?>> nodeTypes() {
        return List.of(new NodeType<>(Id.Type.JOB, "Job", Job.class, inStudio(store::find)));
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        return List.of(
                new Loader<>(JOB, inStudio(store::find)),
                new Loader<>(ATTEMPTS, inStudio(store::attempts)),
                new Loader<>(INPUTS, inStudio(store::inputs)),
                new Loader<>(CAPTIONS, inStudio(store::captions)),
                new Loader<>(WAITING, inStudio(waiting::reasons)),
                new Loader<>(OUTPUTS, inStudio(store::outputs)));
    }

    /** Those that have no studio see nothing. */
    private static <V> BiFunction<Actor, Set<UUID>, Map<UUID, V>> inStudio(
            BiFunction<UUID, Set<UUID>, Map<UUID, V>> find) {
        return (actor, ids) -> actor instanceof Actor.Member member ? find.apply(member.studio(), ids) : Map.of();
    }

    /** What it is called was chosen by whoever runs it, a stranger perhaps: for those to read who look after workers. */
    private static String workerName(DataFetchingEnvironment env) {
        boolean isOperator = Caller.actor(env).scopes().contains(Scope.OPERATOR);
        return isOperator ? Fetch.source(env, Attempt.class).workerName() : "worker";
    }

    private Connection<Job> list(DataFetchingEnvironment env) {
        Page page = Page.of(env);
        Input arguments = Fetch.arguments(env);
        return Connection.of(
                page,
                store.list(
                        Caller.studio(env),
                        page,
                        arguments.constantsOrNull("kinds", JobKind.class),
                        arguments.constantsOrNull("states", JobState.class)),
                job -> job.id().toString());
    }

    private Object submit(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return Payload.of(
                "job",
                jobs.submit(
                        Caller.member(env),
                        input.input("recipe").values(),
                        input.number("priority"),
                        input.texts("labels"),
                        Fetch.text(env, "idempotencyKey")));
    }

    private Publisher<Event> events(DataFetchingEnvironment env) {
        return log.follow(Caller.studio(env), Topic.JOB, subjects(env), env.getArgument("after"));
    }

    private Publisher<ProgressTick> progress(DataFetchingEnvironment env) {
        Set<UUID> subjects = subjects(env);
        return Flux.from(ticks.follow(Ticks.studio(JobEvents.PROGRESS, Caller.studio(env))))
                .filter(tick -> subjects == null || subjects.contains(tick.key()))
                .map(ProgressTick::of);
    }

    /** Ids that name no job of ours match nothing, rather than everything. */
    private static @Nullable Set<UUID> subjects(DataFetchingEnvironment env) {
        List<String> ids = env.getArgument("ids");
        return ids == null
                ? null
                : ids.stream().map(Id.Type.JOB::uuid).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private static CompletionStage<List<Object>> assets(DataFetchingEnvironment env, String loader, UUID job) {
        return Fetch.<UUID, List<UUID>>loader(env, loader)
                .load(job)
                .thenCompose(
                        ids -> Fetch.<UUID, Object>loader(env, Assets.LOADER).loadMany(ids))
                .thenApply(found -> found.stream().filter(Objects::nonNull).toList());
    }

    private static @Nullable RecipeView recipe(Job job) {
        if (job.recipe() == null || job.recipeKey() == null) {
            return null;
        }
        Recipe recipe = Recipe.parseOrNull(job.recipe());
        return recipe == null ? null : new RecipeView(job.id(), job.recipeKey(), job.recipe(), recipe);
    }

    private static Job job(DataFetchingEnvironment env) {
        return Fetch.source(env, Job.class);
    }

    private static Event event(DataFetchingEnvironment env) {
        return Fetch.source(env, Event.class);
    }

    private static @Nullable UUID id(DataFetchingEnvironment env) {
        UUID id = Id.Type.JOB.uuid(Fetch.text(env, "id"));
        if (id != null) {
            Subject.JOB.is(Id.Type.JOB.of(id));
        }
        return id;
    }
}
