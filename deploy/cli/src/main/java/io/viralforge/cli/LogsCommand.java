package io.viralforge.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the programs wrote. */
@CommandLine.Command(name = "logs", description = "Shows what the programs wrote last.")
final class LogsCommand extends Command {
    private static final Duration LOOK = Duration.ofMillis(250);

    @Parameters(
            arity = "0..1",
            paramLabel = "PROGRAM",
            description = "server, worker, postgres, redis or cassandra; by default all.")
    private @Nullable String program;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            defaultValue = "30",
            description = "How many of the last lines of each (default: 30).")
    private int lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on showing what is written, until Ctrl-C.")
    private boolean isFollowing;

    @Mixin
    private DataFolder folder = new DataFolder();

    @Override
    Exit run() throws Exception {
        Installation installation = folder.installation();
        List<String> names = installation.logNames();
        if (program != null && !names.contains(program)) {
            throw new Failure(
                    Exit.USAGE,
                    names.isEmpty()
                            ? "There are no logs in " + installation.folder() + " yet."
                            : "There is no log of " + program + "; there are " + String.join(", ", names) + ".");
        }
        List<String> shown = program == null ? names : List.of(program);
        Map<String, Tail> tails = new LinkedHashMap<>();
        for (String name : shown) {
            Tail tail = new Tail(installation.log(name));
            show(name, shown.size() > 1, tail.last(lines));
            tails.put(name, tail);
        }
        if (isFollowing) {
            follow(tails);
        }
        return Exit.DONE;
    }

    /** Looks now and then: on macOS Java's own service that watches folders does no more, and seldomer. */
    private void follow(Map<String, Tail> tails) throws IOException, InterruptedException {
        while (true) {
            for (Map.Entry<String, Tail> each : tails.entrySet()) {
                show(each.getKey(), tails.size() > 1, each.getValue().more());
            }
            Thread.sleep(LOOK);
        }
    }

    private void show(String name, boolean isNamed, List<String> lines) {
        String prefix = isNamed ? terminal().outAnsi().string("@|cyan " + name + "|@ ") : "";
        lines.forEach(line -> terminal().raw(prefix + line));
    }

    /** The end of a file that grows, and now and then begins anew. */
    private static final class Tail {
        private static final int MOST_BYTES = 1 << 20;

        private final Path file;
        private long position;

        Tail(Path file) {
            this.file = file;
        }

        List<String> last(int count) throws IOException {
            long size = Files.size(file);
            position = Math.max(0, size - MOST_BYTES);
            List<String> all = new ArrayList<>(more());
            if (size > MOST_BYTES) {
                all.removeFirst();
            }
            return all.subList(Math.max(0, all.size() - count), all.size());
        }

        /** The lines that have been finished since. */
        List<String> more() throws IOException {
            long size = Files.exists(file) ? Files.size(file) : 0;
            if (size < position) {
                position = 0;
            }
            byte[] bytes = new byte[(int) Math.min(size - position, MOST_BYTES)];
            if (bytes.length == 0) {
                return List.of();
            }
            try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
                in.seek(position);
                in.readFully(bytes);
            }
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            position += end;
            return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
        }
    }
}
