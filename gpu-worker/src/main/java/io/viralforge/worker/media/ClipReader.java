package io.viralforge.worker.media;

import io.viralforge.worker.media.ClipReading.Read;
import io.viralforge.worker.media.ClipReading.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a file's header and index say. Nothing is decoded, and nothing it names is opened. */
final class ClipReader {
    /** The smallest picture in one direction, in pixels. */
    static final int SMALLEST = 16;

    private static final Set<String> USUAL_IN_MP4 =
            Set.of("aac", "ac3", "eac3", "alac", "flac", "opus", "amr_nb", "amr_wb");

    private final FfmpegRun run;
    private final Limits limits;

    ClipReader(FfmpegRun run, Limits limits) {
        this.run = run;
        this.limits = limits;
    }

    ClipReading read(Path file) throws IOException, InterruptedException {
        if (Files.size(file) == 0) {
            return new Refused(RefusalCode.EMPTY, "The file is empty.");
        }
        return switch (FileHeader.of(file)) {
            case FileHeader.Known known
            when known.container() == Container.MOV && IsoBoxes.namesOthers(file) -> namesOthers();
            case FileHeader.Known known -> scan(file, known);
            case FileHeader.NamesOthers() -> namesOthers();
            case FileHeader.Unknown() ->
                new Refused(RefusalCode.NOT_MEDIA, "This is no video, picture or sound of a kind that can be read.");
        };
    }

    private ClipReading scan(Path file, FileHeader.Known header) throws IOException, InterruptedException {
        var scan = new ClipScan();
        var bounds = new Child.Bounds(
                limits.inspectTime(Files.size(file), limits.longest()),
                limits.inspectTime(),
                limits.inspectMemoryBytes(),
                null,
                Long.MAX_VALUE);
        var result = run.probe(Commands.scan(file, header.container(), limits.pixels()), bounds, scan::line);
        if (result.end() != Child.End.EXITED) {
            return new Refused(RefusalCode.LIMIT_EXCEEDED, "Reading it took too much time or memory.");
        }
        if (isTooLarge(result)) {
            return tooLarge();
        }
        if (!result.isSuccess()) {
            return new Refused(RefusalCode.CORRUPT, "Its index cannot be read.");
        }
        Track.Video video = scan.video();
        Track.Audio audio = scan.audio();
        if (video != null) {
            return judged(new Clip(file, header, video, audio, scan.announced(), warnings(header, scan, video, audio)));
        }
        return audio == null
                ? new Refused(RefusalCode.NO_VIDEO, "There is neither picture nor sound in it.")
                : ofLength(new Recording(file, header, audio, scan.announced(), scan.warnings()));
    }

    private ClipReading judged(Clip clip) {
        Track.Video video = clip.video();
        if (video.displayWidth() < SMALLEST || video.displayHeight() < SMALLEST) {
            return video.width() == 0
                    ? new Refused(RefusalCode.CORRUPT, "Its picture cannot be decoded.")
                    : new Refused(
                            RefusalCode.TOO_SMALL,
                            "Its picture has only %d×%d pixels."
                                    .formatted(video.displayWidth(), video.displayHeight()));
        }
        if ((long) video.width() * video.height() > limits.pixels()) {
            return tooLarge();
        }
        return ofLength(clip);
    }

    private ClipReading ofLength(MediaFile file) {
        return file.end() * 1e3 <= limits.longest().toMillis()
                ? new Read(file)
                : new Refused(
                        RefusalCode.LIMIT_EXCEEDED,
                        "It is longer than %s."
                                .formatted(
                                        limits.longest().toString().substring(2).toLowerCase(Locale.ROOT)));
    }

    private static List<String> warnings(
            FileHeader.Known header, ClipScan scan, Track.Video video, Track.@Nullable Audio audio) {
        var warnings = new ArrayList<>(scan.warnings());
        boolean isMp4 = header.container() == Container.MOV;
        if (isMp4
                && audio != null
                && !USUAL_IN_MP4.contains(audio.codec())
                && !audio.codec().startsWith("pcm_")) {
            warnings.add("Its sound is coded as %s, which is unusual in such a file and fails in some players."
                    .formatted(audio.codec()));
        }
        if (video.colour().isHdr()) {
            warnings.add("It has a high dynamic range, which is mapped to the standard range when it is rendered.");
        }
        return warnings;
    }

    /** For {@link Limits#inspectTime(long, Duration)}. */
    static Duration announced(MediaFile file) {
        return Duration.ofMillis(Math.round(1e3 * Math.max(file.announced(), file.end())));
    }

    private static boolean isTooLarge(Child.Result result) {
        return result.complaints().stream().anyMatch(line -> line.contains("exceeds specified max pixel count"));
    }

    private static Refused tooLarge() {
        return new Refused(RefusalCode.LIMIT_EXCEEDED, "Its picture has too many pixels.");
    }

    private static Refused namesOthers() {
        return new Refused(
                RefusalCode.REFERENCES_OTHER_FILES,
                "It is a list of other files, or keeps its picture in another file.");
    }
}
