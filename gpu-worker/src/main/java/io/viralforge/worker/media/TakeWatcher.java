package io.viralforge.worker.media;

import io.viralforge.worker.vision.FaceDetector;
import io.viralforge.worker.vision.Image;
import io.viralforge.worker.vision.Sight;
import io.viralforge.worker.vision.Watcher;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at a take before it is rendered: FFmpeg decodes it to small pictures, which are looked at one by one. */
final class TakeWatcher {
    /** A picture that is longer is pressed together for it. */
    private static final double MOST_SIDES = 8;

    private final FfmpegRun run;
    private final Limits limits;
    private final @Nullable FaceDetector detector;

    /** @param detector null: faces are not looked for */
    TakeWatcher(FfmpegRun run, Limits limits, @Nullable FaceDetector detector) {
        this.run = run;
        this.limits = limits;
        this.detector = detector;
    }

    /** How FFmpeg ended, and what was seen when it ended well. */
    record Watched(Child.Result result, Sight sight) {}

    /**
     * Watches a take.
     *
     * @param frameRate of the result
     * @param folder for the small pictures, which take some 20 MB a minute and are gone when this returns
     */
    Watched watch(Take take, int frameRate, Path folder) throws IOException, InterruptedException {
        Path looks = folder.resolve("looks.rgb");
        Path glimpses = folder.resolve("glimpses.gray");
        try {
            var done = run.encode(
                    RenderCommands.watch(take, frameRate, limits, looks, glimpses),
                    bounds(take, frameRate, looks),
                    position -> {},
                    line -> {});
            var watcher = new Watcher(frameRate, detector);
            if (done.isSuccess()) {
                var size = lookedAt(take);
                forEach(
                        looks,
                        3 * size.width() * size.height(),
                        rgb -> watcher.look(new Image(size.width(), size.height(), rgb)));
                forEach(glimpses, Watcher.WIDTH * Watcher.HEIGHT, watcher::glimpse);
            }
            return new Watched(done.result(), watcher.sight());
        } finally {
            Files.deleteIfExists(looks);
            Files.deleteIfExists(glimpses);
        }
    }

    private Child.Bounds bounds(Take take, int frameRate, Path output) {
        Duration length = Duration.ofSeconds(take.frames() / frameRate + 1);
        return new Child.Bounds(
                limits.renderTime(length), limits.stall(), limits.inspectMemoryBytes(), output, limits.outputBytes());
    }

    private static void forEach(Path file, int length, Consumer<byte[]> told) throws IOException, InterruptedException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (byte[] each = in.readNBytes(length); each.length == length; each = in.readNBytes(length)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while looking");
                }
                told.accept(each);
            }
        }
    }

    /** How large the small pictures are: as wide as it is shown. */
    private static Window.Picture lookedAt(Take take) {
        var picture = Window.Picture.of(take.clip().video());
        double shape = picture.width() * picture.aspect() / picture.height();
        return new Window.Picture(side(shape), side(1 / shape), 1);
    }

    private static int side(double shape) {
        return (int) Math.round(Math.clamp(shape, 1, MOST_SIDES) * FaceDetector.SIDE);
    }

    /** The two ways to look at a take that is FFmpeg's only input. */
    static String graph(Take take, int frameRate) {
        long looks = Math.ceilDiv(take.frames() * Sight.RATE, frameRate);
        var size = lookedAt(take);
        // Each look is at what is on screen then, not at what is nearest.
        return TakeGraph.source(0, take) + "split[seen][felt];"
                + "[seen]fps=fps=%d:start_time=0:round=up,trim=end_frame=%d,scale=%d:%d%s,format=rgb24[looks];"
                        .formatted(Sight.RATE, looks, size.width(), size.height(), FilterGraph.SCALER)
                + "[felt]fps=fps=%d:start_time=0:round=near,trim=end_frame=%d,scale=%d:%d%s,format=gray[glimpses]"
                        .formatted(frameRate, take.frames(), Watcher.WIDTH, Watcher.HEIGHT, FilterGraph.SCALER);
    }
}
