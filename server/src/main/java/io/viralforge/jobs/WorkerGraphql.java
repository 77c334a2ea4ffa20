package io.viralforge.jobs;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.viralforge.media.Finding;
import io.viralforge.media.MediaFacts;
import io.viralforge.media.MediaKind;
import io.viralforge.media.Refusal;
import io.viralforge.media.RefusalCode;
import io.viralforge.media.Upload;
import io.viralforge.media.Uploads;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
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
import io.viralforge.platform.graphql.NodeType;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Payload;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.log.Subject;
import io.viralforge.platform.text.PlainText;
import io.viralforge.recipe.Pause;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** workers.graphqls. */
@Singleton
final class WorkerGraphql implements GraphqlFeature {
    private static final int MOST_LEASES = 16;
    private static final int MOST_WARNINGS = 20;
    private static final int LONGEST_TEXT = 500;

    private final Workers workers;
    private final Leasing leasing;
    private final Leases leases;
    private final Settlement settlement;
    private final LeaseFiles files;
    private final Uploads uploads;
    private final Ticks ticks;
    private final EventLog log;

    WorkerGraphql(
            Workers workers,
            Leasing leasing,
            Leases leases,
            Settlement settlement,
            LeaseFiles files,
            Uploads uploads,
            Ticks ticks,
            EventLog log) {
        this.workers = workers;
        this.leasing = leasing;
        this.leases = leases;
        this.settlement = settlement;
        this.files = files;
        this.uploads = uploads;
        this.ticks = ticks;
        this.log = log;
    }

