package io.viralforge.cli;

import io.viralforge.local.CacheFolder;
import io.viralforge.local.UserFolders;
import io.viralforge.recipe.Analysis;
import io.viralforge.recipe.Recipe;
import io.viralforge.worker.media.Analyzing;
import io.viralforge.worker.media.Ffmpeg;
import io.viralforge.worker.media.FfmpegBinaries;
import io.viralforge.worker.media.FfmpegMissingException;
import io.viralforge.worker.media.Inspection;
import io.viralforge.worker.media.Limits;
import io.viralforge.worker.media.MediaEngine;
import io.viralforge.worker.media.MediaFacts;
import io.viralforge.worker.media.Progress.Listener;
import io.viralforge.worker.media.Rendering;
import io.viralforge.worker.media.Typeface;
import io.viralforge.worker.model.Models;
import io.viralforge.worker.speech.Speech;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Looks at media files on this machine, with what a worker uses. */
final class Eye {
    private final Ffmpeg ffmpeg;
    private final MediaEngine engine;

    private Eye(Ffmpeg ffmpeg, MediaEngine engine) {
        this.ffmpeg = ffmpeg;
        this.engine = engine;
    }

    /** @throws Failure LACKING with the packages that are missing */
    static Eye open() throws InterruptedException {
        try {
            Ffmpeg ffmpeg = find();
            return new Eye(ffmpeg, new MediaEngine(ffmpeg, Limits.DEFAULT, Typeface.load(System.getenv())));
        } catch (IOException e) {
            throw new Failure(Exit.LACKING, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The FFmpeg that a worker here would use.
     *
     * @throws Failure LACKING with the packages that are missing
     */
    static Ffmpeg find() throws InterruptedException {
        try {
            Ffmpeg ffmpeg = new FfmpegBinaries(JvmProgram.Caches.folder(), System.getenv()).find();
            @Nullable Path unpacked = ffmpeg.libraries();
            if (unpacked != null) {
                CacheFolder.use(unpacked);
            }
            return ffmpeg;
        } catch (FfmpegMissingException e) {
            throw new Failure(Exit.LACKING, String.valueOf(e.getMessage()), e);
        }
    }

    Ffmpeg ffmpeg() {
        return ffmpeg;
    }

    /**
     * Decodes a video from beginning to end.
     *
     * @throws Failure FAILED when it cannot be decoded
     */
    MediaFacts decode(Path file) throws InterruptedException {
        return switch (engine.inspect(file, false, Listener.NONE)) {
            case Inspection.Usable usable -> usable.facts();
            case Inspection.Refused refused ->
                throw new Failure(Exit.FAILED, file + " does not decode: " + refused.message());
        };
    }

    /**
     * Looks at a video and listens to it, for words too where the model for it is here.
     *
     * @throws Failure FAILED when it cannot be decoded
     */
    Analysis analyze(Path file, DoubleConsumer progress) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("viralforge-clips-");
        try {
            var hearing =
                    engine.hearing(Speech.of(Models.in(UserFolders.ofProcess().cache())));
            return switch (hearing.analyze(file, folder, at -> progress.accept(at.fraction()))) {
                case Analyzing.Analyzed(Analysis analysis, var _) -> analysis;
                case Analyzing.Failed failed -> throw new Failure(Exit.FAILED, file + ": " + failed.message());
            };
        } finally {
            delete(folder);
        }
    }

    /** Renders a recipe as a worker would, into an empty folder. */
    Rendering render(Recipe recipe, List<Path> inputs, Path folder) throws InterruptedException {
        return engine.render(recipe, inputs, folder, Listener.NONE);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
