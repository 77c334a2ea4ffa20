package io.viralforge.worker.media;

import io.viralforge.recipe.Analysis;
import io.viralforge.recipe.Analysis.Said;
import io.viralforge.recipe.Shot;
import io.viralforge.worker.speech.Speech;
import io.viralforge.worker.vision.Face;
import io.viralforge.worker.vision.FaceDetector;
import io.viralforge.worker.vision.Image;
import io.viralforge.worker.vision.Watcher;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a video and listens to it, from beginning to end. FFmpeg decodes it once: to a small picture a second, in
 * which faces are looked for, to a tiny one four times a second, for what moves, and to sound. However long it is, of
 * each only a second is in memory; on disk they take some 8 MB a minute and are gone when this is done.
 */
final class Analyst {
    /** Tiny pictures a second. */
    private static final int GLIMPSES = 4;

    private static final int PIXELS = Watcher.WIDTH * Watcher.HEIGHT;
    /** What changes by less is noise, of 255. */
    private static final int NOISE = 12;
    /** How much of a picture changes at a cut, in percent of what could. */
    private static final int CUT = 8;

    /** Shares of the whole work at which its parts end. */
    private static final double DECODED = 0.5;

    private static final double SEEN = 0.7;

    private final FfmpegRun run;
    private final Limits limits;
    private final @Nullable Speech speech;
    private final Path folder;
    private final DoubleConsumer progress;

    /** @param speech null: nobody listens for words */
    Analyst(FfmpegRun run, Limits limits, @Nullable Speech speech, Path folder, DoubleConsumer progress) {
        this.run = run;
        this.limits = limits;
        this.speech = speech;
        this.folder = folder;
        this.progress = progress;
    }

    /** What was found, or the end of FFmpeg that kept it from being found. */
    sealed interface Finding {
        record Found(Analysis analysis) implements Finding {}

        record Stopped(Child.Result result) implements Finding {}
    }

    Finding look(Clip clip) throws IOException, InterruptedException {
        Path looks = folder.resolve("looks.rgb");
        Path glimpses = folder.resolve("glimpses.gray");
        Path sound = folder.resolve("sound.s16");
        try {
            return look(clip, looks, glimpses, sound);
        } finally {
            Files.deleteIfExists(looks);
            Files.deleteIfExists(glimpses);
            Files.deleteIfExists(sound);
        }
    }

    private Finding look(Clip clip, Path looks, Path glimpses, Path sound) throws IOException, InterruptedException {
        double seconds = clip.end();
        var said = new AnalystLog();
        var done = run.encode(
                commands(clip, looks, glimpses, sound),
                new Child.Bounds(
                        limits.renderTime(Duration.ofMillis(Math.round(seconds * 1e3))),
                        limits.stall(),
                        limits.inspectMemoryBytes(),
                        looks,
                        limits.outputBytes()),
                position -> progress.accept(DECODED * Math.min(1, position.seconds() / seconds)),
                said::line);
        if (!done.isSuccess()) {
            return new Finding.Stopped(done.result());
        }
        List<Double> faces = faces(looks, clip, seconds);
        return new Finding.Found(new Analysis(
                seconds,
                said.scenes(seconds),
                said.loudness(Analysis.told(seconds)),
                motion(glimpses),
                faces,
                said.pauses(seconds),
                speech == null ? null : clip.audio() == null ? List.of() : words(speech, sound, seconds)));
    }

    private List<String> commands(Clip clip, Path looks, Path glimpses, Path sound) {
        var arguments = new ArrayList<>(Commands.begin());
        arguments.addAll(List.of("-max_error_rate", "1", "-sn", "-dn"));
        arguments.addAll(Commands.input(clip, limits.pixels(), "-reinit_filter:v", "0"));
        arguments.addAll(List.of("-filter_complex", graph(clip)));
        arguments.addAll(raw("[looks]", "rawvideo", looks));
        arguments.addAll(raw("[glimpses]", "rawvideo", glimpses));
        if (clip.audio() != null) {
            arguments.addAll(raw("[sound]", "s16le", sound));
        }
        return arguments;
    }

    private static List<String> raw(String label, String format, Path to) {
        return List.of("-map", label, "-fps_mode", "passthrough", "-f", format, Commands.url(to));
    }