    @Override
    public Map<String, Class<?>> javaTypes() {
        return Map.of("WorkerUpload", Upload.class, "WorkerSignal", Map.class, "WorkerEvent", Event.class);
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("workers", this::list))
                .type("Service", type -> type.dataFetcher("hasWorker", env -> workers.hasAny()))
                .type(
                        "Mutation",
                        type -> type.dataFetcher("workerRegister", this::register)
                                .dataFetcher("workerPause", env -> Payload.of("worker", workers.pause(operated(env))))
                                .dataFetcher("workerResume", env -> Payload.of("worker", workers.resume(operated(env))))
                                .dataFetcher("workerDrain", env -> Payload.of("worker", workers.drain(operated(env))))
                                .dataFetcher("workerLease", this::lease)
                                .dataFetcher("workerHeartbeat", this::heartbeat)
                                .dataFetcher("workerOutputStart", this::startOutput)
                                .dataFetcher("workerRenderComplete", this::rendered)
                                .dataFetcher("workerInspectComplete", this::inspected)
                                .dataFetcher("workerFail", this::failed)
                                .dataFetcher("workerRelease", this::release))
                .type(
                        "Subscription",
                        type -> type.dataFetcher("workerSignals", this::signals)
                                .dataFetcher("workerEvents", this::events))
                .type(
                        "Worker",
                        type -> type.dataFetcher(
                                "id",
                                env -> Id.Type.WORKER.of(
                                        Fetch.source(env, Worker.class).id())))
                .type(
                        "WorkerEvent",
                        type -> type.dataFetcher(
                                        "state",
                                        env -> Fetch.source(env, Event.class)
                                                .payload()
                                                .path("state")
                                                .asText())
                                .dataFetcher("worker", this::worker))
                .type(
                        "JobLease",
                        type -> type.dataFetcher(
                                "jobId",
                                env -> Id.Type.JOB.of(Fetch.source(env, LeaseFiles.JobLease.class)
                                        .job())))
                .type(
                        "WorkerUpload",
                        type -> type.dataFetcher(
                                        "id",
                                        env -> Id.Type.UPLOAD.of(upload(env).id()))
                                .dataFetcher("missingParts", env -> uploads.missingParts(upload(env))))
                .type(
                        "LeaseStatus",
                        type -> type.dataFetcher(
                                        "jobId",
                                        env -> Id.Type.JOB.of(
                                                status(env).lease().job()))
                                .dataFetcher(
                                        "fencingToken",
                                        env -> status(env).lease().fencingToken()));
    }

    @Override
    public List<NodeType<?>> nodeTypes() {
        return List.of(new NodeType<>(
                Id.Type.WORKER,
                "Worker",
                Worker.class,
                (actor, ids) -> actor.scopes().contains(Scope.OPERATOR) || actor instanceof Actor.WorkerNode
                        ? workers.find(ids)
                        : Map.of()));
    }

    private Connection<Worker> list(DataFetchingEnvironment env) {
        Page page = Page.of(env);
        return Connection.of(page, workers.list(page), worker -> worker.id().toString());
    }

    private Object register(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        Input can = input.input("capabilities");
        Map<String, @Nullable Object> payload = Payload.of(
                "worker",
                RegistrationCheck.checked(new Workers.Registration(
                                input.text("instanceKey"),
                                input.text("name"),
                                input.text("version"),
                                input.text("rendererVersion"),
                                new Worker.Capabilities(
                                        can.number("cores"),
                                        can.big("memoryBytes"),
                                        can.texts("gpus"),
                                        can.texts("encoders"),
                                        can.texts("decoders"),
                                        can.text("ffmpeg"),
                                        can.texts("models")),
                                input.texts("labels")))
                        .then(registration -> workers.register(Caller.workerToken(env), registration)));
        payload.put("heartbeatMillis", (int) LeaseTimes.HEARTBEAT.toMillis());
        payload.put("leaseMillis", (int) LeaseTimes.LEASE.toMillis());
        return payload;
    }

    private Object lease(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        int max = input.number("max");
        if (max < 1 || max > MOST_LEASES) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "max must be 1 to " + MOST_LEASES + ".");
        }
        Worker worker = workers.heardFrom(Caller.workerToken(env), workerId(input), null);
        Set<JobKind> kinds = new HashSet<>(input.constants("kinds", JobKind.class));
        return Payload.of(
                "leases",
                Outcome.done(leasing.lease(worker, kinds, max, room(input)).stream()
                        .map(files::with)
                        .filter(Objects::nonNull)
                        .toList()));
    }

    private static Worker.Room room(Input input) {
        Integer cores = input.numberOrNull("freeCores");
        Long memory = input.bigOrNull("freeMemoryBytes");
        return new Worker.Room(
                cores == null ? Worker.Room.ALL.cores() : cores,
                memory == null ? Worker.Room.ALL.memoryBytes() : memory);
    }

    private Object heartbeat(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        List<Leases.Beat> beats =
                ofOneWorker(input).stream().map(WorkerGraphql::beat).toList();
        UUID token = Caller.workerToken(env);
        Worker worker = workers.heardFrom(token, workerId(input), input.flag("isDraining"));
        Map<String, @Nullable Object> payload =
                Payload.of("leases", Outcome.done(leases.heartbeat(token, worker.id(), beats)));
        payload.put("isToDrain", worker.isToDrain());
        return payload;
    }

    /** The leases that a worker speaks of. */
    private static List<Input> ofOneWorker(Input input) {
        List<Input> leases = input.inputs("leases");
        if (leases.size() > MOST_LEASES * 4) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "Too many leases for one worker.");
        }
        return leases;
    }

    private static Leases.Beat beat(Input input) {
        JobStage stage = input.asOrNull("stage", JobStage.class);
        Double fraction = input.realOrNull("fraction");
        Long remaining = input.bigOrNull("remainingMillis");
        Input cost = input.inputOrNull("cost");
        return new Leases.Beat(
                lease(input.input("lease")),
                stage == null || fraction == null
                        ? null
                        : new Progress(
                                stage, fraction, remaining == null ? null : Duration.ofMillis(Math.max(0, remaining))),
                cost == null ? null : cost(cost));
    }

    private Object startOutput(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return Payload.of(
                "upload",
                settlement.startOutput(
                        Caller.workerToken(env),
                        held(input),
                        input.as("role", Settlement.Role.class),
                        input.big("bytes"),
                        input.text("sha256")));
    }

    private Object rendered(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        List<Settlement.Output> outputs = input.inputs("outputs").stream()
                .map(output -> new Settlement.Output(
                        output.as("role", Settlement.Role.class), uploadId(output), facts(output.input("facts"))))
                .toList();
        return settled(settlement.rendered(
                Caller.workerToken(env),
                held(input),
                outputs,
                warnings(input),
                input.textOrNull("captions"),
                cost(input.input("cost"))));
    }

    private Object inspected(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        Input found = input.input("finding");
        Input refusal = found.inputOrNull("refusal");
        Finding finding = refusal == null
                ? new Finding.Usable(facts(found.input("facts")))
                : new Finding.Unusable(
                        new Refusal(refusal.as("code", RefusalCode.class), shortened(refusal.text("message"))));
        return settled(settlement.inspected(Caller.workerToken(env), held(input), finding, cost(input.input("cost"))));
    }

    private Object failed(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return settled(settlement.failed(
                Caller.workerToken(env),
                held(input),
                new Failure(input.as("code", JobFailureCode.class), shortened(input.text("message"))),
                input.flag("isRetryable"),
                cost(input.input("cost"))));
    }

    private Object release(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        List<Lease> given =
                ofOneWorker(input).stream().map(WorkerGraphql::lease).toList();
        return Payload.of(
                "releasedJobIds",
                Outcome.done(leases.release(Caller.workerToken(env), given).stream()
                        .map(Id.Type.JOB::of)
                        .toList()));
    }

    private Publisher<Map<String, WorkerSignalKind>> signals(DataFetchingEnvironment env) {
        UUID token = Caller.workerToken(env);
        return Flux.from(ticks.follow(JobEvents.WORKERS))
                .map(tick -> Map.entry(
                        tick.key(),
                        WorkerSignalKind.valueOf(tick.payload().path("kind").asText())))
                .filter(signal -> signal.getValue() == WorkerSignalKind.WORK
                        || signal.getKey().equals(token))
                .map(signal -> Map.of("kind", signal.getValue()));
    }

    private Publisher<Event> events(DataFetchingEnvironment env) {
        return log.follow(EventLog.INSTALLATION, Topic.WORKER, null, env.getArgument("after"));
    }

    private @Nullable Worker worker(DataFetchingEnvironment env) {
        UUID id = Fetch.source(env, Event.class).subject();
        return workers.find(Set.of(id)).get(id);
    }

    private static Object settled(Outcome<Boolean> outcome) {
        return Payload.of("isAccepted", outcome, false);
    }

    /** The one lease that a worker speaks of. */
    private static Lease held(Input input) {
        Lease lease = lease(input.input("lease"));
        Subject.JOB.is(Id.Type.JOB.of(lease.job()));
        return lease;
    }

    private static Lease lease(Input input) {
        UUID job = Id.Type.JOB.uuid(input.text("jobId"));
        return new Lease(job == null ? new UUID(0, 0) : job, input.big("fencingToken"));
    }

    private static UUID uploadId(Input output) {
        UUID upload = Id.Type.UPLOAD.uuid(output.text("uploadId"));
        return upload == null ? new UUID(0, 0) : upload;
    }

    private static @Nullable UUID operated(DataFetchingEnvironment env) {
        return Id.Type.WORKER.uuid(Fetch.text(env, "id"));
    }

    private static @Nullable UUID workerId(Input input) {
        return Id.Type.WORKER.uuid(input.text("workerId"));
    }

    private static Cost cost(Input cost) {
        return new Cost(cost.real("cpuSeconds"), cost.real("gpuSeconds"), cost.big("bytesIn"), cost.big("bytesOut"));
    }

    private static MediaFacts facts(Input facts) {
        Long millis = facts.bigOrNull("durationMillis");
        try {
            return facts(facts, millis == null ? null : Duration.ofMillis(millis));
        } catch (IllegalArgumentException impossible) {
            throw new CodedException(
                    ErrorCode.BAD_REQUEST, "No file is like that: " + impossible.getMessage() + ".", impossible);
        }
    }

    private static MediaFacts facts(Input facts, @Nullable Duration duration) {
        return new MediaFacts(
                facts.as("kind", MediaKind.class),
                shortened(facts.text("contentType")),
                duration,
                facts.numberOrNull("width"),
                facts.numberOrNull("height"),
                facts.realOrNull("frameRate"),
                facts.flag("hasAudio"),
                facts.texts("codecs"),
                warnings(facts),
                Pause.of(facts.all("pauses", Long.class)));
    }

    private static List<String> warnings(Input input) {
        return input.texts("warnings").stream()
                .limit(MOST_WARNINGS)
                .map(WorkerGraphql::shortened)
                .toList();
    }

    private static String shortened(String text) {
        return PlainText.of(PlainText.cut(text, LONGEST_TEXT));
    }

    private static Upload upload(DataFetchingEnvironment env) {
        return Fetch.source(env, Upload.class);
    }

    private static LeaseStatus status(DataFetchingEnvironment env) {
        return Fetch.source(env, LeaseStatus.class);
    }
}
