package io.viralforge.cli;

import io.viralforge.types.CaptionsInput;
import io.viralforge.types.JobState;
import io.viralforge.types.MediaKind;
import io.viralforge.types.RecipeInput;
import io.viralforge.types.RightsInput;
import io.viralforge.types.SourceInput;
import io.viralforge.types.cli.AssetFields;
import io.viralforge.types.cli.CostFields;
import io.viralforge.types.cli.JobFields;
import io.viralforge.types.cli.ServiceInfo;
import io.viralforge.worker.media.MediaFacts;
import java.io.IOException;
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
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job in one command: a clip in, a verified vertical short out. */
@CommandLine.Command(
        name = "demo",
        description = "Uploads a clip, renders a 1080x1920 short of it with captions, downloads and verifies it.",
        footer = {
            "",
            "Uses the server that runs in the data folder, else starts one and stops it afterwards. Works in a studio labelled as sample. Ctrl-C cancels the job.",
            "",
            "  ./forge demo",
            "  ./forge demo --clip talk.mp4 --captions talk.vtt --rights owned",
            "  ./forge demo --clip found.webm --rights cc-by --attribution \"Jane Doe\""
        })
final class DemoCommand extends Command {
    private static final int WIDTH = 1080;
    private static final int HEIGHT = 1920;
    private static final Duration WORKER_PATIENCE = Duration.ofSeconds(60);
    private static final Duration WORKER_LOOK = Duration.ofMillis(250);

    @Option(
            names = "--clip",
            paramLabel = "FILE",
            description = "The clip. Without it one is made on the spot, with captions.")
    private @Nullable Path clip;

    @Option(
            names = "--captions",
            paramLabel = "FILE",
            description =
                    "WebVTT, SubRip or plain text, in UTF-8, to burn in. Times are those of the clip; plain text is spread over its length.")
    private @Nullable Path captions;

