package io.viralforge.worker;

import io.viralforge.client.GraphqlException;
import io.viralforge.client.Part;
import io.viralforge.client.Sha256;
import io.viralforge.client.TransferException;
import io.viralforge.client.Transfers;
import io.viralforge.recipe.InvalidRecipeException;
import io.viralforge.recipe.Pause;
import io.viralforge.recipe.Recipe;
import io.viralforge.trace.Span;
import io.viralforge.types.FindingInput;
import io.viralforge.types.JobFailureCode;
import io.viralforge.types.JobStage;
import io.viralforge.types.MediaFactsInput;
import io.viralforge.types.MediaKind;
import io.viralforge.types.Operation;
import io.viralforge.types.OutputInput;
import io.viralforge.types.OutputRole;
import io.viralforge.types.RefusalCode;
import io.viralforge.types.RefusalInput;
import io.viralforge.types.WorkerFailInput;
import io.viralforge.types.WorkerInspectCompleteInput;
import io.viralforge.types.WorkerRenderCompleteInput;
import io.viralforge.types.worker.Settled;
import io.viralforge.types.worker.WorkerFail;
import io.viralforge.types.worker.WorkerInspectComplete;
import io.viralforge.types.worker.WorkerOutputStart.UploadPart;
import io.viralforge.types.worker.WorkerRenderComplete;
import io.viralforge.worker.media.Inspection;
import io.viralforge.worker.media.MediaFacts;
import io.viralforge.worker.media.Progress;
import io.viralforge.worker.media.Rendering;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at one job, from its inputs to the server's yes: fetch, work, send, settle. Settling goes on until the
 * server has answered; heartbeats keep the lease meanwhile, and whoever loses it interrupts this.
 */
final class JobRun {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    // Shares of the whole job. The engine's part is by far the longest.
    private static final double FETCHED = 0.05;
    private static final double MADE = 0.95;

    /** How often outputs that the server finds incomplete are sent again. */
    private static final int SENDINGS = 3;

    private final RunningJob job;
    private final Server server;
    private final InputCache cache;
    private final Transfers transfers;
    private final Engine engine;
    private final WorkFolder folder;
    private final Spent spent;

    JobRun(RunningJob job, Server server, InputCache cache, Transfers transfers, Engine engine, WorkFolder folder) {
        this.job = job;
        this.spent = job.spent();
        this.server = server;
        this.cache = cache;
        this.transfers = transfers;
        this.engine = engine;
        this.folder = folder;
    }

    /**
     * Does the job and settles it.
     *
     * @return what the server accepted, in words for the log
     * @throws LeaseLostException when the server says the job is no longer ours
     * @throws StopException when the server refuses the token
     */
    String run() throws InterruptedException {
        spent.begin();
        Path work;
        try {
            work = folder.attempt();
        } catch (IOException e) {
            return fail(new Ending.Failed(JobFailureCode.WORKER_FAULT, "The worker's disk cannot be written.", true));
        }
        try {
            return switch (perform(work)) {
                case Ending.Inspected(var finding) -> report(finding);
                case Ending.Rendered(var result) -> deliver(result);
                case Ending.Failed failed -> fail(failed);
            };
        } finally {
            WorkFolder.delete(work);
        }
    }

