package io.viralforge.worker.media;

import io.viralforge.recipe.Canvas;
import io.viralforge.recipe.CaptionFormat;
import io.viralforge.recipe.CaptionWriter;
import io.viralforge.recipe.Captions;
import io.viralforge.recipe.Cue;
import io.viralforge.recipe.EndCard;
import io.viralforge.recipe.Fit;
import io.viralforge.recipe.FollowSubject;
import io.viralforge.recipe.Insert;
import io.viralforge.recipe.Mark;
import io.viralforge.recipe.Music;
import io.viralforge.recipe.ProgressBar;
import io.viralforge.recipe.Recipe;
import io.viralforge.recipe.Shot;
import io.viralforge.recipe.Soundtrack;
import io.viralforge.recipe.TitleCard;
import io.viralforge.recipe.VerticalPlace;
import io.viralforge.recipe.Voice;
import io.viralforge.recipe.Watermark;
import io.viralforge.worker.media.Progress.Stage;
import io.viralforge.worker.media.RenderPlan.Layer;
import io.viralforge.worker.media.Rendering.Failed;
import io.viralforge.worker.media.Rendering.Rendered;
import io.viralforge.worker.model.Models;
import io.viralforge.worker.speech.Phrases;
import io.viralforge.worker.speech.Speech;
import io.viralforge.worker.speech.Transcript;
import io.viralforge.worker.vision.FaceDetector;
import io.viralforge.worker.vision.Gaze;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One render, from a recipe and its inputs to a verified result. For one thread, once. */
final class Renderer {
    /** What a failed step ends with; caught where the render began. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final FailureCode code;
        private final boolean isRetryable;

        FailedException(FailureCode code, String message, boolean isRetryable) {
            super(message);
            this.code = code;
            this.isRetryable = isRetryable;
        }
    }

    /** Shares of the whole work at which stages end. */
    private static final double PREPARED = 0.06;

    private static final double RENDERED = 0.9;
    /** Exit codes of a child that a signal ended: abort, bus, arithmetic, kill, segment, termination. */
    private static final Set<Integer> SIGNALLED = Set.of(134, 135, 136, 137, 139, 143);

    private final Ffmpeg ffmpeg;
    private final Limits limits;
    private final Typeface typeface;
    private final @Nullable Speech speech;
    private final FfmpegRun run;
    private final Tally tally;
    private final ProgressMeter meter;
    private final Path folder;
    private final @Nullable Integer gpu;
    private final Set<String> warnings = new LinkedHashSet<>();
    private @Nullable String heard;

