package io.viralforge.cli;

import io.viralforge.client.EventStream;
import io.viralforge.client.GraphqlClient;
import io.viralforge.client.Part;
import io.viralforge.client.Repeat;
import io.viralforge.client.Sha256;
import io.viralforge.client.TransferException;
import io.viralforge.client.TransferSettings;
import io.viralforge.client.Transfers;
import io.viralforge.types.AssetState;
import io.viralforge.types.JobState;
import io.viralforge.types.MediaKind;
import io.viralforge.types.RefusalCode;
import io.viralforge.types.RightsInput;
import io.viralforge.types.UploadStartInput;
import io.viralforge.types.VoiceSpeakInput;
import io.viralforge.types.cli.AssetById;
import io.viralforge.types.cli.AssetDownload;
import io.viralforge.types.cli.AssetEvents;
import io.viralforge.types.cli.AssetFields;
import io.viralforge.types.cli.AssetResult;
import io.viralforge.types.cli.AssetRightsUpdate;
import io.viralforge.types.cli.JobById;
import io.viralforge.types.cli.JobCancel;
import io.viralforge.types.cli.JobEvents;
import io.viralforge.types.cli.JobFields;
import io.viralforge.types.cli.JobProgressTicks;
import io.viralforge.types.cli.JobResult;
import io.viralforge.types.cli.ProgressFields;
import io.viralforge.types.cli.UploadById;
import io.viralforge.types.cli.UploadFields;
import io.viralforge.types.cli.UploadFinish;
import io.viralforge.types.cli.UploadStart;
import io.viralforge.types.cli.VoiceSpeak;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The main job, step by step, as any client of the API would do it. Not for several threads. */
final class Shortening {
    private final Terminal terminal;
    private final GraphqlClient client;

    Shortening(Terminal terminal, GraphqlClient client) {
        this.terminal = terminal;
        this.client = client;
    }

    /**
     * Uploads a clip and waits until a worker has decoded it.
     *
     * @throws Failure REFUSED with the server's code and words when the file cannot be used
     */
    AssetFields upload(Path clip, RightsInput rights, boolean isSalvage) throws InterruptedException {
        UploadStartInput input = announced(clip).rights(rights).isSalvage(isSalvage);
        var started = client.execute(new UploadStart(input, UUID.randomUUID().toString()), Repeat.SAFE)
                .uploadStart();
        UploadFields upload = LocalApi.require(started.upload(), started.userErrors());
        try (Progress bar = Progress.ofBytes(terminal, "Uploading", upload.bytes());
                Transfers transfers = new Transfers(TransferSettings.usual())) {
            transfers.upload(clip, () -> missing(upload.id()), (moved, total) -> bar.to(moved));
        } catch (TransferException e) {
            throw new Failure(Exit.FAILED, e.getMessage() + ".", e);
        }
        AssetResult finished =
                client.execute(new UploadFinish(upload.id()), Repeat.SAFE).uploadFinish();
        return entitled(checked(LocalApi.require(finished.asset(), finished.userErrors()), isSalvage), rights);
    }

    /** A file that the studio had already keeps its rights record; what is said now counts. */
    private AssetFields entitled(AssetFields asset, RightsInput rights) throws InterruptedException {
        AssetFields.@Nullable Rights recorded = asset.rights();
        Map<String, @Nullable Object> wanted = rights.toMap();
        if (recorded != null
                && recorded.basis().name().equals(wanted.get("basis"))
                && Objects.equals(recorded.holder(), wanted.get("holder"))
                && Objects.equals(recorded.attribution(), wanted.get("attribution"))) {
            return asset;
        }
        AssetResult updated = client.execute(new AssetRightsUpdate(asset.id(), rights), Repeat.SAFE)
                .assetRightsUpdate();
        return LocalApi.require(updated.asset(), updated.userErrors());
    }

    /**
     * Has a text read aloud and waits until a worker has decoded it.
     *
     * @return the asset's id
     * @throws Failure REFUSED in the server's words
     */
    String speak(String text, String voice) throws InterruptedException {
        terminal.note("Reading the text aloud.");
        AssetResult spoken = client.execute(new VoiceSpeak(new VoiceSpeakInput(text).voice(voice)), Repeat.SAFE)
                .voiceSpeak();
        return checked(LocalApi.require(spoken.asset(), spoken.userErrors()), false)
                .id();
    }

    /**
     * Submits a recipe, given as the API's {@code RecipeInput}.
     *
     * @throws Failure REFUSED in the server's words
     */
    JobFields submit(Map<String, @Nullable Object> recipe) throws InterruptedException {
        JobResult result = client.execute(new Submission(recipe), Repeat.SAFE).jobSubmit();
        return LocalApi.require(result.job(), result.userErrors());
    }

    /**
     * Shows a job's progress until it ends.
     *
     * @throws Failure FAILED in the job's own words
     */
    JobFields follow(JobFields job) throws InterruptedException {
        JobFields ended = isEnded(job) ? job : followToEnd(job.id());
        if (ended.state() == JobState.SUCCEEDED) {
            return ended;
        }
        var failure = ended.failure();
        throw new Failure(
                Exit.FAILED,
                failure == null
                        ? "The job ended as " + ended.state() + "."
                        : "The render failed: " + failure.message() + " (" + failure.code() + ")");
    }