    private static String graph(Clip clip) {
        Take whole = Objects.requireNonNull(Take.of(Shot.WHOLE, clip, GLIMPSES), "a clip has a picture");
        Window.Picture size = size(clip);
        int seconds = Analysis.told(clip.end());
        String scaled = "scale=%d:%d" + FilterGraph.SCALER;
        // Cuts are judged by brightness and colour, whatever the others want.
        String graph = TakeGraph.source(0, whole)
                + scaled.formatted(size.width(), size.height())
                + ",format=yuv420p,split=3[cut][seen][felt];[cut]scdet=t=%d,nullsink;".formatted(CUT)
                + "[seen]fps=fps=1:start_time=0:round=up,trim=end_frame=%d,format=rgb24[looks];".formatted(seconds)
                + "[felt]fps=fps=%d:start_time=0:round=up,trim=end_frame=%d,".formatted(GLIMPSES, GLIMPSES * seconds)
                + scaled.formatted(Watcher.WIDTH, Watcher.HEIGHT)
                + ",format=gray[glimpses]";
        Track.Audio audio = clip.audio();
        return audio == null
                ? graph
                : graph
                        + ";[0:%d]asplit[plain][paused];[paused]%s,anullsink;"
                                .formatted(audio.index(), PauseFinder.filter())
                        + "[plain]aresample=48000:async=1:first_pts=0,aformat=channel_layouts=stereo,asplit[loud][said];"
                        + "[loud]ebur128=framelog=info,anullsink;"
                        + "[said]aresample=%d,aformat=sample_fmts=s16:channel_layouts=mono[sound]"
                                .formatted(Speech.SAMPLE_RATE);
    }

    /** Of the small pictures. */
    private static Window.Picture size(Clip clip) {
        var picture = Window.Picture.of(clip.video());
        double shape = picture.width() * picture.aspect() / picture.height();
        return new Window.Picture(side(shape), side(1 / shape), 1);
    }

    private static int side(double shape) {
        return 2 * (int) Math.round(Math.clamp(shape, 1, 8) * FaceDetector.SIDE / 2);
    }

    private List<Double> faces(Path looks, Clip clip, double seconds) throws IOException, InterruptedException {
        var detector = FaceDetector.load();
        Window.Picture size = size(clip);
        var faces = new ArrayList<Double>();
        Frames.forEach(looks, 3 * size.width() * size.height(), rgb -> {
            double height = detector.find(new Image(size.width(), size.height(), rgb)).stream()
                    .mapToDouble(Face::height)
                    .max()
                    .orElse(0);
            faces.add(Math.clamp(height, 0, 1));
            progress.accept(DECODED + (SEEN - DECODED) * Math.min(1, faces.size() / seconds));
        });
        return faces;
    }

    private static List<Double> motion(Path glimpses) throws IOException, InterruptedException {
        var motion = new ArrayList<Double>();
        var before = new byte[PIXELS];
        var sum = new double[2];
        Frames.forEach(glimpses, PIXELS, grey -> {
            sum[0] += sum[1] == 0 && motion.isEmpty() ? 0 : change(before, grey);
            System.arraycopy(grey, 0, before, 0, PIXELS);
            sum[1]++;
            if (sum[1] == GLIMPSES) {
                motion.add(sum[0] / GLIMPSES);
                sum[0] = 0;
                sum[1] = 0;
            }
        });
        return motion;
    }

    /** Noise aside, as a share of all that could. */
    private static double change(byte[] before, byte[] now) {
        long change = 0;
        for (int i = 0; i < PIXELS; i++) {
            int by = Math.abs((now[i] & 0xFF) - (before[i] & 0xFF));
            change += by >= NOISE ? by : 0;
        }
        return change / (255.0 * PIXELS);
    }

    private List<Said> words(Speech listener, Path sound, double end) throws IOException, InterruptedException {
        try (var channel = FileChannel.open(sound)) {
            var samples = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            return listener.hear(samples, share -> progress.accept(SEEN + (1 - SEEN) * share)).words().stream()
                    .filter(word -> word.to() <= end)
                    .map(word -> new Said(word.text(), word.from(), word.to()))
                    .toList();
        }
    }
}
