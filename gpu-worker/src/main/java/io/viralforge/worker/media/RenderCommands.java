package io.viralforge.worker.media;

import io.viralforge.recipe.Canvas;
import io.viralforge.worker.media.RenderPlan.Layer;
import io.viralforge.worker.speech.Speech;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The argument lists of a render, as functions of its plan. */
final class RenderCommands {
    /** x264's bits depend on how many threads it has, so that number is the same everywhere. */
    static final int ENCODER_THREADS = 4;

    /**
     * Constant quality, and no bound on the rate: with one, x264's frame threads plan by each other's progress, and the
     * same picture gives other bits. So does its lookahead in a thread of its own.
     */
    private static final int QUALITY = 20;

    private RenderCommands() {}

    /** The render itself: one decode, one graph, one encode, and the poster on the way. */
    static List<String> render(RenderPlan plan, Limits limits, boolean hasToneMapping) {
        var arguments = new ArrayList<>(Commands.begin());
        arguments.addAll(List.of("-max_error_rate", "1"));
        arguments.addAll(pictures(plan, limits));
        if (plan.lut() != null) {
            arguments.addAll(Commands.input(plan.lut(), limits.pixels()));
        }
        arguments.addAll(beside(plan, limits));
        arguments.addAll(List.of("-filter_complex", FilterGraph.of(plan, hasToneMapping)));
        arguments.addAll(List.of("-map", "[video]", "-map", "[audio]"));
        arguments.addAll(anonymous());
        arguments.addAll(video(plan.recipe().canvas()));
        arguments.addAll(List.of("-c:a", "aac", "-b:a", "192k", "-ar", "48000", "-ac", "2"));
        arguments.addAll(List.of("-movflags", "+faststart", "-f", "mp4", Commands.url(plan.video())));
        arguments.addAll(List.of("-map", "[poster]", "-fps_mode", "passthrough", "-c:v", "mjpeg", "-q:v", "3"));
        arguments.addAll(List.of("-strict", "unofficial"));
        arguments.addAll(anonymous());
        arguments.addAll(List.of("-f", "image2", "-update", "1", Commands.url(plan.poster())));
        return List.copyOf(arguments);
    }

    /** Runs the sound alone, through the same filters, and has it measured. */
    static List<String> measure(RenderPlan plan, Sound sound, Limits limits) {
        return soundAlone(plan, sound, LoudnessMeter.filter(), limits, List.of("-f", "null", "-"));
    }

    /** Runs the sound alone, as it is, and writes what a recogniser of speech listens to. */
    static List<String> listen(RenderPlan plan, Limits limits, Path to) {
        String heard = "aresample=" + Speech.SAMPLE_RATE + ",aformat=sample_fmts=s16:channel_layouts=mono";
        var output = List.of("-c:a", "pcm_s16le", "-f", "s16le", Commands.url(to));
        return soundAlone(plan, Sound.Taken.UNCHANGED, heard, limits, output);
    }

    private static List<String> soundAlone(
            RenderPlan plan, Sound sound, String filters, Limits limits, List<String> output) {
        var arguments = new ArrayList<>(Commands.begin());
        arguments.addAll(List.of("-max_error_rate", "1", "-vn", "-sn", "-dn"));
        arguments.addAll(sources(plan, limits));
        arguments.addAll(beside(plan, limits));
        arguments.addAll(List.of("-filter_complex", FilterGraph.audio(plan, sound, filters)));
        arguments.addAll(List.of("-map", "[audio]"));
        arguments.addAll(output);
        return List.copyOf(arguments);
    }

    /** Looks at a film: small pictures of it, one after the other, in two files, or three. */
    static List<String> watch(Film film, String graph, Path looks, Path glimpses, @Nullable Path pages) {
        var arguments = new ArrayList<>(Commands.begin());
        arguments.addAll(List.of("-max_error_rate", "1", "-an", "-sn", "-dn"));
        arguments.addAll(film.inputs());
        arguments.addAll(List.of("-filter_complex", graph));
        arguments.addAll(small("[looks]", looks));
        arguments.addAll(small("[glimpses]", glimpses));
        if (pages != null) {
            arguments.addAll(small("[pages]", pages));
        }
        return List.copyOf(arguments);
    }

    private static List<String> small(String label, Path to) {
        return List.of("-map", label, "-fps_mode", "passthrough", "-f", "rawvideo", Commands.url(to));
    }