    Renderer(
            Ffmpeg ffmpeg,
            Limits limits,
            Typeface typeface,
            @Nullable Speech speech,
            Tally tally,
            ProgressMeter meter,
            Path folder,
            @Nullable Integer gpu) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
        this.typeface = typeface;
        this.speech = speech;
        this.run = new FfmpegRun(ffmpeg, folder, tally);
        this.tally = tally;
        this.meter = meter;
        this.folder = folder;
        this.gpu = gpu;
    }

    Rendering render(Recipe recipe, List<Path> inputs) throws InterruptedException {
        try {
            Files.createDirectories(folder);
            meter.at(Stage.PREPARE, 0);
            RenderPlan plan = plan(recipe, inputs);
            meter.at(Stage.RENDER, PREPARED);
            encode(plan);
            meter.at(Stage.VERIFY, RENDERED);
            return verified(plan);
        } catch (FailedException e) {
            return new Failed(e.code, String.valueOf(e.getMessage()), e.isRetryable, tally.usage());
        } catch (IOException e) {
            return new Failed(
                    FailureCode.WORKER_FAULT, "The worker could not read or write its files.", true, tally.usage());
        }
    }

    RenderPlan plan(Recipe recipe, List<Path> inputs) throws IOException, InterruptedException, FailedException {
        if (inputs.size() != recipe.inputCount()) {
            throw new FailedException(FailureCode.WORKER_FAULT, "The inputs are not as many as the recipe's.", false);
        }
        List<MediaFile> files = new ArrayList<>();
        for (Path input : inputs) {
            files.add(read(input));
        }
        List<Take> takes = watched(recipe, takes(recipe, files));
        long frames =
                takes.stream().mapToLong(take -> take.frames() - take.overlap()).sum();
        var bare = new RenderPlan(
                recipe,
                takes,
                frames,
                posterFrame(recipe, frames),
                mix(recipe.sound(), files),
                new Sound.Silent(),
                recipe.lut() == null ? null : clip(files, recipe.lut()),
                List.of(),
                folder.resolve("video.part.mp4"),
                folder.resolve("poster.part.jpg"),
                gpu);
        Sound sound = sound(bare);
        return bare.with(sound, layers(bare, files, cues(bare, sound)));
    }

    private static Clip clip(List<MediaFile> files, int input) throws FailedException {
        return switch (files.get(input)) {
            case Clip clip -> clip;
            case Recording _ ->
                throw new FailedException(FailureCode.INPUT_UNREADABLE, "There is no picture in it.", false);
        };
    }

    private static Mix mix(Soundtrack wanted, List<MediaFile> files) throws FailedException {
        Music music = wanted.music();
        Voice voice = wanted.voice();
        return new Mix(
                music == null ? null : heard(music, files.get(music.input())),
                voice == null ? null : heard(voice, files.get(voice.input())));
    }

    private static <T> Mix.Heard<T> heard(T how, MediaFile file) throws FailedException {
        Track.Audio audio = file.audio();
        if (audio == null) {
            throw new FailedException(FailureCode.INPUT_UNREADABLE, "There is no sound in it.", false);
        }
        return new Mix.Heard<>(how, file, audio);
    }

    private List<Take> takes(Recipe recipe, List<MediaFile> files) throws FailedException {
        var takes = new ArrayList<Take>();
        for (Shot shot : recipe.shots()) {
            Clip clip = clip(files, shot.input());
            warnings.addAll(clip.warnings());
            Take take = Take.of(shot, clip, recipe.canvas().frameRate());
            if (take == null) {
                throw new FailedException(
                        FailureCode.INPUT_UNREADABLE, "The part to use begins after the picture's end.", false);
            }
            takes.add(take);
        }
        return takes;
    }

    /** Where a crop is to follow what is seen, it is looked at first. */
    private List<Take> watched(Recipe recipe, List<Take> takes)
            throws IOException, InterruptedException, FailedException {
        if (!(recipe.fit() instanceof Fit.Follow(FollowSubject subject))) {
            return takes;
        }
        var watcher = new FilmWatcher(run, limits, subject == FollowSubject.FACES ? FaceDetector.load() : null);
        var watched = new ArrayList<Take>();
        for (Take take : takes) {
            Film film = RenderCommands.film(take, recipe.canvas().frameRate(), limits);
            var seen = watcher.watch(film, false, folder);
            check(seen.result());
            var picture = Window.Picture.of(take.clip().video());
            var share = Window.share(
                    picture, recipe.canvas().width(), recipe.canvas().height(), recipe.zoom());
            watched.add(take.looking(Gaze.of(seen.sight(), share.width(), share.height())));
        }
        return watched;
    }

    private MediaFile read(Path input) throws IOException, InterruptedException, FailedException {
        return switch (new ClipReader(run, limits).read(input)) {
            case ClipReading.Read(MediaFile file) -> file;
            case ClipReading.Refused(RefusalCode code, String message) ->
                throw new FailedException(
                        code == RefusalCode.LIMIT_EXCEEDED ? FailureCode.LIMIT_EXCEEDED : FailureCode.INPUT_UNREADABLE,
                        message,
                        false);
        };
    }

    private static long posterFrame(Recipe recipe, long frames) {
        Duration at = recipe.posterAt();
        long frame = at == null
                ? frames / 3
                : CaptionTimeline.frame(at, recipe.canvas().frameRate());
        return Math.min(frame, frames - 1);
    }

    private Sound sound(RenderPlan bare) throws IOException, InterruptedException {
        if (!bare.isOriginalHeard() && bare.mix().equals(Mix.NONE)) {
            if (!bare.recipe().sound().original().isMuted()) {
                warnings.add("It has no sound; the result has a silent track, which the networks ask for.");
            }
            return new Sound.Silent();
        }
        return new SoundPlanner(sound -> measured(bare, sound), warnings::add)
                .plan(bare.recipe().loudness());
    }

    private LoudnessMeter.Reading measured(RenderPlan bare, Sound sound) throws IOException, InterruptedException {
        var reader = new LoudnessMeter();
        var done = run.encode(
                RenderCommands.measure(bare, sound, limits),
                bounds(bare, limits.inspectMemoryBytes(), null),
                position -> meter.at(Stage.PREPARE, PREPARED / 2 * position.seconds() / bare.seconds()),
                reader::line);
        return done.isSuccess() && done.position().seconds() > 0
                ? reader.reading()
                : new LoudnessMeter.Reading.Undecodable();
    }

    private List<Cue> cues(RenderPlan bare, Sound sound) throws IOException, InterruptedException, FailedException {
        return switch (bare.recipe().captions()) {
            case Captions.Given(List<Cue> cues) -> cues;
            case Captions.Heard(int characters) -> {
                Transcript transcript = sound instanceof Sound.Silent ? Transcript.EMPTY : transcript(bare);
                if (transcript.words().isEmpty()) {
                    warnings.add("Nothing is said that could be understood; there are no captions.");
                }
                List<Cue> cues =
                        Phrases.of(transcript, characters, Duration.ofMillis(Math.round(bare.seconds() * 1e3)));
                heard = document(cues);
                yield cues;
            }
        };
    }

    /** As much of it as may come back in a recipe. */
    private static String document(List<Cue> cues) {
        String document = CaptionWriter.vtt(cues);
        return document.length() <= CaptionFormat.LONGEST_DOCUMENT
                ? document
                : document(cues.subList(
                        0, (int) ((long) cues.size() * CaptionFormat.LONGEST_DOCUMENT / document.length())));
    }

    private Transcript transcript(RenderPlan bare) throws IOException, InterruptedException, FailedException {
        if (speech == null) {
            throw new FailedException(
                    FailureCode.WORKER_FAULT, "The worker has no model for speech. " + Models.UNAVAILABLE, true);
        }
        Path sound = folder.resolve("sound.s16");
        check(run.encode(
                        RenderCommands.listen(bare, limits, sound),
                        bounds(bare, limits.inspectMemoryBytes(), sound),
                        position -> {},
                        line -> {})
                .result());
        try (var channel = FileChannel.open(sound)) {
            var samples = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            return speech.hear(samples, share -> meter.at(Stage.PREPARE, PREPARED * (1 + share) / 2));
        } finally {
            Files.delete(sound);
        }
    }

    /** What captions must not cover, where it is up to us where they stand. */
    private Backdrop backdrop(RenderPlan bare, List<MediaFile> files)
            throws IOException, InterruptedException, FailedException {
        Recipe recipe = bare.recipe();
        if (recipe.captionStyle().place() != VerticalPlace.AUTO) {
            return Backdrop.EMPTY;
        }
        List<Layer> inserts = inserts(Backdrop.small(recipe), bare.seconds(), files);
        var seen = new FilmWatcher(run, limits, FaceDetector.load())
                .watch(Backdrop.film(bare, inserts, limits), true, folder);
        check(seen.result());
        return Backdrop.of(seen, recipe, bare.seconds());
    }

    private List<Layer> layers(RenderPlan bare, List<MediaFile> files, List<Cue> cues)
            throws IOException, InterruptedException, FailedException {
        Recipe recipe = bare.recipe();
        var painter = new Painter(recipe.canvas(), typeface, folder, warnings::add);
        var layers = new ArrayList<>(inserts(recipe, bare.seconds(), files));
        TitleCard title = recipe.titleCard();
        if (title != null) {
            layers.add(painter.title(title));
        }
        if (!cues.isEmpty()) {
            int rate = recipe.canvas().frameRate();
            boolean isMiddle = recipe.captionStyle().place() == VerticalPlace.MIDDLE;
            // Both would stand in the same place.
            long quiet = title != null && isMiddle ? CaptionTimeline.frame(title.duration(), rate) : 0;
            layers.add(painter.captions(cues, recipe.captionStyle(), bare.frames(), quiet, backdrop(bare, files)));
        }
        EndCard end = recipe.endCard();
        if (end != null) {
            layers.add(painter.end(end, bare.seconds()));
        }
        ProgressBar bar = recipe.progressBar();
        if (bar != null) {
            layers.add(painter.bar(bar));
        }
        Watermark mark = recipe.watermark();
        if (mark != null) {
            layers.add(
                    switch (mark.mark()) {
                        case Mark.Text(String text) -> painter.words(text, mark.corner(), mark.opacity(), mark.size());
                        case Mark.Image(int input) ->
                            painter.image(clip(files, input), mark.corner(), mark.opacity(), mark.size());
                    });
        }
        return layers;
    }

    private List<Layer> inserts(Recipe recipe, double seconds, List<MediaFile> files) throws FailedException {
        Canvas canvas = recipe.canvas();
        var layers = new ArrayList<Layer>();
        for (Insert insert : recipe.inserts()) {
            Clip clip = clip(files, insert.input());
            Take take = Take.of(insert.shot(), clip, canvas.frameRate());
            double at = (double) CaptionTimeline.frame(insert.at(), canvas.frameRate()) / canvas.frameRate();
            if (take == null || at >= seconds) {
                warnings.add("An insert is not seen: it begins after its clip's end or the result's.");
            } else {
                layers.add(Painter.insert(canvas, insert, take, at));
            }
        }
        return layers;
    }

    private void encode(RenderPlan plan) throws IOException, InterruptedException, FailedException {
        boolean hasToneMapping = ffmpeg.has("zscale", "tonemap");
        if (plan.takes().stream().anyMatch(take -> take.clip().video().colour().isHdr()) && !hasToneMapping) {
            warnings.add("This FFmpeg cannot map a high dynamic range; colours will be pale.");
        }
        var done = run.encode(
                RenderCommands.render(plan, limits, hasToneMapping),
                bounds(plan, limits.renderMemoryBytes(), plan.video()),
                position -> meter.at(
                        Stage.RENDER,
                        PREPARED + (RENDERED - PREPARED) * Math.min(1, (double) position.frames() / plan.frames())),
                line -> {});
        check(done.result());
        boolean isDamaged = done.result().complaints().stream().anyMatch(line -> line.contains("Decoding error"));
        if (isDamaged) {
            warnings.add("Some of it could not be decoded; what was there before is held.");
        }
    }

    private static void check(Child.Result result) throws FailedException {
        switch (result.end()) {
            case OUT_OF_TIME -> throw limit("Rendering took longer than it may.");
            case STALLED -> throw limit("Rendering stood still.");
            case OUT_OF_MEMORY -> throw limit("Rendering took more memory than it may.");
            case TOO_MUCH_OUTPUT -> throw limit("The result became larger than it may.");
            case EXITED -> {
                if (Complaint.isDiskFull(result)) {
                    throw new FailedException(FailureCode.WORKER_FAULT, "The worker's disk is full.", true);
                }
                if (result.exitCode() != 0) {
                    throw new FailedException(
                            FailureCode.RENDER_FAILED,
                            "FFmpeg ended with code %d: %s".formatted(result.exitCode(), Complaint.first(result)),
                            SIGNALLED.contains(result.exitCode()));
                }
            }
        }
    }

    private static FailedException limit(String message) {
        return new FailedException(FailureCode.LIMIT_EXCEEDED, message, false);
    }

    private Rendered verified(RenderPlan plan) throws IOException, InterruptedException, FailedException {
        double before = tally.cpuSeconds();
        var verifier = new Verifier(run, limits, share -> meter.at(Stage.VERIFY, RENDERED + (1 - RENDERED) * share));
        MediaFacts video = verifier.video(plan);
        MediaFacts poster = verifier.poster(plan);
        tally.verifiedSince(before);
        Path videoFile = Files.move(plan.video(), folder.resolve("video.mp4"), StandardCopyOption.REPLACE_EXISTING);
        Path posterFile = Files.move(plan.poster(), folder.resolve("poster.jpg"), StandardCopyOption.REPLACE_EXISTING);
        meter.at(Stage.VERIFY, 1);
        return new Rendered(videoFile, posterFile, video, poster, heard, List.copyOf(warnings), tally.usage());
    }

    private Child.Bounds bounds(RenderPlan plan, long memory, @Nullable Path output) {
        Duration length = Duration.ofMillis(Math.round(Math.max(plan.seconds(), plan.decodedSeconds()) * 1e3));
        return new Child.Bounds(limits.renderTime(length), limits.stall(), memory, output, limits.outputBytes());
    }
}
