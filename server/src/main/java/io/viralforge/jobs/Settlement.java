package io.viralforge.jobs;

import io.viralforge.media.Asset;
import io.viralforge.media.Assets;
import io.viralforge.media.Finding;
import io.viralforge.media.MediaFacts;
import io.viralforge.media.Upload;
import io.viralforge.media.UploadState;
import io.viralforge.media.Uploads;
import io.viralforge.media.VerifiedUpload;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import io.viralforge.platform.text.PlainText;
import io.viralforge.recipe.CaptionFormat;
import io.viralforge.recipe.InvalidRecipeException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The ends of attempts as workers report them. A report counts only while its fencing token is the newest; the same
 * report again is answered as the first time.
 */
@Singleton
final class Settlement {
    private final Sql sql;
    private final Assets assets;
    private final Uploads uploads;
    private final AttemptEnd end;
    private final SpotChecks spotChecks;
    private final Strangers strangers;

    Settlement(Sql sql, Assets assets, Uploads uploads, AttemptEnd end, SpotChecks spotChecks, Strangers strangers) {
        this.sql = sql;
        this.assets = assets;
        this.uploads = uploads;
        this.end = end;
        this.spotChecks = spotChecks;
        this.strangers = strangers;
    }

    /** What a file is to its job; the schema describes each. */
    enum Role {
        VIDEO("-short.mp4"),
        POSTER("-poster.jpg");

        private static final int LONGEST = 200;

        private final String ending;

        Role(String ending) {
            this.ending = ending;
        }

        /** After the file it was made from, so that people find it again. */
        private String named(String source) {
            int dot = source.lastIndexOf('.');
            String base = dot > 0 ? source.substring(0, dot) : source;
            return PlainText.cut(base, LONGEST) + ending;
        }
    }

    /** An output that was sent. */
    record Output(Role role, UUID upload, MediaFacts facts) {}

    /**
     * Begins the upload of a result. What was begun before for the same lease and role goes on; when it was something
     * else, it is given up.
     */
    Outcome<Upload> startOutput(UUID token, Lease lease, Role role, long bytes, String sha256) {
        LeasedJob job = sql.<@Nullable LeasedJob>everywhere(tx -> Leases.held(tx, token, lease));
        if (job == null) {
            return lost();
        }
        if (job.kind() != JobKind.RENDER) {
            return Outcome.refused(UserErrorCode.INVALID, "Only a render has outputs.", "input", "lease");
        }
        UUID begun = sql.inStudio(job.studio(), tx -> begun(tx, job)).get(role);
        Upload same = begun == null ? null : uploads.find(job.studio(), begun);
        if (same != null
                && same.state() != UploadState.CANCELLED
                && same.bytes() == bytes
                && same.sha256().equalsIgnoreCase(sha256)) {
            return Outcome.done(same);
        }
        return sql.<Outcome<UUID>>inStudio(job.studio(), tx -> {
                    if (!Leases.isHeld(tx, job)) {
                        return lost();
                    }
                    if (!job.isTrusted() && bytes > strangers.bytes(tx, job, role)) {
                        return Outcome.refused(
                                UserErrorCode.TOO_LARGE, "No such recipe makes so large a file.", "input", "bytes");
                    }
                    String name = JobStore.clip(tx, assets, job).fileName();
                    return uploads.startOutput(tx, job.studio(), role.named(name), bytes, sha256)
                            .map(upload -> remember(tx, job, role, upload));
                })
                .map(upload -> Objects.requireNonNull(uploads.find(job.studio(), upload)));
    }

    /** Nobody sends parts of the one before any more. */
    private UUID remember(Tx tx, LeasedJob job, Role role, UUID upload) {
        UUID before = begun(tx, job).get(role);
        if (before != null) {
            uploads.giveUp(tx, job.studio(), before);
        }
        tx.update("""
                INSERT INTO attempt_output (studio_id, fencing_token, role, upload_id) VALUES (?, ?, ?, ?)
                ON CONFLICT (studio_id, fencing_token, role) DO UPDATE SET upload_id = excluded.upload_id""", job.studio(), job.fencingToken(), role, upload);
        return upload;
    }

