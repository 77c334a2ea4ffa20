package io.viralforge.worker.media;

import io.viralforge.trace.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs FFmpeg's programs on behalf of one piece of work, and counts what they use. */
final class FfmpegRun {
    /** Where a run is: frames written and seconds of output. */
    record Position(long frames, double seconds) {
        static final Position START = new Position(0, 0);
    }

    private final Ffmpeg ffmpeg;
    private final Path folder;
    private final Tally tally;

    private static final String GRAPH = "-filter_complex";
    private static final int LONGEST_ARGUMENT = 100_000;

    FfmpegRun(Ffmpeg ffmpeg, Path folder, Tally tally) {
        this.ffmpeg = ffmpeg;
        this.folder = folder;
        this.tally = tally;
    }

    /** Runs ffprobe; each line it prints shows that it moves. */
    Child.Result probe(List<String> arguments, Child.Bounds bounds, Consumer<String> line)
            throws IOException, InterruptedException {
        try (var _ = Span.begin("ffprobe")) {
            return Child.run(
                    ffmpeg.probeCommand(arguments),
                    ffmpeg.environment(),
                    folder,
                    bounds,
                    text -> {
                        line.accept(text);
                        return true;
                    },
                    text -> {},
                    tally);
        }
    }

    /** Runs ffmpeg with {@link Commands#begin()}; it moves as long as its position does. */
    Done encode(List<String> arguments, Child.Bounds bounds, Consumer<Position> moved, Consumer<String> log)
            throws IOException, InterruptedException {
        var progress = new ProgressLines(moved);
        try (var span = Span.begin("ffmpeg")) {
            var result = Child.run(
                    ffmpeg.programCommand(withShortGraph(arguments)),
                    ffmpeg.environment(),
                    folder,
                    bounds,
                    progress::line,
                    log,
                    tally);
            span.with("exit", Integer.toString(result.exitCode()))
                    .with("end", result.end().name());
            return new Done(result, progress.position());
        }
    }

    /** Linux takes 128 KiB in one argument; a graph of many shots and interrupts is longer, and goes by a file. */
    private List<String> withShortGraph(List<String> arguments) throws IOException {
        int at = arguments.indexOf(GRAPH) + 1;
        if (at == 0 || arguments.get(at).length() <= LONGEST_ARGUMENT) {
            return arguments;
        }
        var shorter = new ArrayList<>(arguments);
        shorter.set(at - 1, "-filter_complex_script");
        shorter.set(
                at,
                Files.writeString(folder.resolve("graph.txt"), arguments.get(at))
                        .toString());
        return shorter;
    }

    /** A finished run of ffmpeg and how far it came. */
    record Done(Child.Result result, Position position) {
        boolean isSuccess() {
            return result.isSuccess();
        }
    }

    /** Reads what {@code -progress} prints: lines of key=value, ended by progress=. */
    static final class ProgressLines {
        private final Consumer<Position> moved;
        private volatile Position position = Position.START;
        private long frames;
        private double seconds;

        ProgressLines(Consumer<Position> moved) {
            this.moved = moved;
        }

        Position position() {
            return position;
        }

        /** Whether this line shows that it moved. */
        boolean line(String line) {
            int equals = line.indexOf('=');
            String value = line.substring(equals + 1).strip();
            switch (equals < 0 ? "" : line.substring(0, equals)) {
                case "frame" -> frames = (long) number(value, (double) frames);
                case "out_time_us" -> seconds = Math.max(seconds, number(value, seconds * 1e6) / 1e6);
                case "progress" -> {
                    return settle();
                }
                default -> {
                    // Bit rates and the like.
                }
            }
            return false;
        }

        private boolean settle() {
            var now = new Position(frames, seconds);
            boolean hasMoved = !now.equals(position);
            position = now;
            if (hasMoved) {
                moved.accept(now);
            }
            return hasMoved;
        }

        private static double number(@Nullable String text, double fallback) {
            try {
                return text == null ? fallback : Double.parseDouble(text);
            } catch (NumberFormatException notAvailable) {
                return fallback;
            }
        }
    }
}
