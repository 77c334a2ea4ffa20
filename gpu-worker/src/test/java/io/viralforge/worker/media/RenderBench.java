package io.viralforge.worker.media;

import io.viralforge.recipe.Recipe;
import io.viralforge.recipe.RecipeInput;
import io.viralforge.recipe.RecipeInput.Reading;
import io.viralforge.worker.media.Rendering.Failed;
import io.viralforge.worker.media.Rendering.Rendered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a render costs over the bare ffmpeg command of the same graph, in CPU-seconds: the warm worker's thread with all of
 * its children (reading the index, measuring loudness, drawing, encoding), the verification apart, against the one
 * command, taking turns. Writes JSON.
 *
 * <p>Arguments: clip, captions (WebVTT), repetitions, commit, file for the result.
 */
public final class RenderBench {
    private static final double GOAL = 1.03;

    private record Run(double cpuSeconds, double verifyCpuSeconds, double wallSeconds) {}

    private final MediaEngine engine;
    private final Ffmpeg ffmpeg;
    private final Path folder;

    private RenderBench(Ffmpeg ffmpeg, Path folder) throws IOException {
        this.ffmpeg = ffmpeg;
        this.engine = new MediaEngine(ffmpeg, Limits.DEFAULT, Typeface.load(System.getenv()));
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        Path clip = Path.of(args[0]);
        Path captions = Path.of(args[1]);
        int repetitions = Integer.parseInt(args[2]);
        Path folder = Files.createTempDirectory("forge-bench");
        Ffmpeg ffmpeg = new FfmpegBinaries(Path.of("target", "ffmpeg").toAbsolutePath(), System.getenv()).find();
        String result = new RenderBench(ffmpeg, folder).run(clip, captions, repetitions, args[3]);
        Files.createDirectories(Path.of(args[4]).toAbsolutePath().getParent());
        Files.writeString(Path.of(args[4]), result);
        System.out.println(result);
    }

    private String run(Path clip, Path captions, int repetitions, String commit) throws Exception {
        Recipe recipe = recipe(clip, captions);
        // Warms up the JVM and leaves behind what the bare command reads: drawn words and measured loudness.
        render(recipe, clip);
        List<String> bare = bare(recipe, clip);
        bare(bare);
        var renders = new ArrayList<Run>();
        var bares = new ArrayList<Run>();
        for (int i = 0; i < repetitions; i++) {
            renders.add(render(recipe, clip));
            bares.add(bare(bare));
        }
        return json(clip, recipe, commit, renders, bares);
    }

    private Recipe recipe(Path clip, Path captions) throws IOException, InterruptedException {
        var facts = switch (engine.inspect(clip, false, Progress.Listener.NONE)) {
            case Inspection.Usable usable -> usable.facts();
            case Inspection.Refused refused -> throw new IllegalArgumentException(refused.message());
        };
        var input = new HashMap<String, Object>(Map.of("source", Map.of("assetId", "a")));
        input.put("captions", Map.of("vtt", Files.readString(captions)));
        Duration length = facts.duration() == null ? Duration.ZERO : facts.duration();
        return switch (new RecipeInput(input).read(List.of(new RecipeInput.Medium(length)))) {
            case Reading.Valid valid -> valid.recipe();
            case Reading.Invalid invalid ->
                throw new IllegalArgumentException(invalid.problems().toString());
        };
    }

    private Run render(Recipe recipe, Path clip) throws InterruptedException {
        long start = System.nanoTime();
        return switch (engine.render(recipe, List.of(clip), folder.resolve("render"), Progress.Listener.NONE)) {
            case Rendered rendered -> {
                Usage usage = rendered.usage();
                yield new Run(
                        usage.cpuSeconds() - usage.verifyCpuSeconds(), usage.verifyCpuSeconds(), secondsSince(start));
            }
            case Failed failed -> throw new IllegalStateException(failed.message());
        };
    }

    /** The render's own command, from the same plan. */
    private List<String> bare(Recipe recipe, Path clip) throws InterruptedException {
        return OwnThread.call("bench-plan", () -> {
            var tally = new Tally();
            var meter = new ProgressMeter(Progress.Listener.NONE, tally);
            var renderer = new Renderer(
                    ffmpeg,
                    Limits.DEFAULT,
                    Typeface.load(System.getenv()),
                    null,
                    tally,
                    meter,
                    folder.resolve("bare"),
                    null);
            Files.createDirectories(folder.resolve("bare"));
            return RenderCommands.render(renderer.plan(recipe, List.of(clip)), Limits.DEFAULT, true);
        });
    }

    private Run bare(List<String> arguments) throws InterruptedException {
        long start = System.nanoTime();
        var bounds = new Child.Bounds(Duration.ofHours(1), Duration.ofHours(1), Long.MAX_VALUE, null, Long.MAX_VALUE);
        var result = OwnThread.call(
                "bench-bare",
                () -> Child.run(
                        ffmpeg.programCommand(arguments),
                        ffmpeg.environment(),
                        folder,
                        bounds,
                        line -> true,
                        line -> {}));
        if (!result.isSuccess()) {
            throw new IllegalStateException(result.complaints().toString());
        }
        return new Run(result.cpuSeconds(), 0, secondsSince(start));
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private String json(Path clip, Recipe recipe, String commit, List<Run> renders, List<Run> bares)
            throws IOException {
        double render = median(renders.stream().map(Run::cpuSeconds).toList());
        double bare = median(bares.stream().map(Run::cpuSeconds).toList());
        return """
                {
                  "benchmark": "render against the bare ffmpeg command of the same graph",
                  "date": "%s",
                  "commit": "%s",
                  "machine": {"cpu": "%s", "cores": %d, "os": "%s", "jdk": "%s", "ffmpeg": "%s"},
                  "clip": "%s",
                  "canvas": "%dx%d at %d",
                  "repetitions": %d,
                  "unit": "CPU-seconds",
                  "render": {"cpu": %s, "median": %.3f, "verifyCpuApart": %s, "wall": %s},
                  "bare": {"cpu": %s, "median": %.3f, "wall": %s},
                  "ratioOfMedians": %.4f,
                  "goal": %.2f
                }
                """.formatted(
                        InstantSource.system().instant(),
                        commit,
                        cpu(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        System.getProperty("java.version"),
                        ffmpeg.version(),
                        clip.getFileName(),
                        recipe.canvas().width(),
                        recipe.canvas().height(),
                        recipe.canvas().frameRate(),
                        renders.size(),
                        list(renders.stream().map(Run::cpuSeconds).toList()),
                        render,
                        list(renders.stream().map(Run::verifyCpuSeconds).toList()),
                        list(renders.stream().map(Run::wallSeconds).toList()),
                        list(bares.stream().map(Run::cpuSeconds).toList()),
                        bare,
                        list(bares.stream().map(Run::wallSeconds).toList()),
                        render / bare,
                        GOAL);
    }

    private static String cpu() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return "unknown";
        }
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String list(List<Double> values) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, "%.3f", value))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
