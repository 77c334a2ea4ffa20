package io.viralforge.cli;

import io.viralforge.client.GraphqlException;
import io.viralforge.types.JobState;
import io.viralforge.types.RightsInput;
import io.viralforge.types.cli.AssetFields;
import io.viralforge.types.cli.CostFields;
import io.viralforge.types.cli.JobFields;
import io.viralforge.types.cli.ServiceInfo;
import io.viralforge.worker.media.MediaFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From files to a verified short over the API, and what there is to say about it. Not for several threads. */
final class ShortMaker {
    private static final Duration WORKER_PATIENCE = Duration.ofSeconds(60);
    private static final Duration WORKER_LOOK = Duration.ofMillis(250);

    /** A recipe, as the API's input, of assets in the order of the files. */
    interface Recipe {
        Map<String, @Nullable Object> of(Shortening steps, List<AssetFields> assets) throws InterruptedException;
    }

    private final Terminal terminal;
    private final DataFolder folder;
    private final ShortOptions options;
    private final Eye eye;

    private @Nullable String jobId;

    ShortMaker(Terminal terminal, DataFolder folder, ShortOptions options, Eye eye) {
        this.terminal = terminal;
        this.folder = folder;
        this.options = options;
        this.eye = eye;
    }

    static void checkClip(Path clip) {
        if (Files.isDirectory(clip)) {
            throw new Failure(Exit.USAGE, clip + " is a folder. Name one clip.");
        } else if (!Files.isRegularFile(clip)) {
            throw new Failure(Exit.USAGE, "There is no file " + clip + ".");
        } else if (!Files.isReadable(clip)) {
            throw new Failure(Exit.USAGE, clip + " may not be read by this user.");
        } else if (clip.toFile().length() == 0) {
            throw new Failure(Exit.USAGE, clip + " is empty.");
        }
    }

    /** Makes it and says what came of it; the job is cancelled when the thread is interrupted. The video. */
    JobFields.MediaAsset make(LocalApi api, List<Path> files, RightsInput basis, Recipe recipe)
            throws InterruptedException {
        awaitWorker(api);
        try {
            Result result = made(new Shortening(terminal, api.client()), files, basis, recipe);
            tell(result);
            return result.video();
        } catch (InterruptedException e) {
            cancel(api);
            throw e;
        }
    }

    /**
     * What came of it.
     *
     * @param decoded what the file is by decoding it here
     * @param isReused whether the same was rendered before, and nothing now
     */
    private record Result(
            Path file,
            JobFields job,
            boolean isReused,
            JobFields.MediaAsset video,
            MediaFacts decoded,
            List<AssetFields> sources,
            Duration took) {}

    private Result made(Shortening steps, List<Path> files, RightsInput basis, Recipe recipe)
            throws InterruptedException {
        long begin = System.nanoTime();
        List<AssetFields> assets = new ArrayList<>();
        for (Path file : files) {
            AssetFields asset = steps.upload(file, basis, options.isSalvage());
            asset.warnings().forEach(terminal::warn);
            assets.add(asset);
        }
        JobFields submitted = steps.submit(recipe.of(steps, assets));
        // No worker is that fast: it has ended before it was asked for.
        boolean isReused = submitted.state() == JobState.SUCCEEDED;
        jobId = submitted.id();
        JobFields job = steps.follow(submitted);
        jobId = null;
        JobFields.MediaAsset video = Shortening.video(job);
        Path target = options.free(files.getFirst(), folder);
        steps.download(video.id(), target);
        MediaFacts facts = verified(target, job, video);
        return new Result(target, job, isReused, video, facts, assets, Duration.ofNanos(System.nanoTime() - begin));
    }