    private JobFields followToEnd(String id) throws InterruptedException {
        JobProgressTicks ticks = new JobProgressTicks().ids(List.of(id));
        try (Progress bar = Progress.ofPercent(terminal, "Rendering");
                EventStream<JobProgressTicks.Data> progress = client.subscribe(ticks)) {
            Thread.ofVirtual().name("progress").start(() -> show(progress, bar));
            JobFields ended = Follower.toEnd(
                    client,
                    new JobEvents().ids(List.of(id)),
                    event -> event.jobEvents().job(),
                    () -> job(id),
                    Shortening::isEnded);
            if (ended.state() == JobState.SUCCEEDED) {
                bar.to(100);
                bar.say("done");
            }
            return ended;
        }
    }

    /** Gives a job up, if it has not ended. */
    void cancel(String id) throws InterruptedException {
        client.execute(new JobCancel(id), Repeat.SAFE);
    }

    /** Fetches a result and checks its sha256. */
    void download(String assetId, Path target) throws InterruptedException {
        AssetDownload.MediaAsset asset = asset(assetId);
        try (Progress bar = Progress.ofBytes(terminal, "Downloading", asset.bytes());
                Transfers transfers = new Transfers(TransferSettings.usual())) {
            transfers.download(
                    () -> url(assetId), asset.bytes(), asset.sha256(), target, (moved, total) -> bar.to(moved));
        } catch (TransferException e) {
            throw new Failure(Exit.FAILED, e.getMessage() + ".", e);
        }
    }

    static JobFields.MediaAsset video(JobFields job) {
        return job.outputs().stream()
                .filter(output -> output.kind() == MediaKind.VIDEO)
                .findFirst()
                .orElseThrow(() -> new Failure(Exit.FAILED, "The job ended well but there is no video."));
    }

    private AssetFields checked(AssetFields uploaded, boolean isSalvage) throws InterruptedException {
        AssetFields asset = uploaded;
        if (asset.state() == AssetState.CHECKING) {
            try (Progress bar = Progress.ofPercent(terminal, "Checking that it decodes")) {
                asset = Follower.toEnd(
                        client,
                        new AssetEvents().ids(List.of(uploaded.id())),
                        event -> event.assetEvents().asset(),
                        () -> node(uploaded.id()),
                        now -> now.state() != AssetState.CHECKING);
                bar.to(100);
            }
        }
        var refusal = asset.refusal();
        if (refusal != null) {
            throw new Failure(
                    Exit.REFUSED,
                    "The clip was refused: " + refusal.message() + " (" + refusal.code() + ")"
                            + (refusal.code() == RefusalCode.CORRUPT && !isSalvage
                                    ? " What of it decodes is taken with --salvage."
                                    : ""));
        }
        return asset;
    }

    private List<Part> missing(String uploadId) throws InterruptedException {
        var node = client.execute(new UploadById(uploadId)).node();
        @Nullable UploadFields upload = node == null ? null : node.uploadFields();
        if (upload == null) {
            throw new Failure(Exit.FAILED, "The upload is gone.");
        }
        return upload.missingParts().stream()
                .map(part -> new Part(part.number(), part.offset(), part.bytes(), URI.create(part.url())))
                .toList();
    }

    private @Nullable AssetFields node(String id) throws InterruptedException {
        var node = client.execute(new AssetById(id)).node();
        return node == null ? null : node.assetFields();
    }

    private @Nullable JobFields job(String id) throws InterruptedException {
        var node = client.execute(new JobById(id)).node();
        return node == null ? null : node.jobFields();
    }

    private AssetDownload.MediaAsset asset(String id) throws InterruptedException {
        var node = client.execute(new AssetDownload(id)).node();
        AssetDownload.@Nullable MediaAsset asset = node == null ? null : node.asMediaAsset();
        if (asset == null) {
            throw new Failure(Exit.FAILED, "The result is gone.");
        }
        return asset;
    }

    private URI url(String id) throws InterruptedException {
        @Nullable String url = asset(id).downloadUrl();
        if (url == null) {
            throw new Failure(Exit.FAILED, "The result cannot be downloaded.");
        }
        return URI.create(url);
    }

    private static void show(EventStream<JobProgressTicks.Data> ticks, Progress bar) {
        try {
            for (JobProgressTicks.@Nullable Data tick = ticks.next(); tick != null; tick = ticks.next()) {
                ProgressFields progress = tick.jobProgress().progress();
                bar.to(Math.round(progress.fraction() * 100));
                bar.say(progress.stage().name().toLowerCase(Locale.ROOT)
                        + (progress.remaining() == null
                                ? ""
                                : ", " + Progress.text(Duration.parse(progress.remaining())) + " left"));
            }
        } catch (io.viralforge.client.GraphqlException _) {
            // Only the bar stands still; the durable events say how it ends.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isEnded(JobFields job) {
        return switch (job.state()) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case QUEUED, RUNNING, UNKNOWN -> false;
        };
    }

    private static UploadStartInput announced(Path clip) {
        try {
            return new UploadStartInput(clip.getFileName().toString(), Files.size(clip), Sha256.of(clip));
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, clip + " cannot be read: " + e.getMessage(), e);
        }
    }
}
