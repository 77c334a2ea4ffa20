package io.viralforge.cli;

import io.viralforge.worker.WorkerMain;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** This machine's power for a server anywhere: the worker connects out, so it may sit behind NAT. */
@CommandLine.Command(
        name = "worker",
        description = "Joins a server as a worker, from any machine; it only ever connects out.",
        footer = {
            "",
            "An operator makes the token in the server's playground (there: ./forge open):",
            "  mutation { workerTokenCreate(input: {name: \"attic\"}) { token } }",
            "",
            "Ctrl-C drains: what ends soon is finished, the rest is given back at once."
        })
final class WorkerCommand extends Command {
    @Option(
            names = "--server",
            required = true,
            paramLabel = "URL",
            defaultValue = "${env:VIRALFORGE_SERVER}",
            description = "The server's address, such as https://forge.example (or VIRALFORGE_SERVER).")
    private URI server = URI.create("");

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private @Nullable Token token;

    /** Where the token comes from; without either, from VIRALFORGE_WORKER_TOKEN. */
    private static final class Token {
        @Option(
                names = "--token",
                paramLabel = "TOKEN",
                description =
                        "The worker token. Other users of this machine can see it: better a file, or VIRALFORGE_WORKER_TOKEN.")
        private @Nullable String text;

        @Option(names = "--token-file", paramLabel = "FILE", description = "A file with the worker token.")
        private @Nullable Path file;
    }

    @Option(names = "--name", paramLabel = "NAME", description = "What people see; by default the machine's name.")
    private @Nullable String name;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "How many renders at once, 1 to 16 (default: as many as cores and memory hold).")
    private @Nullable Integer parallel;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "What this worker is called; jobs may ask for it. May be given several times.")
    private List<String> labels = List.of();

    @Option(
            names = "--cache-dir",
            paramLabel = "FOLDER",
            description =
                    "Where inputs are kept and work is done, by this worker alone (default: ~/.cache/viralforge/worker).")
    private @Nullable Path cacheDir;

    @Option(
            names = "--cache-size",
            paramLabel = "GIB",
            description = "How much disk kept inputs may take, in GiB (default: 20).")
    private @Nullable Integer cacheGib;

    @Option(
            names = "--ffmpeg",
            paramLabel = "FILE",
            description = "The ffmpeg to use; by default VIRALFORGE_FFMPEG, else the bundled one.")
    private @Nullable Path ffmpeg;

    @Override
    Exit run() {
        List<String> options = new ArrayList<>();
        add(options, "--server", server);
        add(options, "--token", token == null ? null : token.text);
        add(options, "--token-file", token == null ? null : token.file);
        add(options, "--name", name);
        add(options, "--jobs", parallel);
        labels.forEach(label -> add(options, "--label", label));
        add(options, "--dir", cacheDir);
        add(options, "--cache", cacheGib);
        add(options, "--ffmpeg", ffmpeg);
        // Ends the process itself, with the worker's own exit code.
        WorkerMain.main(options.toArray(String[]::new));
        return Exit.DONE;
    }

    private static void add(List<String> options, String name, @Nullable Object value) {
        if (value != null) {
            options.add(name);
            options.add(value.toString());
        }
    }
}
