package io.viralforge.jobs;

import io.viralforge.media.Asset;
import io.viralforge.media.Assets;
import io.viralforge.media.MediaKind;
import io.viralforge.media.Rights;
import io.viralforge.media.Storage;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.log.Subject;
import io.viralforge.platform.sql.Idempotency;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import io.viralforge.recipe.Problem;
import io.viralforge.recipe.Recipe;
import io.viralforge.recipe.RecipeInput;
import io.viralforge.recipe.RecipeKey;
import io.viralforge.recipe.RendererVersion;
import io.viralforge.trace.Span;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people do with jobs. */
@Singleton
final class Jobs {
    private static final int TRIES = 3;

    /** Checking what was just uploaded goes before rendering: somebody is waiting for it. */
    private static final int INSPECT_PRIORITY = 8;

    private final Sql sql;
    private final Idempotency idempotency;
    private final Assets assets;
    private final Storage storage;
    private final QueueLimits limits;
    private final JobEvents events;
    private final Uuid7 ids;
    private final JobsConfig settings;

    Jobs(
            Sql sql,
            Idempotency idempotency,
            Assets assets,
            Storage storage,
            QueueLimits limits,
            JobEvents events,
            Uuid7 ids,
            JobsConfig settings) {
        this.sql = sql;
        this.settings = settings;
        this.limits = limits;
        this.idempotency = idempotency;
        this.assets = assets;
        this.storage = storage;
        this.events = events;
        this.ids = ids;
    }

    /** Submits a render; the job that does or did exactly that when there is one. */
    Outcome<Job> submit(
            Actor.Member actor, Map<String, @Nullable Object> recipe, int priority, List<String> labels, String key) {
        if (priority < 0 || priority > 9) {
            return Outcome.refused(UserErrorCode.OUT_OF_RANGE, "priority must be 0 to 9.", "input", "priority");
        }
        if (!Labels.areValid(labels)) {
            return Outcome.refused(UserErrorCode.INVALID, Labels.RULE, "input", "labels");
        }
        return sql.inStudio(
                actor.studio(),
                tx -> idempotency
                        .once(
                                tx,
                                Idempotency.Request.of(
                                        actor.studio(),
                                        actor.id(),
                                        "jobSubmit",
                                        key,
                                        Map.of("recipe", recipe, "priority", priority, "labels", labels)),
                                () -> submit(tx, actor.studio(), new RecipeInput(recipe), priority, labels))
                        .map(id -> JobStore.get(tx, actor.studio(), id)));
    }

    private Outcome<UUID> submit(Tx tx, UUID studio, RecipeInput input, int priority, List<String> labels) {
        List<Problem> counts = input.wrongCounts();
        if (!counts.isEmpty()) {
            return Outcome.refused(userErrors(counts));
        }
        return inputs(tx, studio, input).then(this::withinLimit).then(clips -> switch (input.read(media(clips))) {
            case RecipeInput.Reading.Valid(Recipe recipe) -> existingOrNew(tx, studio, recipe, clips, priority, labels);
            case RecipeInput.Reading.Invalid(List<Problem> problems) -> Outcome.refused(userErrors(problems));
        });
    }

    /** The assets that a recipe names, by their numbers. */
    private Outcome<List<Asset>> inputs(Tx tx, UUID studio, RecipeInput input) {
        Map<UUID, Asset> held = assets.held(
                tx,
                studio,
                input.assets().stream()
                        .map(Id.Type.ASSET::uuid)
                        .filter(Objects::nonNull)
                        .toList());
        Map<UUID, Rights> rights = assets.rights(tx, studio, held.keySet());
        Map<String, Asset> found = new LinkedHashMap<>();
        List<UserError> errors = new ArrayList<>();
        for (RecipeInput.Mention mention : input.mentions()) {
            UUID uuid = Id.Type.ASSET.uuid(mention.assetId());
            switch (renderable(uuid == null ? null : held.get(uuid), uuid == null ? null : rights.get(uuid), mention)) {
                case Outcome.Done<Asset>(Asset asset) -> found.put(mention.assetId(), asset);
                case Outcome.Refused<Asset>(List<UserError> reasons) -> errors.addAll(reasons);
            }
        }
        return errors.isEmpty() ? Outcome.done(List.copyOf(found.values())) : Outcome.refused(errors);
    }