    private MediaFacts verified(Path file, JobFields job, JobFields.MediaAsset video) throws InterruptedException {
        terminal.note("Verifying: decoding it from beginning to end.");
        MediaFacts facts = eye.decode(file);
        Duration announced = video.duration() == null ? Duration.ZERO : Duration.parse(video.duration());
        Duration found = Objects.requireNonNullElse(facts.duration(), Duration.ZERO);
        var recipe = Objects.requireNonNull(job.recipe(), "a render has a recipe");
        if (!Objects.equals(facts.width(), recipe.width()) || !Objects.equals(facts.height(), recipe.height())) {
            throw new Failure(
                    Exit.FAILED,
                    file + " is " + facts.width() + "x" + facts.height() + ", not " + recipe.width() + "x"
                            + recipe.height() + ".");
        }
        if (announced.minus(found).abs().compareTo(Duration.ofMillis(70)) > 0) {
            throw new Failure(
                    Exit.FAILED,
                    file + " lasts " + seconds(found) + " s by decoding, but " + seconds(announced)
                            + " s were announced.");
        }
        return facts;
    }

    /** A worker may need a moment to join, of which no event tells; without one nothing would ever happen. */
    private void awaitWorker(LocalApi api) throws InterruptedException {
        long begin = System.nanoTime();
        while (!api.client().execute(new ServiceInfo()).service().hasWorker()) {
            if (Duration.ofNanos(System.nanoTime() - begin).compareTo(WORKER_PATIENCE) > 0) {
                throw new Failure(
                        Exit.FAILED,
                        "No worker has joined the server: start one with ./forge worker, or see ./forge logs worker.");
            }
            Thread.sleep(WORKER_LOOK);
        }
    }

    private void cancel(LocalApi api) {
        @Nullable String id = jobId;
        if (id != null) {
            try {
                new Shortening(terminal, api.client()).cancel(id);
                terminal.note("The job has been cancelled.");
            } catch (InterruptedException | GraphqlException _) {
                terminal.warn("the job could not be cancelled; ./forge status shows what runs.");
            }
        }
    }

    private void tell(Result done) {
        var cost = done.job().cost();
        if (options.isJson()) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("file", done.file().toAbsolutePath().normalize());
            line.put("bytes", done.video().bytes());
            line.put("sha256", done.video().sha256());
            line.put("width", done.decoded().width());
            line.put("height", done.decoded().height());
            line.put(
                    "seconds",
                    Objects.requireNonNullElse(done.decoded().duration(), Duration.ZERO)
                                    .toMillis()
                            / 1000.0);
            line.put("jobId", done.job().id());
            line.put("assetId", done.video().id());
            line.put("rights", basis(done.sources()));
            line.put("warnings", warnings(done));
            line.put("reused", done.isReused());
            line.put("cost", json(cost));
            line.put("elapsedSeconds", done.took().toMillis() / 1000.0);
            terminal.raw(JsonLine.of(line));
            return;
        }
        done.job().warnings().forEach(terminal::warn);
        terminal.raw(done.file().toAbsolutePath().normalize().toString());
        terminal.result(String.format(
                Locale.ROOT,
                "  @|bold %d×%d|@, %s s, %.1f MB; decoded from beginning to end",
                done.decoded().width(),
                done.decoded().height(),
                seconds(Objects.requireNonNullElse(done.decoded().duration(), Duration.ZERO)),
                done.video().bytes() / 1e6));
        terminal.result(String.format(
                Locale.ROOT,
                "  %s: %.1f CPU seconds, %.1f GPU seconds, %.1f MB moved; took %s",
                done.isReused() ? "rendered before, nothing was used now; what it cost then" : "cost",
                cost.cpuSeconds(),
                cost.gpuSeconds(),
                (cost.bytesIn() + cost.bytesOut()) / 1e6,
                Progress.text(done.took())));
    }

    private static @Nullable Object basis(List<AssetFields> sources) {
        var rights = sources.getFirst().rights();
        return rights == null ? null : rights.basis();
    }

    private static Map<String, Object> json(CostFields cost) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cpuSeconds", cost.cpuSeconds());
        json.put("gpuSeconds", cost.gpuSeconds());
        json.put("bytesIn", cost.bytesIn());
        json.put("bytesOut", cost.bytesOut());
        return json;
    }

    private static List<String> warnings(Result done) {
        List<String> warnings = new ArrayList<>();
        done.sources().forEach(source -> warnings.addAll(source.warnings()));
        warnings.addAll(done.job().warnings());
        return warnings;
    }

    private static String seconds(Duration length) {
        return String.format(Locale.ROOT, "%.2f", length.toMillis() / 1e3);
    }
}
