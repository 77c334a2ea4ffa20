package io.viralforge.worker.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The FFmpeg that tests use, found as the worker finds it, and short ways to ask it things. */
final class TestFfmpeg {
    private static final Path CACHE = Path.of("target", "ffmpeg").toAbsolutePath();
    static final Ffmpeg FFMPEG = find();
    static final Typeface TYPEFACE = typeface();
    static final MediaEngine ENGINE = new MediaEngine(FFMPEG, Limits.DEFAULT, TYPEFACE);

    private TestFfmpeg() {}

    private static Ffmpeg find() {
        try {
            return new FfmpegBinaries(CACHE, System.getenv()).find();
        } catch (FfmpegMissingException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Typeface typeface() {
        try {
            return Typeface.load(Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs ffmpeg; fails with its log when it fails. */
    static void ffmpeg(String... arguments) {
        var command = new ArrayList<>(List.of("-hide_banner", "-nostdin", "-y", "-loglevel", "error"));
        command.addAll(List.of(arguments));
        var said = run(FFMPEG.programCommand(command));
        if (said.exitCode() != 0) {
            throw new AssertionError(String.join("\n", said.log()));
        }
    }

    /** What ffmpeg says at level info. */
    static List<String> log(String... arguments) {
        var command = new ArrayList<>(List.of("-hide_banner", "-nostdin", "-y"));
        command.addAll(List.of(arguments));
        return run(FFMPEG.programCommand(command)).log();
    }

    /** What ffmpeg writes to its standard output. */
    static byte[] bytes(String... arguments) {
        var command = new ArrayList<>(FFMPEG.programCommand(List.of("-hide_banner", "-nostdin", "-loglevel", "error")));
        command.addAll(List.of(arguments));
        try {
            var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(FFMPEG.environment());
            Process process = builder.start();
            byte[] bytes = process.getInputStream().readAllBytes();
            process.waitFor();
            return bytes;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The fields that ffprobe shows of a file, as name=value. */
    static List<String> probe(Path file, String entries) {
        return run(FFMPEG.probeCommand(List.of(
                        "-v",
                        "error",
                        "-count_frames",
                        "-show_entries",
                        entries,
                        "-of",
                        "default=nw=1",
                        file.toString())))
                .out();
    }

    record Said(int exitCode, List<String> out, List<String> log) {}

    static Said run(List<String> command) {
        var out = new ArrayList<String>();
        var log = new ArrayList<String>();
        var bounds =
                new Child.Bounds(Duration.ofMinutes(5), Duration.ofMinutes(5), Long.MAX_VALUE, null, Long.MAX_VALUE);
        try {
            return OwnThread.call("test-ffmpeg", () -> {
                var result = Child.run(
                        command, FFMPEG.environment(), Path.of("").toAbsolutePath(), bounds, out::add, log::add);
                return new Said(result.exitCode(), out, log);
            });
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