    @Mixin
    private RightsOptions rights = new RightsOptions();

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "Where the short is put. By default here; in the project's own checkout, the folder shorts of the data folder. Nothing is overwritten.")
    private @Nullable Path out;

    @Option(
            names = "--salvage",
            description = "Take a damaged clip as far as it decodes, with a warning, instead of refusing it.")
    private boolean isSalvage;

    @Option(names = "--json", description = "Say what came of it as one line of JSON on standard output.")
    private boolean isJson;

    @Mixin
    private DataFolder folder = new DataFolder();

    private @Nullable String jobId;

    @Override
    Exit run() throws Exception {
        checkArguments();
        @Nullable RightsInput given = clip == null ? null : rights.of(terminal());
        @Nullable CaptionsInput words = captions == null ? null : Captions.read(captions);
        return folder.send(api -> shorten(api, given, words), terminal());
    }

    private void checkArguments() {
        if (clip == null) {
            @Nullable String given = isSalvage ? "--salvage" : rights.given();
            if (given != null) {
                throw new Failure(Exit.USAGE, given + " is about a clip of yours: name it by --clip.");
            }
        } else {
            checkClip(clip);
        }
        if (out != null) {
            make(out);
        }
    }

    private static void checkClip(Path clip) {
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

    private static Path make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Failure(Exit.USAGE, "The folder " + folder + " cannot be made.", e);
        }
        if (!Files.isWritable(folder)) {
            throw new Failure(Exit.USAGE, "The folder " + folder + " cannot be written.");
        }
        return folder;
    }

    private Path outFolder() {
        @Nullable String checkout = System.getProperty("forge.home");
        return out != null ? out : make(usualOut(Path.of("").toAbsolutePath(), checkout, folder.path()));
    }

    /** A checkout is no place for films, and whoever tries the first commands of the README is in one. */
    static Path usualOut(Path here, @Nullable String checkout, Path data) {
        return checkout != null && here.startsWith(checkout) ? data.resolve("shorts") : here;
    }

    private Exit shorten(LocalApi api, @Nullable RightsInput given, @Nullable CaptionsInput words)
            throws InterruptedException, IOException {
        Eye eye = Eye.open();
        Path temporary = Files.createTempDirectory("viralforge-demo-");
        try {
            Path source = clip != null ? clip : SampleClip.make(eye.ffmpeg(), temporary);
            RightsInput basis = given != null ? given : RightsOptions.own();
            @Nullable CaptionsInput shown = words == null && clip == null ? SampleClip.captions() : words;
            awaitWorker(api);
            try {
                tell(shorten(new Shortening(terminal(), api.client()), eye, source, basis, shown));
                return Exit.DONE;
            } catch (InterruptedException e) {
                cancel(api);
                throw e;
            }
        } finally {
            delete(temporary);
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
            AssetFields source,
            Duration took) {}

    private Result shorten(Shortening steps, Eye eye, Path source, RightsInput basis, @Nullable CaptionsInput words)
            throws InterruptedException {
        long begin = System.nanoTime();
        AssetFields asset = steps.upload(source, basis, isSalvage);
        if (asset.kind() != MediaKind.VIDEO) {
            throw new Failure(
                    Exit.REFUSED, source + " is a still picture. A short is made of a clip: name a file that moves.");
        }
        asset.warnings().forEach(terminal()::warn);
        JobFields submitted = steps.submit(
                new RecipeInput().source(new SourceInput(asset.id())).captions(words));
        // No worker is that fast: it has ended before it was asked for.
        boolean isReused = submitted.state() == JobState.SUCCEEDED;
        jobId = submitted.id();
        JobFields job = steps.follow(submitted);
        jobId = null;
        JobFields.MediaAsset video = Shortening.video(job);
        Path target = free(source);
        steps.download(video.id(), target);
        MediaFacts facts = verified(eye, target, video);
        return new Result(target, job, isReused, video, facts, asset, Duration.ofNanos(System.nanoTime() - begin));
    }

    private MediaFacts verified(Eye eye, Path file, JobFields.MediaAsset video) throws InterruptedException {
        terminal().note("Verifying: decoding it from beginning to end.");
        MediaFacts facts = eye.decode(file);
        Duration announced = video.duration() == null ? Duration.ZERO : Duration.parse(video.duration());
        Duration found = Objects.requireNonNullElse(facts.duration(), Duration.ZERO);
        if (facts.width() != WIDTH || facts.height() != HEIGHT) {
            throw new Failure(
                    Exit.FAILED,
                    file + " is " + facts.width() + "x" + facts.height() + ", not " + WIDTH + "x" + HEIGHT + ".");
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
                new Shortening(terminal(), api.client()).cancel(id);
                terminal().note("The job has been cancelled.");
            } catch (InterruptedException | io.viralforge.client.GraphqlException _) {
                terminal().warn("the job could not be cancelled; ./forge status shows what runs.");
            }
        }
    }

    private void tell(Result done) {
        var cost = done.job().cost();
        if (isJson) {
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
            line.put(
                    "rights",
                    done.source().rights() == null
                            ? null
                            : done.source().rights().basis());
            line.put("warnings", warnings(done));
            line.put("reused", done.isReused());
            line.put("cost", json(cost));
            line.put("elapsedSeconds", done.took().toMillis() / 1000.0);
            terminal().raw(JsonLine.of(line));
            return;
        }
        done.job().warnings().forEach(terminal()::warn);
        terminal().raw(done.file().toAbsolutePath().normalize().toString());
        terminal()
                .result(String.format(
                        Locale.ROOT,
                        "  @|bold %d×%d|@, %s s, %.1f MB; decoded from beginning to end",
                        done.decoded().width(),
                        done.decoded().height(),
                        seconds(Objects.requireNonNullElse(done.decoded().duration(), Duration.ZERO)),
                        done.video().bytes() / 1e6));
        terminal()
                .result(String.format(
                        Locale.ROOT,
                        "  %s: %.1f CPU seconds, %.1f GPU seconds, %.1f MB moved; took %s",
                        done.isReused() ? "rendered before, nothing was used now; what it cost then" : "cost",
                        cost.cpuSeconds(),
                        cost.gpuSeconds(),
                        (cost.bytesIn() + cost.bytesOut()) / 1e6,
                        Progress.text(done.took())));
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
        List<String> warnings = new ArrayList<>(done.source().warnings());
        warnings.addAll(done.job().warnings());
        return warnings;
    }

    /** The first name that is free: clip-short.mp4, clip-short-2.mp4, and so on. */
    private Path free(Path source) {
        Path into = outFolder();
        String name = source.getFileName().toString().replaceFirst("\\.[^.]{1,5}$", "") + "-short";
        Path target = into.resolve(name + ".mp4");
        for (int number = 2; Files.exists(target); number++) {
            target = into.resolve(name + "-" + number + ".mp4");
        }
        return target;
    }

    private static String seconds(Duration length) {
        return String.format(Locale.ROOT, "%.2f", length.toMillis() / 1e3);
    }

    private static void delete(Path temporary) throws IOException {
        try (var files = Files.list(temporary)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(temporary);
    }
}
