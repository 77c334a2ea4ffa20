package io.viralforge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Measurements that anybody can repeat. */
@CommandLine.Command(
        name = "bench",
        description = "Measures, and writes the results to bench/results with date, commit and machine.")
final class BenchCommand extends Command {
    @Override
    Exit run() {
        throw new Failure(
                Exit.USAGE,
                "Say what to measure: start, render, queue, request, sockets, samples, meaning or scan (see ./forge bench --help).");
    }

    @CommandLine.Command(
            name = "start",
            description =
                    "How long a start takes until the first query is answered, cold and warm, and the memory of all.",
            mixinStandardHelpOptions = true)
    int start(
            @Option(names = "--runs", paramLabel = "N", defaultValue = "3", description = "Warm starts (default: 3).")
                    int runs,
            @Option(
                            names = "--out",
                            paramLabel = "FOLDER",
                            description = "Where the result is put (default: bench/results of the checkout).")
                    @Nullable
                    Path out)
            throws IOException, InterruptedException {
        StartBench bench = new StartBench(terminal());
        Map<String, @Nullable Object> result = head("start");
        result.putAll(bench.measure(runs));
        write(out, "start", result);
        return Exit.DONE.code();
    }

    /** For the help alone, as {@link TestHint}. */
    @CommandLine.Command(
            name = "render",
            description = "What CPU a render takes, against the bare ffmpeg command of the same graph (render --help).",
            mixinStandardHelpOptions = true)
    int render() {
        terminal().error("Run it by the script: ./forge bench render CLIP CAPTIONS");
        return Exit.USAGE.code();
    }

    /** For the help alone, as {@link TestHint}. */
    @CommandLine.Command(
            name = "speech",
            description = "How many words of speech are heard rightly, when, and how fast (speech --help).",
            mixinStandardHelpOptions = true)
    int speech() {
        terminal().error("Run it by the script: ./forge bench speech [CLIP TEXT]...");
        return Exit.USAGE.code();
    }

    /** For the help alone, as {@link TestHint}. */
    @CommandLine.Command(
            name = "queue",
            description = "Leases a second and the time from a submit to its start, against bare database round trips.",
            mixinStandardHelpOptions = true)
    int queue() {
        terminal().error("Run it by the script: ./forge bench queue");
        return Exit.USAGE.code();
    }

    /** For the help alone, as {@link TestHint}. */
    @CommandLine.Command(
            name = "request",
            description = "What CPU a request takes over HTTP, against graphql-java alone, and its statements.",
            mixinStandardHelpOptions = true)
    int request() {
        terminal().error("Run it by the script: ./forge bench request");
        return Exit.USAGE.code();
    }

    /** For the help alone, as {@link TestHint}. */
    @CommandLine.Command(
            name = "sockets",
            description = "What memory a replica takes for each idle socket with a durable subscription.",
            mixinStandardHelpOptions = true)
    int sockets() {
        terminal().error("Run it by the script: ./forge bench sockets");
        return Exit.USAGE.code();
    }

    /** For the help alone, as {@link TestHint}. */
    @CommandLine.Command(
            name = "samples",
            description =
                    "How fast sightings go into Cassandra, against its driver alone, and how fast they are forecast.",
            mixinStandardHelpOptions = true)
    int samples() {
        terminal().error("Run it by the script: ./forge bench samples [SIGHTINGS.csv]");
        return Exit.USAGE.code();
    }

    /** For the help alone, as {@link TestHint}. */
    @CommandLine.Command(
            name = "meaning",
            description = "How many titles a second are read, from text to meaning, against plain onnxruntime.",
            mixinStandardHelpOptions = true)
    int meaning() {
        terminal().error("Run it by the script: ./forge bench meaning");
        return Exit.USAGE.code();
    }

    /** For the help alone, as {@link TestHint}. */
    @CommandLine.Command(
            name = "scan",
            description = "How long 24 networks that each take a second take together, against the slowest of them.",
            mixinStandardHelpOptions = true)
    int scan() {
        terminal().error("Run it by the script: ./forge bench scan");
        return Exit.USAGE.code();
    }

    private static Map<String, @Nullable Object> head(String kind) throws IOException {
        Map<String, @Nullable Object> head = new LinkedHashMap<>();
        Path commit = Distribution.ofProcess().path().resolve("commit");
        head.put("kind", kind);
        head.put("date", InstantSource.system().instant());
        head.put("commit", Files.isReadable(commit) ? Files.readString(commit).strip() : null);
        head.put("machine", Machine.describe());
        return head;
    }

    private void write(@Nullable Path folder, String kind, Map<String, @Nullable Object> result) throws IOException {
        Path results = folder != null ? folder : Path.of(System.getProperty("forge.home", "."), "bench", "results");
        Files.createDirectories(results);
        String day =
                String.valueOf(result.get("date")).replaceFirst("\\.\\d+", "").replace(":", "");
        Path file = results.resolve(kind + "-" + day + ".json");
        Files.writeString(file, JsonLine.of(result) + "\n");
        terminal().raw(JsonLine.of(result));
        terminal().note("Written to " + file + ".");
    }
}