    private Ending perform(Path work) throws InterruptedException {
        try (var held = cache.hold(job.order().inputs().stream()
                .collect(Collectors.toMap(input -> input.sha256(), input -> input.bytes(), (same, _) -> same)))) {
            var files = fetchInputs(held);
            try (var _ = Span.begin(job.kind().name().toLowerCase(Locale.ROOT))) {
                return switch (job.kind()) {
                    case INSPECT -> inspect(files.getFirst());
                    case RENDER -> render(files, work);
                    case UNKNOWN ->
                        new Ending.Failed(
                                JobFailureCode.WORKER_FAULT, "This worker is too old for this kind of job.", true);
                };
            }
        } catch (TransferException cut) {
            boolean isOurs = cut.reason() == TransferException.Reason.LOCAL;
            LOG.warn("{}: {}", job.lease().jobId(), cut.getMessage());
            return isOurs
                    ? new Ending.Failed(JobFailureCode.WORKER_FAULT, "The worker's disk cannot be written.", true)
                    : new Ending.Failed(JobFailureCode.INPUT_UNAVAILABLE, cut.getMessage() + ".", true);
        } catch (InputCache.NoRoomException tooMuch) {
            return new Ending.Failed(JobFailureCode.LIMIT_EXCEEDED, tooMuch.getMessage() + ".", true);
        } catch (InvalidRecipeException unreadable) {
            return new Ending.Failed(JobFailureCode.WORKER_FAULT, "This worker does not understand the recipe.", true);
        } catch (IOException | RuntimeException unexpected) {
            LOG.error("{} failed unexpectedly", job.lease().jobId(), unexpected);
            return new Ending.Failed(
                    JobFailureCode.WORKER_FAULT,
                    "The worker failed: " + unexpected.getClass().getSimpleName() + ".",
                    true);
        }
    }

    private List<Path> fetchInputs(InputCache.Held held) throws IOException, InterruptedException {
        var files = new ArrayList<Path>();
        var inputs = job.order().inputs();
        long total = inputs.stream().mapToLong(input -> input.bytes()).sum();
        long before = 0;
        try (var _ = Span.begin("download")) {
            for (var input : inputs) {
                long base = before;
                var fetched = held.fetch(
                        input.sha256(),
                        URI.create(input.url()),
                        (moved, bytes) ->
                                job.at(JobStage.DOWNLOAD, FETCHED * (base + moved) / Math.max(1, total), null));
                files.add(fetched.file());
                spent.received(fetched.bytes());
                before += input.bytes();
            }
        }
        return files;
    }

    private Ending inspect(Path file) throws InterruptedException {
        var inspection = engine.inspect(file, job.order().isSalvage(), this::progress);
        spent.engine(inspection.usage());
        return new Ending.Inspected(
                switch (inspection) {
                    case Inspection.Usable usable -> FindingInput.facts(facts(usable.facts()));
                    case Inspection.Refused refused ->
                        FindingInput.refusal(
                                new RefusalInput(RefusalCode.of(refused.code().name()), refused.message()));
                });
    }

    private Ending render(List<Path> files, Path work) throws InterruptedException {
        var text = job.order().recipe();
        if (text == null) {
            return new Ending.Failed(JobFailureCode.WORKER_FAULT, "The job came without a recipe.", false);
        }
        var rendering =
                engine.render(Recipe.parse(text), files, work, job.order().gpu(), this::progress);
        spent.engine(rendering.usage());
        return switch (rendering) {
            case Rendering.Rendered rendered -> new Ending.Rendered(rendered);
            case Rendering.Failed failed ->
                new Ending.Failed(JobFailureCode.of(failed.code().name()), failed.message(), failed.isRetryable());
        };
    }

    private void progress(Progress progress) {
        spent.engineSoFar(progress.cpuSeconds());
        job.at(
                JobStage.of(progress.stage().name()),
                FETCHED + (MADE - FETCHED) * progress.fraction(),
                progress.remaining());
    }

    /** Tells what was found; what the server cannot take is a failure, else the job would go round for ever. */
    private String report(FindingInput finding) throws InterruptedException {
        try {
            accepted(settle(new WorkerInspectComplete(
                            new WorkerInspectCompleteInput(job.lease().asInput(), finding, spent.total())))
                    .workerInspectComplete());
            return "inspected";
        } catch (Server.RefusedException refused) {
            return fail(new Ending.Failed(JobFailureCode.WORKER_FAULT, refused.words(), true));
        } catch (GraphqlException fault) {
            LOG.error("{}: the server keeps failing over it: {}", job.lease().jobId(), fault.getMessage());
            return fail(new Ending.Failed(JobFailureCode.WORKER_FAULT, "The server could not take the finding.", true));
        }
    }