    /** A take by itself. */
    static Film film(Take take, int frameRate, Limits limits) {
        var picture = Window.Picture.of(take.clip().video());
        return new Film(
                source(take, null, limits),
                TakeGraph.source(0, take),
                picture.width() * picture.aspect() / picture.height(),
                take.frames(),
                frameRate,
                Duration.ofSeconds(take.frames() / frameRate + 1));
    }

    /** The inputs that are seen, but for a colour table. */
    static List<String> pictures(RenderPlan plan, Limits limits) {
        var arguments = new ArrayList<>(sources(plan, limits));
        plan.layers().forEach(layer -> arguments.addAll(input(plan, layer, limits)));
        return arguments;
    }

    private static List<String> sources(RenderPlan plan, Limits limits) {
        return plan.takes().stream()
                .flatMap(take -> source(take, plan.gpu(), limits).stream())
                .toList();
    }

    /** What is heard beside the takes; music begins again whenever it ends. */
    private static List<String> beside(RenderPlan plan, Limits limits) {
        var arguments = new ArrayList<String>();
        if (plan.mix().music() != null) {
            arguments.addAll(heard(plan.mix().music(), "-1", limits));
        }
        if (plan.mix().voice() != null) {
            arguments.addAll(heard(plan.mix().voice(), "0", limits));
        }
        return arguments;
    }

    private static List<String> heard(Mix.Heard<?> heard, String repeats, Limits limits) {
        return Commands.input(heard.file(), limits.pixels(), "-vn", "-sn", "-dn", "-stream_loop", repeats);
    }

    private static List<String> source(Take take, @Nullable Integer gpu, Limits limits) {
        // A change of size on the way must not begin the graph anew, with its counts.
        var options = new ArrayList<>(List.of("-reinit_filter:v", "0"));
        if (take.seek() > 0) {
            // The picture that is on screen when the part begins may have begun long before: none may be skipped.
            options.addAll(List.of("-noaccurate_seek", "-ss", FilterGraph.seconds(take.seek())));
        }
        if (gpu != null) {
            // What it cannot decode, FFmpeg decodes itself; the pictures come back to the processor's filters.
            options.addAll(List.of("-hwaccel", "cuda", "-hwaccel_device", gpu.toString()));
        }
        return Commands.input(take.clip(), limits.pixels(), options.toArray(String[]::new));
    }

    private static List<String> input(RenderPlan plan, Layer layer, Limits limits) {
        int frameRate = plan.recipe().canvas().frameRate();
        return switch (layer) {
            case Layer.Sequence sequence ->
                List.of(
                        "-protocol_whitelist",
                        "file",
                        "-f",
                        "concat",
                        "-safe",
                        "0",
                        "-i",
                        Commands.url(sequence.list()));
            case Layer.Drawn drawn -> List.of("-f", "png_pipe", "-i", Commands.url(drawn.picture()));
            case Layer.Growing growing -> List.of("-f", "png_pipe", "-i", Commands.url(growing.picture()));
            case Layer.Opening opening -> held(opening.picture(), opening.seconds(), frameRate);
            case Layer.Closing closing -> held(closing.picture(), closing.seconds(), frameRate);
            case Layer.Image image -> Commands.input(image.still(), limits.pixels());
            case Layer.Moving moving -> source(moving.take(), plan.gpu(), limits);
        };
    }

    /** A picture of ours, for a while. */
    private static List<String> held(Path picture, double seconds, int frameRate) {
        return List.of(
                "-loop",
                "1",
                "-framerate",
                Integer.toString(frameRate),
                "-t",
                FilterGraph.seconds(seconds),
                "-f",
                "image2",
                "-pattern_type",
                "none",
                "-i",
                Commands.url(picture));
    }

    /** Nothing of the source's metadata, and nothing of ours that would change from run to run. */
    private static List<String> anonymous() {
        return List.of(
                "-map_metadata",
                "-1",
                "-map_chapters",
                "-1",
                "-fflags",
                "+bitexact",
                "-flags:v",
                "+bitexact",
                "-flags:a",
                "+bitexact");
    }

    private static List<String> video(Canvas canvas) {
        return List.of(
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                Integer.toString(QUALITY),
                "-profile:v",
                "high",
                "-pix_fmt",
                "yuv420p",
                "-g",
                Integer.toString(2 * canvas.frameRate()),
                "-threads",
                Integer.toString(ENCODER_THREADS),
                "-x264-params",
                "sync-lookahead=0",
                "-color_range",
                "tv",
                "-color_primaries",
                "bt709",
                "-color_trc",
                "bt709",
                "-colorspace",
                "bt709");
    }
}
