package io.viralforge.worker.media;

import io.viralforge.recipe.Canvas;
import io.viralforge.worker.media.RenderPlan.Layer;
import java.util.ArrayList;
import java.util.List;

/** The argument lists of a render, as functions of its plan. */
final class RenderCommands {
    /** x264's bits depend on how many threads it has, so that number is the same everywhere. */
    static final int ENCODER_THREADS = 4;

    private static final int QUALITY = 20;
    /** Bits that a pixel may take at most, averaged over two seconds. */
    private static final double MOST_BITS_A_PIXEL = 0.25;

    private RenderCommands() {}

    /** The render itself: one decode, one graph, one encode, and the poster on the way. */
    static List<String> render(RenderPlan plan, Limits limits, boolean hasToneMapping) {
        var arguments = new ArrayList<>(Commands.begin());
        arguments.addAll(List.of("-max_error_rate", "1"));
        arguments.addAll(source(plan, limits));
        for (Layer layer : plan.layers()) {
            arguments.addAll(input(layer, plan.recipe().canvas(), limits));
        }
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
        var arguments = new ArrayList<>(Commands.begin());
        arguments.addAll(List.of("-max_error_rate", "1", "-vn", "-sn", "-dn"));
        arguments.addAll(source(plan, limits));
        arguments.addAll(
                List.of("-filter_complex", FilterGraph.audio(plan, sound) + "," + LoudnessMeter.filter() + "[audio]"));
        arguments.addAll(List.of("-map", "[audio]", "-f", "null", "-"));
        return List.copyOf(arguments);
    }

    private static List<String> source(RenderPlan plan, Limits limits) {
        // The picture that is on screen when the part begins may have begun long before: none may be skipped.
        return plan.seek() > 0
                ? Commands.input(
                        plan.clip(), limits.pixels(), "-noaccurate_seek", "-ss", FilterGraph.seconds(plan.seek()))
                : Commands.input(plan.clip(), limits.pixels());
    }

    private static List<String> input(Layer layer, Canvas canvas, Limits limits) {
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
            case Layer.Opening opening ->
                List.of(
                        "-loop",
                        "1",
                        "-framerate",
                        Integer.toString(canvas.frameRate()),
                        "-t",
                        FilterGraph.seconds(opening.seconds()),
                        "-f",
                        "image2",
                        "-pattern_type",
                        "none",
                        "-i",
                        Commands.url(opening.picture()));
            case Layer.Image image -> Commands.input(image.still(), limits.pixels());
        };
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
        long bits = Math.round(MOST_BITS_A_PIXEL * canvas.width() * canvas.height() * canvas.frameRate());
        long rate = Math.max(1_000_000, bits);
        return List.of(
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                Integer.toString(QUALITY),
                "-maxrate",
                Long.toString(rate),
                "-bufsize",
                Long.toString(2 * rate),
                "-profile:v",
                "high",
                "-pix_fmt",
                "yuv420p",
                "-g",
                Integer.toString(2 * canvas.frameRate()),
                "-threads",
                Integer.toString(ENCODER_THREADS),
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