    /** A worker has room for all of them at once, and fetches them while it holds the job. */
    private Outcome<List<Asset>> withinLimit(List<Asset> clips) {
        long bytes = clips.stream().mapToLong(Asset::bytes).sum();
        return bytes <= settings.maxInputBytes()
                ? Outcome.done(clips)
                : Outcome.refused(
                        UserErrorCode.TOO_LARGE,
                        "What the recipe reads has %d bytes; all together may have %d."
                                .formatted(bytes, settings.maxInputBytes()),
                        "input",
                        "recipe");
    }

    private Outcome<Asset> renderable(@Nullable Asset named, @Nullable Rights rights, RecipeInput.Mention mention) {
        List<String> where = new ArrayList<>(List.of("input", "recipe"));
        where.addAll(mention.path());
        Set<MediaKind> kinds = switch (mention.use()) {
            case SOURCE -> EnumSet.of(MediaKind.VIDEO);
            case SHOT -> EnumSet.of(MediaKind.VIDEO, MediaKind.IMAGE);
            case STILL -> EnumSet.of(MediaKind.IMAGE);
            case SOUND -> EnumSet.of(MediaKind.VIDEO, MediaKind.AUDIO);
        };
        return assets.renderable(named, rights, where)
                .then(asset -> !kinds.contains(asset.kind())
                        ? invalid("Must be of the kind " + words(kinds) + ".", where)
                        : mention.use() == RecipeInput.Use.SOUND && !Boolean.TRUE.equals(asset.hasAudio())
                                ? invalid("There is no sound in it.", where)
                                : Outcome.done(asset));
    }

    private static Outcome<Asset> invalid(String message, List<String> where) {
        return Outcome.refused(List.of(new UserError(UserErrorCode.INVALID, message, where)));
    }

    private static String words(Set<MediaKind> kinds) {
        return kinds.stream().map(MediaKind::name).collect(Collectors.joining(" or "));
    }

    private static List<RecipeInput.Medium> media(List<Asset> assets) {
        return assets.stream()
                .map(asset -> new RecipeInput.Medium(
                        asset.kind() == MediaKind.IMAGE ? null : asset.duration(), asset.pauses()))
                .toList();
    }

    private static List<UserError> userErrors(List<Problem> problems) {
        return problems.stream()
                .map(problem -> {
                    List<String> path = new ArrayList<>(List.of("input", "recipe"));
                    path.addAll(problem.path());
                    boolean isCaptions = problem.path().contains("captions") && problem.code() == Problem.Code.INVALID;
                    return new UserError(
                            isCaptions
                                    ? UserErrorCode.CAPTIONS_INVALID
                                    : UserErrorCode.valueOf(problem.code().name()),
                            problem.message(),
                            path);
                })
                .toList();
    }

    private Outcome<UUID> existingOrNew(
            Tx tx, UUID studio, Recipe recipe, List<Asset> clips, int priority, List<String> labels) {
        String key = RecipeKey.of(recipe, clips.stream().map(Asset::sha256).toList(), RendererVersion.CURRENT);
        // Two who ask for the same at once get the same job.
        tx.row("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))::text", row -> true, studio + key);
        UUID existing = existing(tx, studio, key, clips);
        return existing == null
                ? admit(tx, studio, "input").map(free -> add(tx, studio, recipe, key, clips, priority, labels))
                : Outcome.done(existing);
    }

    /** Whether one more render may wait. */
    private Outcome<QueueUse> admit(Tx tx, UUID studio, String path) {
        return storage.notFull(tx, studio, path).then(_ -> limits.admit(tx, studio, path));
    }

