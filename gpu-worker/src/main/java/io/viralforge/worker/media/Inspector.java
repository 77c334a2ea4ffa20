package io.viralforge.worker.media;

import io.viralforge.worker.media.MediaFacts.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Decodes a file from beginning to end: only that tells whether it is what its header says. */
final class Inspector {
    /** How much may be missing at the end before it counts as cut off: a second, or this share. */
    private static final double MISSING_SHARE = 0.05;

    private static final double MISSING_SECONDS = 1;

    /** What was found. */
    sealed interface Finding {
        /** A picture. */
        record Good(MediaFacts facts, Clip clip, long frames) implements Finding {}

        /** Sound alone. */
        record Heard(MediaFacts facts) implements Finding {}

        record Bad(RefusalCode code, String message) implements Finding {}
    }

    private final FfmpegRun run;
    private final Limits limits;
    private final DoubleConsumer progress;

    /** Of the last decoding that there was of the sound. */
    private PauseFinder pauses = new PauseFinder();

    /** @param progress told the share that was decoded, 0 to 1 */
    Inspector(FfmpegRun run, Limits limits, DoubleConsumer progress) {
        this.run = run;
        this.limits = limits;
        this.progress = progress;
    }

    Finding inspect(Path file, boolean isSalvage) throws IOException, InterruptedException {
        return switch (new ClipReader(run, limits).read(file)) {
            case ClipReading.Refused(RefusalCode code, String message) -> new Finding.Bad(code, message);
            case ClipReading.Read(Clip clip) -> new Decoding(clip, isSalvage).finding();
            case ClipReading.Read(Recording recording) -> heard(recording, isSalvage);
        };
    }

    private Finding heard(Recording recording, boolean isSalvage) throws IOException, InterruptedException {
        long deadline = deadline(recording);
        List<Track.Audio> sound = List.of(recording.audio());
        var whole = decode(recording, sound, true, deadline);
        var done = whole.isSuccess() || !isSalvage ? whole : decode(recording, sound, false, deadline);
        if (done.result().end() != Child.End.EXITED) {
            return tooMuch(done.result().end());
        }
        double end = whole.isSuccess()
                ? recording.end()
                : Math.min(recording.end(), done.position().seconds());
        if (done.position().seconds() <= 0 || (!whole.isSuccess() && !isSalvage)) {
            return corrupt("Its sound cannot be decoded to its end.");
        }
        var warnings = new ArrayList<>(recording.warnings());
        if (isMuchLess(end, recording.announced()) && recording.container().hasIndex()) {
            if (!isSalvage) {
                return endsEarly(end, recording.announced());
            }
            warnings.add("It is cut off; %s of sound could be saved.".formatted(seconds(end)));
        } else if (!whole.isSuccess()) {
            warnings.add("It is damaged; %s of sound could be saved.".formatted(seconds(end)));
        }
        return new Finding.Heard(new MediaFacts(
                Kind.AUDIO,
                recording.contentType(),
                Duration.ofMillis(Math.round(end * 1e3)),
                null,
                null,
                null,
                true,
                List.of(recording.audio().codec()),
                warnings,
                pauses.pauses(end)));
    }

    /** One time limit for all runs over a file. */
    private long deadline(MediaFile file) throws IOException {
        return System.nanoTime()
                + limits.inspectTime(Files.size(file.file()), ClipReader.announced(file))
                        .toNanos();
    }

    private FfmpegRun.Done decode(MediaFile file, List<? extends Track> tracks, boolean isStrict, long deadline)
            throws IOException, InterruptedException {
        var bounds = new Child.Bounds(
                Duration.ofNanos(Math.max(0, deadline - System.nanoTime())),
                limits.stall(),
                limits.inspectMemoryBytes(),
                null,
                Long.MAX_VALUE);
        double whole = Math.max(1e-3, file.end());
        if (tracks.stream().anyMatch(Track.Audio.class::isInstance)) {
            pauses = new PauseFinder();
        }
        return run.encode(
                Commands.decode(file, limits.pixels(), tracks, isStrict),
                bounds,
                position -> progress.accept(Math.min(1, position.seconds() / whole)),
                pauses::line);
    }

    /** The decoding of a file with a picture. */
    private final class Decoding {
        private final Clip clip;
        private final boolean isSalvage;
        private final long deadline;
        private final List<String> warnings;

        Decoding(Clip clip, boolean isSalvage) throws IOException {
            this.clip = clip;
            this.isSalvage = isSalvage;
            this.deadline = deadline(clip);
            this.warnings = new ArrayList<>(clip.warnings());
        }