    /** Sends the outputs and completes; again when the server finds that something did not arrive whole. */
    private String deliver(Rendering.Rendered result) throws InterruptedException {
        try {
            for (int sending = 1; ; sending++) {
                var outputs = List.of(
                        send(OutputRole.VIDEO, result.video(), result.videoFacts(), MADE, 0.04),
                        send(OutputRole.POSTER, result.poster(), result.posterFacts(), MADE + 0.04, 0.01));
                try {
                    accepted(settle(new WorkerRenderComplete(new WorkerRenderCompleteInput(
                                            job.lease().asInput(), outputs, result.warnings(), spent.total())
                                    .captions(result.captions())))
                            .workerRenderComplete());
                    return "rendered";
                } catch (Server.RefusedException refused) {
                    LOG.warn(
                            "{}: the server refuses the result: {}", job.lease().jobId(), refused.words());
                    if (sending == SENDINGS) {
                        return fail(new Ending.Failed(JobFailureCode.UPLOAD_FAILED, refused.words(), true));
                    }
                }
            }
        } catch (TransferException cut) {
            LOG.warn("{}: {}", job.lease().jobId(), cut.getMessage());
            return fail(new Ending.Failed(JobFailureCode.UPLOAD_FAILED, cut.getMessage() + ".", true));
        } catch (Server.RefusedException refused) {
            return fail(new Ending.Failed(JobFailureCode.UPLOAD_FAILED, refused.words(), false));
        } catch (IOException unreadable) {
            return fail(new Ending.Failed(JobFailureCode.WORKER_FAULT, "The result cannot be read.", true));
        } catch (GraphqlException fault) {
            LOG.error("{}: the server keeps failing over it: {}", job.lease().jobId(), fault.getMessage());
            return fail(new Ending.Failed(JobFailureCode.WORKER_FAULT, "The server could not take the result.", true));
        }
    }

    private OutputInput send(OutputRole role, Path file, MediaFacts facts, double from, double share)
            throws IOException, InterruptedException {
        long bytes = Files.size(file);
        var sha256 = Sha256.of(file);
        var uploadId = new AtomicReference<@Nullable String>();
        try (var _ = Span.begin("upload")) {
            spent.sent(transfers.upload(
                    file,
                    () -> {
                        var upload = server.startOutput(job.lease(), role, bytes, sha256);
                        uploadId.set(upload.id());
                        return upload.missingParts().stream().map(JobRun::part).toList();
                    },
                    (moved, total) -> job.at(JobStage.UPLOAD, from + share * moved / total, null)));
        }
        return new OutputInput(role, String.valueOf(uploadId.get()), facts(facts));
    }

    private static Part part(UploadPart part) {
        return new Part(part.number(), part.offset(), part.bytes(), URI.create(part.url()));
    }

    private String fail(Ending.Failed failed) throws InterruptedException {
        var input = new WorkerFailInput(
                job.lease().asInput(), failed.code(), failed.message(), failed.isRetryable(), spent.total());
        accepted(settle(new WorkerFail(input)).workerFail());
        return "failed: " + failed.code() + ", " + failed.message();
    }

    private <D> D settle(Operation<D> operation) throws InterruptedException {
        job.settling(true);
        try (var _ = Span.begin("settle")) {
            return server.settle(operation);
        } finally {
            job.settling(false);
        }
    }

    private static void accepted(Settled settled) {
        if (!settled.isAccepted()) {
            throw Server.refused(settled.userErrors());
        }
    }

    private static MediaFactsInput facts(MediaFacts facts) {
        var duration = facts.duration();
        return new MediaFactsInput(
                        MediaKind.of(facts.kind().name()), facts.contentType(), facts.hasAudio(), facts.warnings())
                .width(facts.width())
                .height(facts.height())
                .durationMillis(duration == null ? null : duration.toMillis())
                .frameRate(facts.frameRate())
                .codecs(facts.codecs())
                .pauses(Pause.flat(facts.pauses()));
    }
}