    private UUID add(
            Tx tx, UUID studio, Recipe recipe, String key, List<Asset> clips, int priority, List<String> labels) {
        UUID id = ids.next();
        Subject.JOB.is(Id.Type.JOB.of(id));
        Needs needs = Needs.ofRender(RendererVersion.CURRENT, recipe, clips, labels);
        tx.update(
                """
                INSERT INTO job (studio_id, id, kind, state, priority, turn, run_at, max_attempts, recipe, recipe_key,
                    needs, cores, memory_bytes, traceparent, created_at)
                VALUES (?, ?, 'RENDER', 'QUEUED', ?,\s""" + Turn.OF + ", now(), ?, ?, ?, ?, ?, ?, ?, now())",
                studio,
                id,
                priority,
                priority,
                TRIES,
                recipe.canonical(),
                key,
                needs.words(),
                needs.cores(),
                needs.memoryBytes(),
                Span.traceparent());
        for (int position = 0; position < clips.size(); position++) {
            addInput(tx, studio, id, position, clips.get(position).id());
        }
        events.changed(tx, studio, id, JobKind.RENDER, JobState.QUEUED, 0);
        return id;
    }

    /**
     * A job of this name on these very assets that is under way, or done not too long ago with all its outputs still
     * there. Other assets may hold the same bytes under other rights, and results inherit those of what they were made
     * from.
     */
    private @Nullable UUID existing(Tx tx, UUID studio, String key, List<Asset> clips) {
        List<Existing> candidates = tx.rows(
                """
                SELECT id, state, ARRAY(SELECT asset_id FROM job_output WHERE job_output.studio_id = job.studio_id
                    AND job_id = job.id)::text[] AS outputs
                FROM job WHERE studio_id = ? AND recipe_key = ? AND state IN ('QUEUED', 'RUNNING', 'SUCCEEDED')
                  AND (ended_at IS NULL OR ended_at > now() - ? * interval '1 ms')
                  AND ARRAY(SELECT asset_id FROM job_input WHERE job_input.studio_id = job.studio_id
                    AND job_id = job.id ORDER BY position) = ?
                ORDER BY id DESC""",
                row -> new Existing(
                        row.uuid("id"),
                        row.constant("state", JobState.class),
                        row.texts("outputs").stream().map(UUID::fromString).toList()),
                studio,
                key,
                settings.reused().toMillis(),
                clips.stream().map(Asset::id).toList());
        return candidates.stream()
                .filter(job -> job.state != JobState.SUCCEEDED
                        || (!job.outputs.isEmpty()
                                && assets.find(tx, studio, job.outputs).size() == job.outputs.size()))
                .map(Existing::id)
                .findFirst()
                .orElse(null);
    }

    private record Existing(UUID id, JobState state, List<UUID> outputs) {}

    private static void addInput(Tx tx, UUID studio, UUID job, int position, UUID asset) {
        tx.update(
                "INSERT INTO job_input (studio_id, job_id, position, asset_id) VALUES (?, ?, ?, ?)",
                studio,
                job,
                position,
                asset);
    }

    /** Has a worker decode a new asset, unless it was deleted before its turn came. */
    void inspect(Tx tx, UUID studio, UUID asset) {
        if (!assets.isUnchecked(tx, studio, asset)) {
            return;
        }
        UUID id = ids.next();
        // A stranger could find whatever it likes in a file, and refuse every upload.
        List<String> needs = SpotChecks.isAnybodyTrusted(tx) ? List.of(Needs.TRUSTED) : List.of();
        tx.update(
                """
                INSERT INTO job (studio_id, id, kind, state, priority, turn, run_at, max_attempts, needs, created_at)
                VALUES (?, ?, 'INSPECT', 'QUEUED', ?,\s""" + Turn.OF + ", now(), ?, ?, now())", studio, id, INSPECT_PRIORITY, INSPECT_PRIORITY, TRIES, needs);
        addInput(tx, studio, id, 0, asset);
        events.changed(tx, studio, id, JobKind.INSPECT, JobState.QUEUED, 0);
    }

    /** Cancels a job; one that is cancelled already stays so. Checking an upload cannot be cancelled, only the upload. */
    Outcome<Job> cancel(UUID studio, @Nullable UUID id) {
        return sql.inStudio(
                studio,
                tx -> locked(tx, studio, id).then(job -> {
                    if (job.state() == JobState.CANCELLED) {
                        return Outcome.done(job);
                    }
                    if (!JobAction.CANCEL.from().contains(job.state())) {
                        return Outcome.refused(UserErrorCode.WRONG_STATE, "The job has ended already.", "id");
                    }
                    if (job.kind() == JobKind.INSPECT) {
                        return Outcome.refused(
                                UserErrorCode.WRONG_STATE,
                                "A check cannot be cancelled; delete the asset instead.",
                                "id");
                    }
                    cancel(tx, studio, job);
                    return Outcome.done(JobStore.get(tx, studio, job.id()));
                }));
    }

