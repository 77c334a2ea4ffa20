package io.viralforge.worker.media;

import io.viralforge.worker.vision.Area;
import io.viralforge.worker.vision.FaceDetector;
import io.viralforge.worker.vision.Image;
import io.viralforge.worker.vision.Sight;
import io.viralforge.worker.vision.TextDetector;
import io.viralforge.worker.vision.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at a film before anything is made of it: FFmpeg decodes it to small pictures, which are looked at one by one. */
final class FilmWatcher {
    /** A picture that is longer is pressed together for it. */
    private static final double MOST_SIDES = 8;

    private final FfmpegRun run;
    private final Limits limits;
    private final @Nullable FaceDetector detector;

    /** @param detector null: faces are not looked for */
    FilmWatcher(FfmpegRun run, Limits limits, @Nullable FaceDetector detector) {
        this.run = run;
        this.limits = limits;
        this.detector = detector;
    }

    /**
     * How FFmpeg ended, and what was seen when it ended well.
     *
     * @param words where there are some, in each second; none where they were not looked for
     */
    record Watched(Child.Result result, Sight sight, List<List<Area>> words) {}

    /** Small pictures in a file: of so many pixels, bytes each. */
    private record Size(int width, int height, int bytes) {
        int length() {
            return width * height * bytes;
        }
    }

    /**
     * Watches a film.
     *
     * @param isRead whether words are looked for
     * @param folder for the small pictures, which take some 30 MB a minute and are gone when this returns
     */
    Watched watch(Film film, boolean isRead, Path folder) throws IOException, InterruptedException {
        Path looks = folder.resolve("looks.rgb");
        Path glimpses = folder.resolve("glimpses.gray");
        Path pages = folder.resolve("pages.gray");
        try {
            var done = run.encode(
                    RenderCommands.watch(film, graph(film, isRead), looks, glimpses, isRead ? pages : null),
                    new Child.Bounds(
                            limits.renderTime(film.length()),
                            limits.stall(),
                            limits.inspectMemoryBytes(),
                            looks,
                            limits.outputBytes()),
                    position -> {},
                    line -> {});
            var watcher = new Watcher(film.frameRate(), detector);
            var words = new ArrayList<List<Area>>();
            if (done.isSuccess()) {
                Size look = size(film, FaceDetector.SIDE, 3);
                Frames.forEach(looks, look.length(), rgb -> watcher.look(new Image(look.width(), look.height(), rgb)));
                Frames.forEach(glimpses, Watcher.WIDTH * Watcher.HEIGHT, watcher::glimpse);
            }
            if (done.isSuccess() && isRead) {
                Size page = size(film, TextDetector.SIDE, 1);
                Frames.forEach(
                        pages, page.length(), grey -> words.add(TextDetector.find(page.width(), page.height(), grey)));
            }
            return new Watched(done.result(), watcher.sight(), words);
        } finally {
            Files.deleteIfExists(looks);
            Files.deleteIfExists(glimpses);
            Files.deleteIfExists(pages);
        }
    }

    /** Of pictures as wide as they are shown, whose shorter side has so many pixels. */
    private static Size size(Film film, int side, int bytes) {
        return new Size(length(film.shape(), side), length(1 / film.shape(), side), bytes);
    }

    private static int length(double shape, int side) {
        return (int) Math.round(Math.clamp(shape, 1, MOST_SIDES) * side);
    }

    /** The ways to look at a film. */
    static String graph(Film film, boolean isRead) {
        long looks = Math.ceilDiv(film.frames() * Sight.RATE, film.frameRate());
        Size look = size(film, FaceDetector.SIDE, 3);
        // Each look is at what is on screen then, not at what is nearest.
        String graph = film.graph() + "split=" + (isRead ? "3[read]" : "2") + "[seen][felt];"
                + "[seen]fps=fps=%d:start_time=0:round=up,trim=end_frame=%d,scale=%d:%d%s,format=rgb24[looks];"
                        .formatted(Sight.RATE, looks, look.width(), look.height(), FilterGraph.SCALER)
                + "[felt]fps=fps=%d:start_time=0:round=near,trim=end_frame=%d,scale=%d:%d%s,format=gray[glimpses]"
                        .formatted(film.frameRate(), film.frames(), Watcher.WIDTH, Watcher.HEIGHT, FilterGraph.SCALER);
        Size page = size(film, TextDetector.SIDE, 1);
        return isRead
                ? graph
                        + ";[read]fps=fps=1:start_time=0:round=up,trim=end_frame=%d,scale=%d:%d%s,format=gray[pages]"
                                .formatted(
                                        Math.ceilDiv(film.frames(), film.frameRate()),
                                        page.width(),
                                        page.height(),
                                        FilterGraph.SCALER)
                : graph;
    }
}