    /** A render is done: its files become assets, with the rights of what they were made from. */
    Outcome<Boolean> rendered(
            UUID token,
            Lease lease,
            List<Output> outputs,
            List<String> warnings,
            @Nullable String captions,
            Cost cost) {
        LeasedJob job = sql.<@Nullable LeasedJob>everywhere(tx -> Leases.held(tx, token, lease));
        if (job == null) {
            return alreadyEnded(token, lease, AttemptOutcome.SUCCEEDED);
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        outputs.forEach(output -> roles.add(output.role()));
        if (job.kind() != JobKind.RENDER || !roles.contains(Role.VIDEO) || roles.size() != outputs.size()) {
            return Outcome.refused(
                    UserErrorCode.INVALID, "A render ends with one VIDEO, and at most one POSTER.", "input", "outputs");
        }
        if (captions != null && !isReadable(captions)) {
            return Outcome.refused(UserErrorCode.CAPTIONS_INVALID, "Not a WebVTT document.", "input", "captions");
        }
        Map<Role, UUID> begun = sql.inStudio(job.studio(), tx -> begun(tx, job));
        Map<Output, VerifiedUpload> verified = new LinkedHashMap<>();
        for (Output output : outputs) {
            if (!output.upload().equals(begun.get(output.role()))) {
                return Outcome.refused(
                        UserErrorCode.NOT_FOUND, "Not an output of this lease.", "input", "outputs", "uploadId");
            }
            // Reads the whole file: not while a transaction holds the job.
            switch (uploads.verify(job.studio(), output.upload())) {
                case Outcome.Done<VerifiedUpload>(VerifiedUpload proof) -> verified.put(output, proof);
                case Outcome.Refused<VerifiedUpload>(List<UserError> errors) -> {
                    return Outcome.refused(errors);
                }
            }
        }
        SpotChecks.Digests digests = new SpotChecks.Digests(
                Objects.requireNonNull(sha256(verified, Role.VIDEO)), sha256(verified, Role.POSTER));
        return settle(token, lease, AttemptOutcome.SUCCEEDED, (tx, held) -> {
            if (spotChecks.isDue(tx, held)) {
                end.setAside(tx, held, digests, cost);
                return;
            }
            spotChecks.compare(tx, held, digests);
            List<UUID> sources = JobStore.inputs(tx, held.studio(), held.job());
            verified.forEach((output, proof) -> addOutput(tx, held, output, proof, sources));
            tx.update(
                    "UPDATE job SET captions = ? WHERE studio_id = ? AND id = ?", captions, held.studio(), held.job());
            end.succeeded(tx, held, held.isTrusted() ? warnings : List.of(), cost);
        });
    }

    /** As it would be when it comes back in a recipe. */
    private static boolean isReadable(String captions) {
        try {
            CaptionFormat.VTT.parse(captions, Duration.ZERO, Duration.ZERO);
            return true;
        } catch (InvalidRecipeException wrong) {
            return false;
        }
    }

    private static @Nullable String sha256(Map<Output, VerifiedUpload> verified, Role role) {
        return verified.entrySet().stream()
                .filter(entry -> entry.getKey().role() == role)
                .map(entry -> entry.getValue().sha256())
                .findFirst()
                .orElse(null);
    }

    private void addOutput(Tx tx, LeasedJob job, Output output, VerifiedUpload proof, List<UUID> sources) {
        switch (uploads.commitOutput(tx, proof, output.facts(), sources)) {
            case Outcome.Done<Asset>(Asset asset) ->
                tx.update(
                        "INSERT INTO job_output (studio_id, job_id, role, asset_id) VALUES (?, ?, ?, ?)",
                        job.studio(),
                        job.job(),
                        output.role(),
                        asset.id());
            case Outcome.Refused<Asset>(List<UserError> errors) -> throw new CalledOff(errors);
        }
    }

    /** Rolls a settlement back: all of it is done or nothing. */
    private static final class CalledOff extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient List<UserError> errors;

        CalledOff(List<UserError> errors) {
            super("called off");
            this.errors = errors;
        }
    }

    /** An inspection is done: the asset is what was found, or is refused. */
    Outcome<Boolean> inspected(UUID token, Lease lease, Finding finding, Cost cost) {
        return settle(token, lease, AttemptOutcome.SUCCEEDED, (tx, job) -> {
            if (job.kind() != JobKind.INSPECT) {
                throw new CalledOff(List.of(
                        new UserError(UserErrorCode.INVALID, "The job is not an inspection.", "input", "lease")));
            }
            assets.inspected(
                    tx,
                    job.studio(),
                    JobStore.inputs(tx, job.studio(), job.job()).getFirst(),
                    finding);
            end.succeeded(tx, job, List.of(), cost);
        });
    }

    Outcome<Boolean> failed(UUID token, Lease lease, Failure failure, boolean isRetryable, Cost cost) {
        // That no other try would help is a stranger's word too.
        return settle(
                token,
                lease,
                AttemptOutcome.FAILED,
                (tx, job) -> end.failed(tx, job, Strangers.told(job, failure), isRetryable || !job.isTrusted(), cost));
    }

    private Outcome<Boolean> settle(
            UUID token, Lease lease, AttemptOutcome outcome, BiConsumer<Tx, LeasedJob> settlement) {
        try {
            boolean isSettled = sql.everywhere(tx -> {
                LeasedJob job = Leases.held(tx, token, lease);
                if (job != null) {
                    settlement.accept(tx, job);
                }
                return job != null;
            });
            return isSettled ? Outcome.done(true) : alreadyEnded(token, lease, outcome);
        } catch (CalledOff calledOff) {
            return Outcome.refused(calledOff.errors);
        }
    }

    private Outcome<Boolean> alreadyEnded(UUID token, Lease lease, AttemptOutcome outcome) {
        AttemptOutcome ended = sql.<@Nullable AttemptOutcome>everywhere(tx -> tx.row(
                """
                SELECT outcome FROM attempt JOIN worker ON worker.id = worker_id
                WHERE job_id = ? AND fencing_token = ? AND token_id = ? AND outcome IS NOT NULL""", row -> row.constant("outcome", AttemptOutcome.class), lease.job(), lease.fencingToken(), token));
        boolean isAsReported =
                ended == outcome || (ended == AttemptOutcome.SET_ASIDE && outcome == AttemptOutcome.SUCCEEDED);
        return isAsReported ? Outcome.done(true) : lost();
    }

    private static Map<Role, UUID> begun(Tx tx, LeasedJob job) {
        Map<Role, UUID> begun = new EnumMap<>(Role.class);
        tx.rows(
                        "SELECT role, upload_id FROM attempt_output WHERE studio_id = ? AND fencing_token = ?",
                        row -> Map.entry(row.constant("role", Role.class), row.uuid("upload_id")),
                        job.studio(),
                        job.fencingToken())
                .forEach(entry -> begun.put(entry.getKey(), entry.getValue()));
        return begun;
    }

    private static <T> Outcome<T> lost() {
        return Outcome.refused(
                UserErrorCode.LEASE_LOST, "The job is with another worker, finished or cancelled.", "input", "lease");
    }
}
