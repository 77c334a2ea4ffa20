package io.viralforge.worker;

import io.viralforge.client.TokenSource;
import io.viralforge.worker.media.MachineProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The worker's options. Each can also be given by an environment variable, which other users of a machine cannot see. */
@Command(
        name = "viralforge-worker",
        description = "Joins this machine to a ViralForge server as a worker: it renders what the server hands out.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:told to stop; everything was finished or given back",
            "1:an unforeseen failure",
            "2:the command line is wrong",
            "3:the server refuses the token",
            "4:another worker uses the same folder",
            "5:there is no FFmpeg that works",
            "6:the server refuses the registration"
        })
final class WorkerCommand {
    /** Workers that share this user's usual place. */
    private static final int MOST_HERE = 16;

    @Option(
            names = "--server",
            required = true,
            paramLabel = "URL",
            defaultValue = "${env:VIRALFORGE_SERVER}",
            description = "The server's address, such as https://forge.example:8443 (VIRALFORGE_SERVER).")
    URI server = URI.create("");

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    @Nullable
    Token token;

    /** Where the token comes from. */
    static final class Token {
        @Option(
                names = "--token",
                paramLabel = "TOKEN",
                description = "The worker token; better given as VIRALFORGE_WORKER_TOKEN or in a file.")
        @Nullable
        String text;

        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                description = "File with the worker token; read again when the server refuses what was in it.")
        @Nullable
        Path file;
    }

    @Option(names = "--name", paramLabel = "NAME", description = "What people see; by default the machine's name.")
    @Nullable
    String name;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Folder for the cache and for work under way, for this worker alone;"
                    + " by default ~/.cache/viralforge/worker.")
    @Nullable
    Path dir;

    @Option(
            names = "--cache",
            paramLabel = "GIB",
            defaultValue = "20",
            description = "How much of the disk inputs may take, in GiB; a job that reads more fails here.")
    int cacheGib;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many renders at once, 1 to 16; by default as many as cores and memory hold.")
    @Nullable
    Integer jobs;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "What this worker is called; jobs may ask for it. May be given several times.")
    List<String> labels = List.of();

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "How long a job that can end in time is given for it when the worker is told to stop.")
    int graceSeconds;

    @Option(names = "--ffmpeg", paramLabel = "FILE", description = "The ffmpeg to use; by default the best at hand.")
    @Nullable
    Path ffmpeg;

    @Option(
            names = "--exit-with-parent",
            description = "Stop when standard input ends, as it does when the parent process is gone.")
    boolean isTiedToParent;

    URI endpoint() {
        var scheme = server.getScheme();
        if ((!"http".equals(scheme) && !"https".equals(scheme)) || server.getHost() == null) {
            throw new IllegalArgumentException("--server is not an http or https address: " + server);
        }
        var path = server.getPath();
        return path == null || path.isEmpty() || path.equals("/") ? server.resolve("/graphql") : server;
    }

    /** Takes the folder that was named, or the first of the usual ones that is free. */
    WorkFolder takeFolder() throws IOException, WorkFolder.TakenException {
        if (dir != null) {
            return WorkFolder.take(dir.toAbsolutePath());
        }
        var usual = caches(System.getenv());
        for (int number = 1; ; number++) {
            try {
                return WorkFolder.take(usual.resolve(number == 1 ? "worker" : "worker-" + number));
            } catch (WorkFolder.TakenException taken) {
                if (number == MOST_HERE) {
                    throw taken;
                }
            }
        }
    }

    /** Who says how many renders run is not corrected for cores; memory counts in any case. */
    AgentSettings settings(MachineProbe.Capabilities can) {
        return jobs == null
                ? AgentSettings.usual(AgentSettings.MOST, Room.of(can.cores(), can.memoryBytes()), grace())
                : AgentSettings.usual(jobs, Room.of(Room.ANY, can.memoryBytes()), grace());
    }

    /** Where this user's caches lie. {@code ~} is HOME; Java's own user.home is what the account says. */
    static Path caches(Map<String, String> environment) {
        var own = environment.getOrDefault("VIRALFORGE_CACHE", "");
        var xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        var home = environment.getOrDefault("HOME", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        var all = xdg.isEmpty()
                ? Path.of(home.isEmpty() ? System.getProperty("user.home") : home, ".cache")
                : Path.of(xdg);
        return all.resolve("viralforge");
    }

    Duration grace() {
        return Duration.ofSeconds(Math.max(0, graceSeconds));
    }

    long cacheBytes() {
        return (long) Math.max(1, cacheGib) << 30;
    }

    String displayName() {
        if (name != null) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "worker";
        }
    }

    /** Throws IllegalArgumentException when there is no token. */
    TokenSource tokenSource(@Nullable String environment) {
        if (token != null && token.file != null) {
            return new TokenFile(token.file);
        }
        var text = token == null ? environment : token.text;
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(
                    "A worker token is needed: --token-file, --token or" + " VIRALFORGE_WORKER_TOKEN");
        }
        return TokenSource.of(text.strip());
    }

    /** A token in a file that somebody may replace. */
    private static final class TokenFile implements TokenSource {
        private final Path file;
        private volatile String known;

        TokenFile(Path file) {
            this.file = file;
            this.known = read();
        }

        @Override
        public String token() {
            return known;
        }

        @Override
        public @Nullable String refresh(@Nullable String refused) {
            try {
                known = read();
                return known;
            } catch (UncheckedIOException gone) {
                return null;
            }
        }

        private String read() {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new UncheckedIOException("The token file cannot be read: " + file, e);
            }
        }
    }
}