        Finding finding() throws IOException, InterruptedException {
            var audio = clip.audio();
            if (audio != null) {
                var both = decode(List.of(clip.video(), audio), true);
                if (both.isSuccess()) {
                    return judged(both.position().frames(), clip.video().end(), true);
                }
                // Which of them it was is seen by taking each alone.
            }
            var video = decode(List.of(clip.video()), true);
            if (video.isSuccess()) {
                return judged(video.position().frames(), clip.video().end(), hasSound(audio));
            }
            if (video.result().end() != Child.End.EXITED) {
                return tooMuch(video.result().end());
            }
            return isSalvage ? salvaged(audio) : corrupt("Its picture cannot be decoded to its end.");
        }

        private Finding salvaged(Track.@Nullable Audio audio) throws IOException, InterruptedException {
            var video = decode(List.of(clip.video()), false);
            if (video.result().end() != Child.End.EXITED) {
                return tooMuch(video.result().end());
            }
            double end = Math.min(clip.video().end(), video.position().seconds());
            if (video.position().frames() == 0 || end <= 0) {
                return corrupt("None of its picture can be decoded.");
            }
            warnings.add("It is damaged; %s of picture could be saved.".formatted(seconds(end)));
            return judged(video.position().frames(), end, hasSound(audio));
        }

        private boolean hasSound(Track.@Nullable Audio audio) throws IOException, InterruptedException {
            if (audio == null) {
                return false;
            }
            var sound = decode(List.of(audio), false);
            boolean isThere =
                    sound.result().end() == Child.End.EXITED && sound.position().seconds() > 0;
            boolean isWhole =
                    isThere && sound.result().complaints().stream().noneMatch(line -> line.contains("[error]"));
            if (!isWhole) {
                warnings.add(isThere ? "Some of its sound cannot be decoded." : "Its sound cannot be decoded.");
            }
            return isThere;
        }

        private Finding judged(long frames, double end, boolean hasAudio) {
            double reached = Math.max(
                    clip.video().end(), clip.audio() == null ? 0 : clip.audio().end());
            double announced = Math.max(clip.announced(), clip.video().announced());
            boolean isCut = isMuchLess(reached, announced)
                    || isMuchLess(clip.video().end(), clip.video().announced());
            if (frames == 0) {
                return corrupt("None of its picture can be decoded.");
            }
            if (isCut && clip.container().hasIndex() && !isSalvage) {
                return endsEarly(reached, announced);
            }
            if (isCut
                    && clip.container().hasIndex()
                    && warnings.size() == clip.warnings().size()) {
                warnings.add("It is cut off; %s of picture could be saved.".formatted(seconds(end)));
            }
            return new Finding.Good(facts(end, hasAudio), clip, frames);
        }

        private MediaFacts facts(double end, boolean hasAudio) {
            Track.Video video = clip.video();
            boolean isStill = clip.isStill();
            return new MediaFacts(
                    isStill ? Kind.IMAGE : Kind.VIDEO,
                    clip.header().contentType(),
                    isStill ? null : Duration.ofMillis(Math.round(end * 1e3)),
                    video.displayWidth(),
                    video.displayHeight(),
                    isStill ? null : Math.round(video.frameRate() * 1e3) / 1e3,
                    hasAudio,
                    codecs(hasAudio),
                    warnings,
                    isStill || !hasAudio ? List.of() : pauses.pauses(end));
        }

        private List<String> codecs(boolean hasAudio) {
            Track.Audio audio = clip.audio();
            return hasAudio && audio != null
                    ? List.of(clip.video().codec(), audio.codec())
                    : List.of(clip.video().codec());
        }

        private FfmpegRun.Done decode(List<? extends Track> tracks, boolean isStrict)
                throws IOException, InterruptedException {
            return Inspector.this.decode(clip, tracks, isStrict, deadline);
        }
    }

    private static boolean isMuchLess(double reached, double announced) {
        return reached < announced - Math.max(MISSING_SECONDS, announced * MISSING_SHARE);
    }

    private static Finding endsEarly(double reached, double announced) {
        return corrupt("It ends after %s, though it says it has %s.".formatted(seconds(reached), seconds(announced)));
    }

    private static Finding corrupt(String message) {
        return new Finding.Bad(RefusalCode.CORRUPT, message);
    }

    private static Finding tooMuch(Child.End end) {
        return new Finding.Bad(
                RefusalCode.LIMIT_EXCEEDED,
                switch (end) {
                    case OUT_OF_MEMORY -> "Decoding it takes too much memory.";
                    case EXITED, OUT_OF_TIME, STALLED, TOO_MUCH_OUTPUT -> "Decoding it takes too long.";
                });
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
