package io.viralforge.worker.media;

import io.viralforge.recipe.Analysis;
import io.viralforge.recipe.Recipe;
import io.viralforge.worker.media.Progress.Stage;
import io.viralforge.worker.speech.Speech;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at files and renders recipes. Safe for use by several threads; each call runs on a thread of its own and waits
 * for it.
 */
public final class MediaEngine {
    private final Ffmpeg ffmpeg;
    private final Limits limits;
    private final Typeface typeface;
    private final @Nullable Speech speech;
    private final @Nullable Integer gpu;

    /**
     * @param ffmpeg from {@link FfmpegBinaries}
     * @param typeface from {@link Typeface#load}
     */
    public MediaEngine(Ffmpeg ffmpeg, Limits limits, Typeface typeface) {
        this(ffmpeg, limits, typeface, null, null);
    }

    private MediaEngine(
            Ffmpeg ffmpeg, Limits limits, Typeface typeface, @Nullable Speech speech, @Nullable Integer gpu) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
        this.typeface = typeface;
        this.speech = speech;
        this.gpu = gpu;
    }

    /** The same with this GPU to render on, null for none. */
    public MediaEngine on(@Nullable Integer gpu) {
        return new MediaEngine(ffmpeg, limits, typeface, speech, gpu);
    }

    /** The same that hears what is said, null for none: renders that want it fail. */
    public MediaEngine hearing(@Nullable Speech speech) {
        return new MediaEngine(ffmpeg, limits, typeface, speech, gpu);
    }

    /**
     * Decodes a file of a stranger's from beginning to end and says what it is. Nothing that it names is read.
     *
     * @param isSalvage accept what decodes of a damaged file, with a warning
     * @throws InterruptedException when the caller is interrupted; no child process is left
     * @throws UncheckedIOException when the file cannot be read or FFmpeg cannot be started: no fault of the file's
     */
    public Inspection inspect(Path file, boolean isSalvage, Progress.Listener listener) throws InterruptedException {
        return OwnThread.call("inspect", () -> {
            var tally = new Tally();
            var meter = new ProgressMeter(listener, tally);
            try {
                var run = new FfmpegRun(ffmpeg, temporary(), tally);
                var inspector = new Inspector(run, limits, share -> meter.at(Stage.VERIFY, share));
                return switch (inspector.inspect(file, isSalvage)) {
                    case Inspector.Finding.Good good -> new Inspection.Usable(good.facts(), tally.usage());
                    case Inspector.Finding.Heard(MediaFacts facts) -> new Inspection.Usable(facts, tally.usage());
                    case Inspector.Finding.Bad bad -> new Inspection.Refused(bad.code(), bad.message(), tally.usage());
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /**
     * Renders a recipe and verifies the result by decoding it.
     *
     * @param inputs files in the order of the recipe's numbers
     * @param folder an empty folder on a disk with room for the result; leftovers are the caller's to delete
     * @throws InterruptedException when the caller is interrupted; no child process is left
     */
    public Rendering render(Recipe recipe, List<Path> inputs, Path folder, Progress.Listener listener)
            throws InterruptedException {
        return OwnThread.call("render", () -> {
            var tally = new Tally();
            var renderer = new Renderer(
                    ffmpeg,
                    limits,
                    typeface,
                    speech,
                    tally,
                    new ProgressMeter(listener, tally),
                    folder.toAbsolutePath(),
                    gpu);
            return renderer.render(recipe, inputs);
        });
    }

    /**
     * Looks at a video and listens to it from beginning to end: scenes, loudness, motion, faces, pauses, and words where
     * this engine hears. Takes time in proportion to its length, and memory that does not grow with it.
     *
     * @param folder an empty folder on a disk with room for 8 MB for each minute; leftovers are the caller's to delete
     * @throws InterruptedException when the caller is interrupted; no child process is left
     * @throws UncheckedIOException when the file cannot be read or FFmpeg cannot be started: no fault of the file's
     */
    public Analyzing analyze(Path file, Path folder, Progress.Listener listener) throws InterruptedException {
        return OwnThread.call("analyze", () -> {
            var tally = new Tally();
            var meter = new ProgressMeter(listener, tally);
            var run = new FfmpegRun(ffmpeg, folder, tally);
            try {
                return switch (new ClipReader(run, limits).read(file)) {
                    case ClipReading.Refused(var _, String message) ->
                        new Analyzing.Failed(FailureCode.INPUT_UNREADABLE, message, tally.usage());
                    case ClipReading.Read(Clip clip)
                    when !clip.isStill() -> {
                        var analyst = new Analyst(
                                run, limits, speech, folder, share -> meter.at(Progress.Stage.PREPARE, share));
                        yield switch (analyst.look(clip)) {
                            case Analyst.Finding.Found(Analysis analysis) ->
                                new Analyzing.Analyzed(analysis, tally.usage());
                            case Analyst.Finding.Stopped(Child.Result result) ->
                                new Analyzing.Failed(
                                        result.end() == Child.End.EXITED
                                                ? FailureCode.INPUT_UNREADABLE
                                                : FailureCode.LIMIT_EXCEEDED,
                                        "It could not be decoded to its end.",
                                        tally.usage());
                        };
                    }
                    case ClipReading.Read _ ->
                        new Analyzing.Failed(FailureCode.INPUT_UNREADABLE, "It is no moving picture.", tally.usage());
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