    private void cancel(Tx tx, UUID studio, Job job) {
        UUID token = tx.row(
                "SELECT token_id FROM worker JOIN job ON worker.id = worker_id WHERE studio_id = ? AND job.id = ?",
                row -> row.uuid("token_id"),
                studio,
                job.id());
        long fence =
                tx.one("""
                UPDATE job SET state = ?, worker_id = NULL, ended_at = now()
                WHERE studio_id = ? AND id = ? AND state = ANY (?) RETURNING coalesce(fencing_token, 0) AS token""", row -> row.big("token"), JobAction.CANCEL.to(), studio, job.id(), JobAction.CANCEL.from());
        // Of a job that waits there is no open attempt, and nothing was used.
        Cost used = AttemptEnd.close(tx, studio, fence, AttemptOutcome.CANCELLED, null, null);
        events.attemptEnded(tx, studio, job.id(), job.kind(), JobAction.CANCEL.to(), job.attempt(), used);
        if (token != null) {
            tx.afterCommit(() -> events.hurryHeartbeat(token));
        }
    }

    /** Puts a failed or cancelled job back into the queue; one that waits or runs already is left as it is. */
    Outcome<Job> retry(UUID studio, @Nullable UUID id) {
        return sql.inStudio(
                studio,
                tx -> locked(tx, studio, id).then(job -> {
                    if (!job.state().isEnded()) {
                        return Outcome.done(job);
                    }
                    if (job.recipe() != null && Recipe.parseOrNull(job.recipe()) == null) {
                        return Outcome.refused(
                                UserErrorCode.WRONG_STATE,
                                "It was submitted to an earlier version; submit its recipe again.",
                                "id");
                    }
                    if (!JobAction.RETRY.from().contains(job.state()) || job.kind() == JobKind.INSPECT) {
                        return Outcome.refused(
                                UserErrorCode.WRONG_STATE,
                                "Only a render that failed or was cancelled can be retried.",
                                "id");
                    }
                    List<UserError> errors = noLongerRenderable(tx, studio, job.id());
                    if (!errors.isEmpty()) {
                        return Outcome.refused(errors);
                    }
                    return admit(tx, studio, "id").map(free -> retry(tx, studio, job));
                }));
    }

    private Job retry(Tx tx, UUID studio, Job job) {
        tx.update(
                "UPDATE job SET state = ?, run_at = now(), turn = " + Turn.OF.replace("?", "priority") + """
                , max_attempts = attempt + ?, ended_at = NULL, failure_code = NULL, failure_message = NULL
                WHERE studio_id = ? AND id = ? AND state = ANY (?)""",
                JobAction.RETRY.to(),
                TRIES,
                studio,
                job.id(),
                JobAction.RETRY.from());
        events.changed(tx, studio, job.id(), job.kind(), JobAction.RETRY.to(), job.attempt());
        return JobStore.get(tx, studio, job.id());
    }

    /** Rights may have ended and files may have been deleted since the job was submitted. */
    private List<UserError> noLongerRenderable(Tx tx, UUID studio, UUID job) {
        List<UserError> errors = new ArrayList<>();
        List<UUID> inputs = JobStore.inputs(tx, studio, job);
        Map<UUID, Asset> held = assets.held(tx, studio, inputs);
        Map<UUID, Rights> rights = assets.rights(tx, studio, inputs);
        for (UUID input : inputs) {
            if (assets.renderable(held.get(input), rights.get(input), List.of("id"))
                    instanceof Outcome.Refused(var reasons)) {
                errors.addAll(reasons);
            }
        }
        return errors;
    }

    private static Outcome<Job> locked(Tx tx, UUID studio, @Nullable UUID id) {
        Job job =
                tx.row(Job.SELECT + "WHERE job.studio_id = ? AND job.id = ? FOR UPDATE OF job", Job::read, studio, id);
        return job == null ? Outcome.refused(UserErrorCode.NOT_FOUND, "No such job.", "id") : Outcome.done(job);
    }
}
